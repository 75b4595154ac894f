using BudgetGen.Generator.Emit;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>A method as its interceptor spells it out, and how its own parameters are called there.</summary>
/// <param name="Method">The model.</param>
/// <param name="ParameterNames">By ordinal of the method's own parameters, escaped.</param>
internal sealed record ReadMethod(CalledMethod Method, IReadOnlyList<string> ParameterNames)
{
    /// <summary>The type arguments of the adapter that it is handed to, as C#; empty if there are none.</summary>
    public string AdapterTypeArguments { get; init; } = "";

    /// <summary>The name of a root of a bound template.</summary>
    public string Root(int ordinal) => ordinal == BoundPart.Receiver ? Method.ReceiverName : ParameterNames[ordinal];
}

/// <summary>Turns a method symbol into text, once, so that nothing of the compilation enters the pipeline.</summary>
internal sealed class CalledMethodReader
{
    private readonly IMethodSymbol _method;
    private readonly Compilation _compilation;
    private readonly Dictionary<ITypeParameterSymbol, string> _typeParameterNames = new(SymbolEqualityComparer.Default);
    private readonly NameScope _names = new();
    private readonly TypePrinter _types;

    private CalledMethodReader(IMethodSymbol method, Compilation compilation)
    {
        _method = method;
        _compilation = compilation;
        foreach (ITypeParameterSymbol parameter in TypeParametersOf(method))
            _typeParameterNames.Add(parameter, _names.Take(parameter.Name));
        _types = new TypePrinter(_typeParameterNames);
    }

    /// <summary>Reads a method's definition.</summary>
    /// <param name="method">The method as it was declared.</param>
    /// <param name="receiverName">The wished name of the receiver; empty: after its type.</param>
    /// <param name="compilation">The compilation.</param>
    public static ReadMethod Read(IMethodSymbol method, string receiverName, Compilation compilation) => new CalledMethodReader(method, compilation).Read(receiverName);

    /// <summary>Reads the definition of a method that is handed to an adapter.</summary>
    /// <param name="method">The method as it was declared.</param>
    /// <param name="receiverName">The wished name of the receiver.</param>
    /// <param name="adapted">The library's method that the adapter is for, as the method sees it.</param>
    /// <param name="compilation">The compilation.</param>
    public static ReadMethod ReadAdapted(IMethodSymbol method, string receiverName, IMethodSymbol adapted, Compilation compilation)
    {
        var reader = new CalledMethodReader(method, compilation);
        IEnumerable<ITypeSymbol> arguments = adapted.ContainingType.TypeArguments.Concat(adapted.TypeArguments);
        return reader.Read(receiverName) with { AdapterTypeArguments = string.Join(", ", arguments.Select(reader._types.Print)) };
    }

    private ReadMethod Read(string receiverName)
    {
        INamedTypeSymbol type = _method.ContainingType;
        IParameterSymbol? extended = type.IsExtension && !_method.IsStatic ? type.ExtensionParameter : null;
        INamedTypeSymbol holder = type.IsExtension ? type.ContainingType : type;

        // Parameters first: their names are known to the caller, the receiver's is ours to choose.
        string[] names = [.. _method.Parameters.Select(parameter => NameScope.Escape(_names.Take(parameter.Name)))];
        bool isInstance = !_method.IsStatic && extended is null;
        string receiver = isInstance ? NameScope.Escape(_names.Take(receiverName.Length > 0 ? receiverName : CamelCase(type)))
            : extended is not null ? NameScope.Escape(_names.Take(extended.Name))
            : "";

        IEnumerable<Parameter> parameters = _method.Parameters.Select((parameter, i) => ParameterReader.Read(parameter, names[i], isReceiver: i == 0 && _method.IsExtensionMethod, _types));
        if (extended is not null)
            parameters = parameters.Prepend(ParameterReader.Read(extended, receiver, isReceiver: true, _types));

        var method = new CalledMethod
        {
            Name = NameScope.Escape(_method.Name),
            Type = _types.Print(holder),
            SimpleType = holder.Name,
            MetadataType = MemberRelations.FullMetadataName(holder),
            IsStructType = type.IsValueType,
            Receiver = !isInstance ? ReceiverKind.None : !type.IsValueType ? ReceiverKind.Reference : type.IsReadOnly || _method.IsReadOnly ? ReceiverKind.ReadOnlyStruct : ReceiverKind.Struct,
            ReceiverName = receiver,
            IsExtensionMember = type.IsExtension,
            IsUnscoped = SignatureAttributes.IsUnscoped(_method),
            Reach = _compilation.IsSymbolAccessibleWithin(_method, _compilation.Assembly) ? Reach.Direct : holder.IsStatic ? Reach.StaticClassAccessor : Reach.Accessor,
            TypeParameters = _typeParameterNames.Select(pair => new TypeParameter(pair.Value, _types.Constraints(pair.Key), IsOfType: pair.Key.TypeParameterKind == TypeParameterKind.Type)).ToEquatableArray(),
            Parameters = parameters.ToEquatableArray(),
            Returns = Returns(),
            IsUnsafe = HasPointer(_method.ReturnType) || _method.Parameters.Any(parameter => HasPointer(parameter.Type)),
            IsObsolete = SignatureAttributes.IsObsolete(_method),
            WarningIds = SignatureAttributes.WarningIds(_method).ToEquatableArray(),
        };
        return new ReadMethod(method, names);
    }

    private ReturnValue Returns()
    {
        string modifier = _method.RefKind switch
        {
            RefKind.Ref => "ref ",
            RefKind.RefReadOnly => "ref readonly ",
            _ => "",
        };
        return new ReturnValue(ReturnReader.Shape(_method).Shape, _types.Print(_method.ReturnType), modifier);
    }

    /// <summary>All type parameters that an interceptor has: the containing types' from the outside in, then the method's.</summary>
    private static IEnumerable<ITypeParameterSymbol> TypeParametersOf(IMethodSymbol method)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
            types.Push(type);
        return types.SelectMany(type => type.TypeParameters).Concat(method.TypeParameters);
    }

    private static string CamelCase(INamedTypeSymbol type)
    {
        string name = type.Name;
        if (type.TypeKind == TypeKind.Interface && name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]))
            name = name.Substring(1);
        // A type that is still being typed has no name.
        return name.Length == 0 ? "receiver" : char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    /// <summary>True if only unsafe code may say the type.</summary>
    internal static bool HasPointer(ITypeSymbol type) => type switch
    {
        IPointerTypeSymbol or IFunctionPointerTypeSymbol => true,
        IArrayTypeSymbol array => HasPointer(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(HasPointer),
        _ => false,
    };
}
