using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Discovery.Decorators;

/// <summary>Whether a decorator can and has to implement a member of an interface.</summary>
internal static class Implementability
{
    /// <summary>True if the decorator has to implement the member; with trouble if it has to and cannot.</summary>
    public static bool Of(ISymbol member, Compilation compilation, out DecoratorTrouble? trouble)
    {
        trouble = null;
        if (member is not (IMethodSymbol { AssociatedSymbol: null } or IPropertySymbol or IEventSymbol) || IsOverride(member))
            return false;

        if (member.IsStatic)
        {
            trouble = member.IsAbstract ? Trouble(member, "is static and abstract, and an object cannot stand for another one's static members", "move it into an interface of its own") : null;
            return false;
        }

        // A sealed or private member of an interface has its one body there.
        if (!member.IsAbstract && !member.IsVirtual)
            return false;

        if (!compilation.IsSymbolAccessibleWithin(member, compilation.Assembly))
        {
            trouble = member.IsAbstract ? Trouble(member, "is not accessible here", "make it public") : null;
            return false;
        }

        trouble = Hidden(member, compilation) ?? Init(member) ?? Pointer(member, compilation);
        return trouble is null;
    }

    // It speaks about a member of another interface, which is decorated as such.
    private static bool IsOverride(ISymbol member) => member switch
    {
        IMethodSymbol method => method.MethodKind is not MethodKind.Ordinary and not MethodKind.UserDefinedOperator and not MethodKind.Conversion,
        IPropertySymbol property => !property.ExplicitInterfaceImplementations.IsEmpty,
        IEventSymbol declared => !declared.ExplicitInterfaceImplementations.IsEmpty,
        _ => true,
    };

    private static DecoratorTrouble? Hidden(ISymbol member, Compilation compilation)
    {
        ITypeSymbol? hidden = member switch
        {
            IMethodSymbol method => TypeAccess.FirstInaccessible(method, compilation),
            IPropertySymbol property => new[] { property.Type }.Concat(property.Parameters.Select(parameter => parameter.Type)).Select(type => TypeAccess.FirstInaccessible(type, compilation)).FirstOrDefault(type => type is not null),
            IEventSymbol declared => TypeAccess.FirstInaccessible(declared.Type, compilation),
            _ => null,
        };
        return hidden is null ? null : Trouble(member, $"has the type '{hidden.Name}' in its signature, which generated code cannot name", $"make '{hidden.Name}' internal");
    }

    // What it would be set on is the inner object, which exists already.
    private static DecoratorTrouble? Init(ISymbol member) =>
        member is IPropertySymbol { SetMethod.IsInitOnly: true } ? Trouble(member, "can only be set while an object is made, and the inner one is there already", "give it a setter, or none") : null;

    private static DecoratorTrouble? Pointer(ISymbol member, Compilation compilation)
    {
        bool hasPointer = member switch
        {
            IMethodSymbol method => CalledMethodReader.HasPointer(method.ReturnType) || method.Parameters.Any(parameter => CalledMethodReader.HasPointer(parameter.Type)),
            IPropertySymbol property => CalledMethodReader.HasPointer(property.Type) || property.Parameters.Any(parameter => CalledMethodReader.HasPointer(parameter.Type)),
            _ => false,
        };
        return hasPointer && compilation is CSharpCompilation { Options.AllowUnsafe: false } ? Trouble(member, "has pointers, which this project does not allow", "set AllowUnsafeBlocks") : null;
    }

    private static DecoratorTrouble Trouble(ISymbol member, string why, string remedy) =>
        new(DecoratorTroubleKind.Impossible, $"its member '{MethodNames.Of(member)}' {why}", remedy);
}
