using System.Collections.Concurrent;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery;

/// <summary>Why a call cannot be intercepted. One method per refusal, each with the compiler fact behind it.</summary>
internal sealed class Interceptability(Compilation compilation)
{
    private readonly ConcurrentDictionary<IMethodSymbol, Refusal?> _inaccessible = new(SymbolEqualityComparer.Default);

    /// <summary>The files of the compilation that have the same text as another one.</summary>
    public DuplicateFiles Duplicates { get; } = new(compilation);

    /// <summary>The first reason that stands in the way, or null.</summary>
    /// <param name="call">The call.</param>
    public Refusal? Check(Invocation call) =>
        LocalFunction(call.Target)
        ?? BaseCall(call)
        ?? ExpressionTree(call)
        ?? StaticAbstract(call.Target)
        ?? ValueTypeReceiver(call)
        ?? Inaccessible(call.Target)
        ?? LanguageVersion(call)
        ?? DuplicateFile(call)
        ?? NoLocation(call);

    /// <summary>The first reason that stands in the way of every call of a method, or null.</summary>
    /// <param name="target">The method as it was declared.</param>
    public Refusal? CheckTarget(IMethodSymbol target) =>
        LocalFunction(target) ?? StaticAbstract(target) ?? Inaccessible(target);

    // CS9207: interceptors apply to ordinary members only.
    private static Refusal? LocalFunction(IMethodSymbol target) =>
        target.MethodKind == MethodKind.LocalFunction ? Because(RefusalReason.LocalFunction, target) : null;

    // It compiles, becomes a virtual call, and recurses until the stack overflows.
    private static Refusal? BaseCall(Invocation call) =>
        call.IsOnBase ? Because(RefusalReason.BaseCall, call.Target) : null;

    // The tree would hold the generated method, which no LINQ provider knows.
    private static Refusal? ExpressionTree(Invocation call) =>
        call.IsInExpressionTree ? Because(RefusalReason.ExpressionTree, call.Target) : null;

    // T.M() cannot be written in an interceptor, whose receiver is the interface.
    private static Refusal? StaticAbstract(IMethodSymbol target) =>
        target is { IsStatic: true, ContainingType.TypeKind: TypeKind.Interface } && (target.IsAbstract || target.IsVirtual) ? Because(RefusalReason.StaticAbstract, target) : null;

    // "T : struct, I" would be boxed for the interceptor's "this I": the mutation is lost, silently.
    private static Refusal? ValueTypeReceiver(Invocation call) =>
        call.Target is { IsStatic: false, ContainingType: { TypeKind: TypeKind.Interface } or { IsExtension: true } } && call.ReceiverType is ITypeParameterSymbol { IsReferenceType: false } receiver ? Because(RefusalReason.ValueTypeReceiver, call.Target, receiver.Name) : null;

    private Refusal? Inaccessible(IMethodSymbol target) => _inaccessible.GetOrAdd(target, method => InaccessibleSignature(method) ?? InaccessibleMethod(method));

    // CS0122, CS9144, CS9148 or CS9178, by attempt.
    private Refusal? InaccessibleSignature(IMethodSymbol target) =>
        TypeAccess.FirstInaccessible(target, compilation) is { } type ? Because(RefusalReason.InaccessibleSignature, target, type.Name) : null;

    // UnsafeAccessor reaches methods of classes and structs, but none of interfaces, extension blocks or generic static classes.
    private Refusal? InaccessibleMethod(IMethodSymbol target)
    {
        if (compilation.IsSymbolAccessibleWithin(target, compilation.Assembly))
            return null;

        INamedTypeSymbol type = target.ContainingType;
        bool isReachable = !target.IsVararg && !type.IsExtension && type.TypeKind is TypeKind.Class or TypeKind.Struct && !(type.IsStatic && IsGeneric(type));
        return isReachable ? null : Because(RefusalReason.InaccessibleMethod, target);
    }

    private static Refusal? LanguageVersion(Invocation call) =>
        call.Syntax.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp12 } options
            ? Because(RefusalReason.LanguageVersion, call.Target, options.LanguageVersion.ToDisplayString())
            : null;

    // CS9233, whatever the files are called.
    private Refusal? DuplicateFile(Invocation call) =>
        Duplicates.TwinOf(call.Syntax.SyntaxTree) is { } twin ? Because(RefusalReason.DuplicateFile, call.Target, twin) : null;

    private static Refusal? NoLocation(Invocation call) =>
        call.Syntax is InvocationExpressionSyntax syntax && call.Model?.GetInterceptableLocation(syntax) is not null ? null : Because(RefusalReason.NoLocation, call.Target);

    private static bool IsGeneric(INamedTypeSymbol type) => type.Arity > 0 || (type.ContainingType is { } outer && IsGeneric(outer));

    private static Refusal Because(RefusalReason reason, IMethodSymbol target, string detail = "") => new(reason, MethodNames.Of(target), detail);
}
