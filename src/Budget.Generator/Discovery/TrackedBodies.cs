using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery;

/// <summary>
/// Answers: does the body of this method, or of any source method that overrides or implements it, hold an SDK call that is metered? Those
/// calls are found by name first, so that hardly anything is bound.
/// </summary>
internal sealed class TrackedBodies
{
    private readonly Compilation _compilation;
    private readonly Func<InvocationExpressionSyntax, SemanticModel, CancellationToken, bool> _isMetered;
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _answers = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ILookup<string, (MethodDeclarationSyntax Method, InvocationExpressionSyntax Call)>> _candidates;

    /// <param name="compilation">The compilation.</param>
    /// <param name="sdkNames">Names of the SDK methods that can be metered here.</param>
    /// <param name="isMetered">Whether a call of such a name is one that gets metered.</param>
    public TrackedBodies(Compilation compilation, IReadOnlyCollection<string> sdkNames, Func<InvocationExpressionSyntax, SemanticModel, CancellationToken, bool> isMetered)
    {
        _compilation = compilation;
        _isMetered = isMetered;
        _candidates = new(() => Candidates(new HashSet<string>(sdkNames, StringComparer.Ordinal)));
    }

    /// <summary>True if the call of the method is metered from inside, so that it only has to open the scope.</summary>
    public bool HoldMeteredCall(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (_answers.TryGetValue(method, out bool answer))
            return answer;

        answer = _candidates.Value[method.Name].Any(candidate => IsIn(candidate.Method, method, cancellationToken) && IsMetered(candidate.Call, cancellationToken));
        _answers.TryAdd(method, answer);
        return answer;
    }

    private ILookup<string, (MethodDeclarationSyntax Method, InvocationExpressionSyntax Call)> Candidates(HashSet<string> sdkNames) =>
        _compilation.SyntaxTrees
            .SelectMany(tree => InvocationIndex.For(tree, CancellationToken.None).Find(sdkNames))
            .Select(call => (Method: call.FirstAncestorOrSelf<MethodDeclarationSyntax>()!, Call: call))
            .Where(candidate => candidate.Method is not null)
            .ToLookup(candidate => candidate.Method.Identifier.ValueText, StringComparer.Ordinal);

    private bool IsIn(MethodDeclarationSyntax declaration, IMethodSymbol method, CancellationToken cancellationToken) =>
        _compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellationToken) is { } declared
        && (Same(declared, method) || MemberRelations.SelfAndWhatItFulfils(declared).Any(member => Same(member, method)));

    private bool IsMetered(InvocationExpressionSyntax call, CancellationToken cancellationToken) =>
        _isMetered(call, _compilation.GetSemanticModel(call.SyntaxTree), cancellationToken);

    // The two halves of a partial method are different symbols.
    private static bool Same(IMethodSymbol left, IMethodSymbol right) =>
        SymbolEqualityComparer.Default.Equals(left.PartialDefinitionPart ?? left, right.PartialDefinitionPart ?? right);
}
