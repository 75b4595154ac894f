using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Analysis;

/// <summary>A text in a <c>[TrackLlmCall]</c> where it was written.</summary>
/// <param name="Property">The attribute's property that it sets.</param>
/// <param name="Value">The text.</param>
/// <param name="Expression">The expression that it is the value of.</param>
internal readonly record struct AttributeText(string Property, string Value, ExpressionSyntax Expression);

/// <summary>A <c>[TrackLlmCall]</c> as it stands in the source: whose it is, and its texts with their places.</summary>
/// <param name="Syntax">The attribute.</param>
/// <param name="Owner">The method, type or assembly that it stands on.</param>
/// <param name="Constructor">The constructor that it calls.</param>
internal sealed record TrackAttributeSyntax(AttributeSyntax Syntax, ISymbol Owner, IMethodSymbol Constructor)
{
    /// <summary>True if the project tracks every known SDK call anyway.</summary>
    public bool TracksAll { get; init; }

    /// <summary>Reads an attribute; null if it is another one or does not compile.</summary>
    public static TrackAttributeSyntax? Read(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(attribute, cancellationToken).Symbol is IMethodSymbol constructor
        && MemberRelations.FullMetadataName(constructor.ContainingType) == KnownNames.TrackLlmCallAttributeFullName
        && OwnerOf(attribute, model, cancellationToken) is { } owner
            ? new TrackAttributeSyntax(attribute, owner, constructor)
            : null;

    /// <summary>The texts, tags one by one.</summary>
    public IEnumerable<AttributeText> Texts(SemanticModel model, CancellationToken cancellationToken)
    {
        if (Syntax.ArgumentList is not { } list)
            yield break;

        for (int i = 0; i < list.Arguments.Count; i++)
        {
            AttributeArgumentSyntax argument = list.Arguments[i];
            string property = PropertyOf(argument, i);
            foreach (ExpressionSyntax expression in property == KnownNames.Tags ? Elements(argument.Expression) : [argument.Expression])
            {
                if (model.GetConstantValue(expression, cancellationToken).Value is string text)
                    yield return new AttributeText(property, text, expression);
            }
        }
    }

    private string PropertyOf(AttributeArgumentSyntax argument, int position)
    {
        if (argument.NameEquals is { } property)
            return property.Name.Identifier.ValueText;

        // The constructor's parameters are named after the properties they set.
        string parameter = argument.NameColon?.Name.Identifier.ValueText ?? (position < Constructor.Parameters.Length ? Constructor.Parameters[position].Name : "");
        return parameter.Length == 0 ? "" : char.ToUpperInvariant(parameter[0]) + parameter.Substring(1);
    }

    private static IEnumerable<ExpressionSyntax> Elements(ExpressionSyntax array) => array switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } items } => items.Expressions,
        ImplicitArrayCreationExpressionSyntax { Initializer: var items } => items.Expressions,
        CollectionExpressionSyntax items => items.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression),
        _ => [],
    };

    private static ISymbol? OwnerOf(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken) => attribute.Parent?.Parent switch
    {
        CompilationUnitSyntax => model.Compilation.Assembly,
        LambdaExpressionSyntax lambda => model.GetSymbolInfo(lambda, cancellationToken).Symbol,
        { } declaration => model.GetDeclaredSymbol(declaration, cancellationToken),
        null => null,
    };
}
