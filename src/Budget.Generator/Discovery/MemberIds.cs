using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Methods as text that is the same in every run, so that what is known of them can outlive the compilation.</summary>
internal static class MemberIds
{
    /// <summary>The id of a method's definition. Both halves of a partial method have the same; file-local types of the same name have different ones.</summary>
    public static string Of(IMethodSymbol method) => MemberRelations.FullMetadataName(method.ContainingType) + " " + method.OriginalDefinition.GetDocumentationCommentId();
}
