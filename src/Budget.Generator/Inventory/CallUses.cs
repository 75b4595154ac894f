using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Inventory;

/// <summary>What the rules look at, found as the generator finds its calls: by names in the text, so that hardly anything is bound.</summary>
internal static class CallUses
{
    /// <summary>The calls, dynamic calls and method references of known names, file by file in the order of the text.</summary>
    public static IEnumerable<IOperation> In(Compilation compilation, EquatableArray<string> annotatedNames, CancellationToken cancellationToken)
    {
        var names = NameSet.Of(annotatedNames.Concat(ReferencedTracking.Names(compilation)).Concat(SdkMethodNames.All(compilation)));
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel? model = null;
            foreach (SimpleNameSyntax name in Candidates.Uses(tree, names, cancellationToken).OrderBy(name => name.SpanStart))
            {
                model ??= SemanticModels.Of(compilation, tree);
                if (model.GetOperation(Use(name), cancellationToken) is (IInvocationOperation or IDynamicInvocationOperation or IMethodReferenceOperation) and { } use)
                    yield return use;
            }
        }
    }

    private static SyntaxNode Use(SimpleNameSyntax name) =>
        (SyntaxNode?)Candidates.CallOf(name) ?? (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name);
}
