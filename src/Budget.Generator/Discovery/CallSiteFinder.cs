using BudgetGen.Generator.Discovery.Reuse;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Finds the call sites of a compilation, file by file. Only files that changed, or that a change elsewhere concerns, are looked at again.</summary>
internal static class CallSiteFinder
{
    // Fewer files are read sooner than threads are found for them.
    private const int WorthSharing = 8;
    private const int ManyFiles = 64;

    /// <summary>One entry for every file, empty ones included, so that an edit in one does not shift the others.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="annotatedNames">Names of annotated methods in this compilation.</param>
    /// <param name="projectDirectory">The project's directory, or empty if nobody says.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static IEnumerable<CallSiteFile> Find(Compilation compilation, EquatableArray<string> annotatedNames, string projectDirectory, CancellationToken cancellationToken)
    {
        var classifier = CallClassifier.For(compilation);
        var names = NameSet.Of(annotatedNames.Concat(ReferencedTracking.Names(compilation)).Concat(classifier.SdkNames));
        (SyntaxTree Tree, FoundFile Found)[] files = Files(compilation, classifier, names, cancellationToken);
        var meteredBodies = new HashSet<string>(files.SelectMany(file => file.Found.MeteredBodies), StringComparer.Ordinal);

        string root = projectDirectory.Length > 0 ? projectDirectory : HintNames.CommonDirectory(compilation.SyntaxTrees.Select(tree => tree.FilePath));
        string adapters = AdapterNamespace.Of(compilation.AssemblyName);
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
            yield return found.Finish(hint, adapters, meteredBodies);
        }
    }

    private static (SyntaxTree Tree, FoundFile Found)[] Files(Compilation compilation, CallClassifier classifier, NameSet names, CancellationToken cancellationToken)
    {
        SyntaxTree[] trees = [.. compilation.SyntaxTrees];
        ReadTexts(trees, names, cancellationToken);
        var world = World.Of(compilation, names, cancellationToken);
        var reader = new FileReader(compilation, classifier);
        var files = new (SyntaxTree, FoundFile)[trees.Length];
        var unknown = new List<int>();
        for (int i = 0; i < trees.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FoundFile? known = Candidates.In(trees[i], names, cancellationToken).Length == 0 ? FoundFile.Empty : KnownFiles.Find(trees[i], classifier.Duplicates.TwinOf(trees[i]), world, cancellationToken);
            files[i] = (trees[i], known ?? FoundFile.Empty);
            if (known is null)
                unknown.Add(i);
        }

        if (unknown.Count < WorthSharing)
            unknown.ForEach(Read);
        else
            Parallel.ForEach(unknown, new ParallelOptions { CancellationToken = cancellationToken }, Read);
        return files;

        void Read(int i)
        {
            FoundFile found = reader.Read(trees[i], Candidates.In(trees[i], names, cancellationToken), cancellationToken);
            KnownFiles.Keep(trees[i], classifier.Duplicates.TwinOf(trees[i]), world, found);
            files[i] = (trees[i], found);
        }
    }

    /// <summary>What texts say needs no compilation, so in a project that nobody has looked at yet it is found on all processors.</summary>
    private static void ReadTexts(SyntaxTree[] trees, NameSet names, CancellationToken cancellationToken)
    {
        if (trees.Length < ManyFiles || Declarations.Knows(trees[trees.Length / 2]))
            return;

        Parallel.ForEach(trees, new ParallelOptions { CancellationToken = cancellationToken }, tree =>
        {
            Candidates.In(tree, names, cancellationToken);
            Declarations.Of(tree, cancellationToken);
        });
    }
}
