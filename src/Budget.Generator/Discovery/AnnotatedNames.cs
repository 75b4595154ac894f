using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery;

/// <summary>Names of the methods in a compilation's sources that are annotated, by the looks of it: whether they are, is asked where they are called.</summary>
internal static class AnnotatedNames
{
    /// <summary>The names.</summary>
    public static IEnumerable<string> In(Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (AttributeSyntax attribute in AttributeUses.Tracking.In(compilation, cancellationToken))
        {
            switch (attribute.Parent?.Parent)
            {
                case MethodDeclarationSyntax method:
                    yield return method.Identifier.ValueText;
                    break;
                case LocalFunctionStatementSyntax local:
                    yield return local.Identifier.ValueText;
                    break;
            }
        }
    }
}
