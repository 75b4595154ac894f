using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>A method whose calls are tracked, because it or a member that it overrides or implements is annotated.</summary>
/// <param name="Annotated">The nearest member that has the attribute.</param>
/// <param name="Settings">What the attributes on members, types and assembly say together.</param>
internal sealed record TrackedMethod(IMethodSymbol Annotated, TrackSettings Settings);

/// <summary>How a place in the code is marked.</summary>
internal enum Tracking
{
    /// <summary>Nobody speaks about it.</summary>
    None,

    /// <summary>Inside an annotated method, type or assembly.</summary>
    Tracked,

    /// <summary>Inside <c>[BudgetIgnore]</c>, which is nearer than any <c>[TrackLlmCall]</c>.</summary>
    Ignored,
}

/// <summary>A place in the code: how it is marked, by what settings, and which member it belongs to.</summary>
internal sealed record TrackedPlace(Tracking Tracking, TrackSettings Settings, ISymbol? Member)
{
    /// <summary>Why it is ignored, as <c>[BudgetIgnore]</c> says it; null: it is not, or nobody says.</summary>
    public string? IgnoredBecause { get; init; }
}

/// <summary>Looks attributes up: on the method, the method it overrides, the interface member it implements, its types, the assembly. Nearest wins.</summary>
internal static class TrackedMethodReader
{
    private static readonly TrackSettings _nothing = TrackSettings.Merge([]);

    /// <summary>The tracked method behind a call's target, or null if no member in its family is annotated or it is ignored.</summary>
    public static TrackedMethod? ReadTarget(IMethodSymbol method)
    {
        IMethodSymbol definition = SdkCallMatcher.Definition(method);
        if (TrackAttribute.IsIgnored(definition))
            return null;

        ImmutableArray<(TrackAttribute Attribute, IMethodSymbol? Owner)> own = OnMembers(definition);
        return own.IsEmpty ? null : new TrackedMethod(own[0].Owner!, TrackSettings.Merge(own.Concat(OnContainers(own[0].Owner!))));
    }

    /// <summary>How the code directly inside a symbol is marked.</summary>
    public static TrackedPlace ReadPlace(ISymbol? enclosing)
    {
        ISymbol? member = null;
        for (ISymbol? symbol = enclosing; symbol is not null and not INamespaceSymbol and not IModuleSymbol; symbol = Around(symbol))
        {
            if (symbol is not INamedTypeSymbol and not IAssemblySymbol)
                member = symbol;

            if (TrackAttribute.IsIgnored(symbol) || IsGenerated(symbol))
                return new TrackedPlace(Tracking.Ignored, _nothing, Outermost(member)) { IgnoredBecause = TrackAttribute.IgnoreReason(symbol) };

            ImmutableArray<(TrackAttribute Attribute, IMethodSymbol? Owner)> here = symbol is IMethodSymbol method ? OnMembers(method) : On(symbol, null);
            if (!here.IsEmpty)
                return new TrackedPlace(Tracking.Tracked, TrackSettings.Merge(here.Concat(OnContainers(symbol))), Outermost(member));
        }

        return new TrackedPlace(Tracking.None, _nothing, Outermost(member));
    }

    private static ImmutableArray<(TrackAttribute Attribute, IMethodSymbol? Owner)> OnMembers(IMethodSymbol method) =>
        [.. MemberRelations.SelfAndWhatItFulfils(method).SelectMany(member => On(member, member))];

    private static IEnumerable<(TrackAttribute Attribute, IMethodSymbol? Owner)> OnContainers(ISymbol symbol)
    {
        for (ISymbol? outer = Around(symbol); outer is not null and not INamespaceSymbol; outer = Around(outer))
        {
            foreach ((TrackAttribute, IMethodSymbol?) found in On(outer, null))
                yield return found;
        }
    }

    private static ImmutableArray<(TrackAttribute Attribute, IMethodSymbol? Owner)> On(ISymbol symbol, IMethodSymbol? owner) =>
        TrackAttribute.On(symbol) is { } attribute ? [(attribute, owner)] : [];

    /// <summary>The next symbol outwards; from a top-level type it is the assembly.</summary>
    private static ISymbol? Around(ISymbol symbol) => symbol switch
    {
        IAssemblySymbol => null,
        IMethodSymbol { AssociatedSymbol: { } property } => property,
        INamedTypeSymbol { ContainingType: null } => symbol.ContainingAssembly,
        _ => symbol.ContainingSymbol,
    };

    /// <summary>The member of a type that a lambda or local function belongs to.</summary>
    private static ISymbol? Outermost(ISymbol? member)
    {
        while (member is not null and not IAssemblySymbol && member.ContainingSymbol is { } outer and not INamedTypeSymbol and not INamespaceSymbol)
            member = outer;

        return member is IMethodSymbol { AssociatedSymbol: { } property } ? property : member;
    }

    /// <summary>Code that this generator wrote calls the original methods; it must not be found again.</summary>
    private static bool IsGenerated(ISymbol symbol)
    {
        for (INamespaceSymbol? space = symbol is INamedTypeSymbol type ? type.ContainingNamespace : null; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            // Adapters stand in a namespace inside.
            if (space is { Name: "Generated", ContainingNamespace: { Name: KnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } })
                return true;
        }

        return false;
    }
}
