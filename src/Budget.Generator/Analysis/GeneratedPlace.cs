using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Analysis;

/// <summary>Code that this generator wrote, known by its namespace without binding it.</summary>
internal static class GeneratedPlace
{
    /// <summary>True if a node stands in our namespace for generated code.</summary>
    public static bool Holds(SyntaxNode node)
    {
        for (SyntaxNode? around = node; around is not null; around = around.Parent)
        {
            if (around is BaseNamespaceDeclarationSyntax { Parent: CompilationUnitSyntax } space && IsOurs(space.Name.ToString()))
                return true;
        }

        return false;
    }

    private static bool IsOurs(string name) =>
        name.StartsWith(KnownNames.GeneratedNamespace, StringComparison.Ordinal) && (name.Length == KnownNames.GeneratedNamespace.Length || name[KnownNames.GeneratedNamespace.Length] == '.');
}
