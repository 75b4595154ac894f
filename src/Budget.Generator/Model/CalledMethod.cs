namespace BudgetGen.Generator.Model;

/// <summary>How an interceptor receives the object that a method is called on.</summary>
internal enum ReceiverKind
{
    /// <summary>No receiver: the method is static.</summary>
    None,

    /// <summary>A reference, <c>this C</c>.</summary>
    Reference,

    /// <summary>A struct that the method may change, <c>this ref S</c>.</summary>
    Struct,

    /// <summary>A readonly struct or method, <c>this in S</c>.</summary>
    ReadOnlyStruct,
}

/// <summary>How generated code reaches the original method.</summary>
internal enum Reach
{
    /// <summary>By its name.</summary>
    Direct,

    /// <summary>By an <c>UnsafeAccessor</c> on the declaring type.</summary>
    Accessor,

    /// <summary>By an <c>UnsafeAccessor</c> that names the static class, which cannot be a parameter type.</summary>
    StaticClassAccessor,
}

/// <summary>A type parameter, under a name that is unique and hides nothing.</summary>
/// <param name="Name">Its name in generated code.</param>
/// <param name="Constraints">What follows <c>where T :</c>; empty if nothing does.</param>
/// <param name="IsOfType">True if it belongs to a containing type, false if to the method.</param>
internal sealed record TypeParameter(string Name, string Constraints, bool IsOfType);

/// <summary>A parameter of an interceptor.</summary>
/// <param name="Name">Its name in generated code.</param>
/// <param name="Type">Its type, with <c>global::</c>.</param>
/// <param name="Modifiers">What precedes the type, such as <c>scoped ref </c>; with a trailing blank, or empty.</param>
/// <param name="ArgumentModifier">What precedes the argument, such as <c>out </c>.</param>
/// <param name="CanBeCaptured">False if the value cannot be put into a tuple: by reference, ref struct, pointer.</param>
/// <param name="IsReceiver">True for the <c>this</c> parameter of an extension method.</param>
internal sealed record Parameter(string Name, string Type, string Modifiers, string ArgumentModifier, bool CanBeCaptured, bool IsReceiver);

/// <summary>What a method returns, as far as the form of the interceptor depends on it.</summary>
internal enum ReturnShape
{
    Void,
    Value,

    /// <summary>A value that no type argument can stand for: by reference, ref struct, pointer.</summary>
    RefLike,
    Task,
    TaskOfResult,
    ValueTask,
    ValueTaskOfResult,
    AsyncStream,
    Stream,
}

/// <summary>The return type of a method.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Type">The type, with <c>global::</c>.</param>
/// <param name="Modifier"><c>ref </c>, <c>ref readonly </c> or empty.</param>
internal sealed record ReturnValue(ReturnShape Shape, string Type, string Modifier);

/// <summary>A called method as its interceptor has to spell it out.</summary>
internal sealed record CalledMethod
{
    /// <summary>The method's name, escaped where it is a keyword.</summary>
    public required string Name { get; init; }

    /// <summary>The declaring type with its type arguments, with <c>global::</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The declaring type's simple name.</summary>
    public required string SimpleType { get; init; }

    /// <summary>The declaring type's metadata name, for accessors of static classes.</summary>
    public required string MetadataType { get; init; }

    /// <summary>True if the declaring type is a value type.</summary>
    public required bool IsStructType { get; init; }

    public required ReceiverKind Receiver { get; init; }

    /// <summary>The name of the receiver; empty if there is none.</summary>
    public required string ReceiverName { get; init; }

    /// <summary>True if the receiver may be returned by reference.</summary>
    public required bool IsUnscoped { get; init; }

    /// <summary>True for a member of an extension block, which is called by the static method behind it.</summary>
    public required bool IsExtensionMember { get; init; }

    public required Reach Reach { get; init; }

    public required EquatableArray<TypeParameter> TypeParameters { get; init; }

    public required EquatableArray<Parameter> Parameters { get; init; }

    public required ReturnValue Returns { get; init; }

    /// <summary>True if the signature holds pointers.</summary>
    public required bool IsUnsafe { get; init; }

    /// <summary>True if the method or its type is obsolete; then the interceptor is, too, so that it may call it.</summary>
    public required bool IsObsolete { get; init; }

    /// <summary>Ids of what the compiler says where the signature, and members in templates, are named: what is experimental is an error unless it is disabled.</summary>
    public required EquatableArray<string> WarningIds { get; init; }
}
