using System.Collections.Immutable;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Decorators;

/// <summary>Finds the decorators that attributes ask for. One that cannot be written is left out here and reported where the attribute stands.</summary>
internal static class DecoratorFinder
{
    /// <summary>The decorators of a compilation's interfaces, and those that are asked for on the assembly.</summary>
    public static ImmutableArray<FoundDecorator> Find(Compilation compilation, CancellationToken cancellationToken) =>
    [
        .. from syntax in AttributeUses.Decorating.In(compilation, cancellationToken)
           let owner = DecoratorRequest.OwnerOf(syntax, compilation.GetSemanticModel(syntax.SyntaxTree), cancellationToken)
           where owner is not null
           from attribute in owner.GetAttributes()
           where attribute.IsAt(syntax) && DecoratorRequest.Is(attribute.AttributeClass)
           select Find(attribute, owner, compilation) into found
           where found is not null
           select found,
    ];

    /// <summary>
    /// All decorators, now that it is known which methods' bodies are metered. Where two have one name, the first one of the alphabet is written; the other one is reported.
    /// </summary>
    public static IEnumerable<FoundDecorator> Finish(ImmutableArray<FoundDecorator> found, EquatableArray<string> meteredBodies)
    {
        if (found.IsEmpty)
            return [];

        var bodies = new HashSet<string>(meteredBodies, StringComparer.Ordinal);
        return found.Where(one => one.Decorator is null).Concat(found
            .Where(one => one.Decorator is not null)
            .GroupBy(one => one.Decorator!.HintName, StringComparer.OrdinalIgnoreCase)
            .Select(same => same.OrderBy(one => one.Decorator!.Interface, StringComparer.Ordinal).First())
            .OrderBy(one => one.Decorator!.HintName, StringComparer.Ordinal)
            .Select(one => new FoundDecorator(one.Decorator!.Finish(bodies), null)));
    }

    private static FoundDecorator? Find(AttributeData attribute, ISymbol owner, Compilation compilation)
    {
        try
        {
            return DecoratorRequest.Read(attribute, owner, compilation).Decorator is { } decorator ? new FoundDecorator(decorator, null) : null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new FoundDecorator(null, $"{owner.Name}: {InternalFault.Describe(error)}");
        }
    }
}
