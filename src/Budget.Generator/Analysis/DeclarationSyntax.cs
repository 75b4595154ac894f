using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Discovery.Declared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Analysis;

/// <summary>An <c>[LlmMethod]</c> as it stands in the source.</summary>
/// <param name="Syntax">The attribute.</param>
/// <param name="Declaration">What it says.</param>
internal sealed record DeclarationSyntax(AttributeSyntax Syntax, MethodDeclaration Declaration)
{
    /// <summary>Reads an attribute; null if it is another one or does not compile.</summary>
    public static DeclarationSyntax? Read(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(attribute, cancellationToken).Symbol is not IMethodSymbol constructor || !MethodDeclaration.IsDeclaration(constructor.ContainingType))
            return null;

        AttributeData? data = model.Compilation.Assembly.GetAttributes().FirstOrDefault(candidate => candidate.IsAt(attribute));
        return data is not null && MethodDeclaration.Read(data) is { } declaration ? new DeclarationSyntax(attribute, declaration) : null;
    }

    /// <summary>Those that stand before this one, in the order in which the compiler has them.</summary>
    public IEnumerable<MethodDeclaration> Before(Compilation compilation) =>
        compilation.Assembly.GetAttributes().TakeWhile(data => !data.IsAt(Syntax)).Select(MethodDeclaration.Read).OfType<MethodDeclaration>();

    /// <summary>The type, or its name.</summary>
    public ExpressionSyntax? TypeExpression => Argument(0, "type", "typeName");

    /// <summary>The method's name.</summary>
    public ExpressionSyntax? MethodExpression => Argument(1, "method");

    /// <summary>The expression that a property is set to, or null.</summary>
    public ExpressionSyntax? ExpressionOf(string property) =>
        Syntax.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property)?.Expression;

    /// <summary>An argument of the constructor, by its name if it has one.</summary>
    private ExpressionSyntax? Argument(int index, params string[] names)
    {
        AttributeArgumentSyntax[] arguments = [.. Syntax.ArgumentList?.Arguments.Where(argument => argument.NameEquals is null) ?? []];
        AttributeArgumentSyntax? named = arguments.FirstOrDefault(argument => argument.NameColon is { } colon && names.Contains(colon.Name.Identifier.ValueText));
        return (named ?? (index < arguments.Length ? arguments[index] : null))?.Expression;
    }
}
