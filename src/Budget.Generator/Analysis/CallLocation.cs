using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Analysis;

/// <summary>Where a diagnostic about a call points: at the method's name, which is short and on the line that people look at.</summary>
internal static class CallLocation
{
    public static Location Of(IOperation call) => NodeOf(call).GetLocation();

    /// <summary>The name itself.</summary>
    public static SyntaxNode NodeOf(IOperation call)
    {
        ExpressionSyntax? called = call.Syntax is InvocationExpressionSyntax invocation ? invocation.Expression : call.Syntax as ExpressionSyntax;
        SyntaxNode? name = called is null ? null : Candidates.SimpleName(called);
        return name ?? call.Syntax;
    }
}
