using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Analysis;

/// <summary>
/// Code that another generator wrote, such as Razor. Generators do not see each other's output, so that a call there, or of a method that is annotated
/// there, is tracked by all rules and yet never intercepted. Whether it was is asked of the compiler, and only where a file looks generated.
/// </summary>
internal static class UnseenCode
{
    public const string Why = "another generator wrote the code (as for .razor files), and generators do not see each other's code";
    public const string Remedy = "move the call and the annotated method into .cs files";

    /// <summary>True if a call that should be intercepted was not.</summary>
    /// <param name="call">The call.</param>
    /// <param name="annotated">What the attribute stands on or around.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static bool Holds(IOperation call, ISymbol? annotated, CancellationToken cancellationToken) =>
        call.Syntax is InvocationExpressionSyntax syntax
        && (LooksGenerated(syntax.SyntaxTree) || annotated?.DeclaringSyntaxReferences.Any(declaration => LooksGenerated(declaration.SyntaxTree)) == true)
        && call.SemanticModel.GetInterceptorMethod(syntax, cancellationToken) is null;

    private static bool LooksGenerated(SyntaxTree tree)
    {
        string path = tree.FilePath;
        return path.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".generated.cs", StringComparison.OrdinalIgnoreCase);
    }
}
