using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis.Http;

/// <summary>A place in the code where an HTTP request to a paid address is made, or a client for one.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Place">What to point at.</param>
/// <param name="Endpoint">The host or path.</param>
/// <param name="IsRelative">True if only the path is named here.</param>
/// <param name="IsBase">True if it is the base address of a client, whose requests stand elsewhere.</param>
internal sealed record RawRequest(IOperation Operation, SyntaxNode Place, string Endpoint, bool IsRelative, bool IsBase)
{
    /// <summary>The method, constructor or property that makes it.</summary>
    public ISymbol Target => Operation switch
    {
        IInvocationOperation call => SdkCallMatcher.Definition(call.TargetMethod),
        IObjectCreationOperation { Constructor: { } constructor } => constructor,
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } => property,
        _ => throw new InvalidOperationException($"{Operation.Kind} makes no request."),
    };
}
