using BudgetGen.Generator.Discovery.Reuse;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery;

/// <summary>Finds the call sites of a compilation, file by file. Only files that changed, or that a change elsewhere concerns, are looked at again.</summary>
internal static class CallSiteFinder
{
    /// <summary>One entry for every file, empty ones included, so that an edit in one does not shift the others.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="annotatedNames">Names of annotated methods in this compilation.</param>
    /// <param name="projectDirectory">The project's directory, or empty if nobody says.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static IEnumerable<CallSiteFile> Find(Compilation compilation, EquatableArray<string> annotatedNames, string projectDirectory, CancellationToken cancellationToken)
    {
        var classifier = CallClassifier.For(compilation);
        var names = new HashSet<string>(annotatedNames.Concat(ReferencedTracking.Names(compilation)).Concat(classifier.SdkNames), StringComparer.Ordinal);
        (SyntaxTree Tree, FoundFile Found)[] files = [.. Files(compilation, classifier, names, cancellationToken)];
        var meteredBodies = new HashSet<string>(files.SelectMany(file => file.Found.MeteredBodies), StringComparer.Ordinal);

        string root = projectDirectory.Length > 0 ? projectDirectory : HintNames.CommonDirectory(compilation.SyntaxTrees.Select(tree => tree.FilePath));
        var hints = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach ((SyntaxTree tree, FoundFile found) in files)
        {
            if (found == FoundFile.Empty)
            {
                yield return CallSiteFile.Empty;
                continue;
            }

            string hint = HintNames.For(tree.FilePath, root);
            while (!hints.Add(hint))
                hint = "_" + hint;
            yield return found.Finish(hint, meteredBodies);
        }
    }

    private static IEnumerable<(SyntaxTree, FoundFile)> Files(Compilation compilation, CallClassifier classifier, HashSet<string> names, CancellationToken cancellationToken)
    {
        var world = World.Of(compilation, names.OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray(), cancellationToken);
        var duplicates = new DuplicateFiles(compilation);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            InvocationExpressionSyntax[] candidates = InvocationIndex.For(tree, cancellationToken).Find(names);
            if (candidates.Length == 0)
            {
                yield return (tree, FoundFile.Empty);
                continue;
            }

            string? twin = duplicates.TwinOf(tree);
            FoundFile? found = KnownFiles.Find(tree, twin, world, cancellationToken);
            if (found is null)
            {
                found = FileReader.Read(tree, candidates, compilation, classifier, cancellationToken);
                KnownFiles.Keep(tree, twin, world, found);
            }

            yield return (tree, found);
        }
    }
}
