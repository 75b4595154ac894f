using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.CodeFixes;

/// <summary>Finds the declaration that an attribute about a call belongs on. Local functions and lambdas belong to their method.</summary>
internal static class CallTarget
{
    /// <summary>The method around a call, or its type if it stands in none; null in top-level statements, or if the type has several parts.</summary>
    public static MemberDeclarationSyntax? ForTracking(SyntaxNode call, SemanticModel model) => call.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
    {
        MethodDeclarationSyntax method => method,
        var other => TypeAround(other, model),
    };

    /// <summary>The method, constructor or property around a call, or its type.</summary>
    public static MemberDeclarationSyntax? ForIgnoring(SyntaxNode call, SemanticModel model) => call.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
    {
        BaseMethodDeclarationSyntax method => method,
        PropertyDeclarationSyntax property => property,
        var other => TypeAround(other, model),
    };

    /// <summary>True if the name at a diagnostic is the one of a plain call, and not of a method group.</summary>
    public static bool IsPlainCall(SyntaxNode name, out InvocationExpressionSyntax? call)
    {
        call = name.FirstAncestorOrSelf<InvocationExpressionSyntax>(invocation => Candidates.SimpleName(invocation.Expression) == name);
        return call is not null;
    }

    // On a type in several parts two fixes could put the attribute twice, which does not compile.
    private static TypeDeclarationSyntax? TypeAround(MemberDeclarationSyntax? member, SemanticModel model) =>
        member is null or GlobalStatementSyntax
            ? null
            : member.AncestorsAndSelf()
                .OfType<TypeDeclarationSyntax>()
                .FirstOrDefault(type => type is ClassDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax or InterfaceDeclarationSyntax) is { } type
                && model.GetDeclaredSymbol(type) is { DeclaringSyntaxReferences.Length: 1 }
                ? type
                : null;
}
