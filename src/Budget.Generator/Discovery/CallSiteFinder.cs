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

    /// <summary>What a compilation has.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="project">What the project says of itself.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <param name="manyAreNew">Is told the files that nobody has looked at before, if they are many.</param>
    public static FoundCalls Find(Compilation compilation, ProjectOptions project, CancellationToken cancellationToken, Action<IReadOnlyCollection<CallSiteFile>>? manyAreNew = null)
    {
        bool isNew = IsNew(compilation);
        if (isNew)
            ReadTexts(compilation, project.TrackAll, cancellationToken);
        var classifier = CallClassifier.For(compilation, project.TrackAll);
        var names = NameSet.Of(AnnotatedNames.In(compilation, cancellationToken).Concat(ReferencedTracking.Names(compilation)).Concat(classifier.SdkNames));
        if (isNew)
            Parallel.ForEach(compilation.SyntaxTrees, new ParallelOptions { CancellationToken = cancellationToken }, tree => Candidates.In(tree, names, cancellationToken));
        (SyntaxTree Tree, FoundFile Found)[] files = Files(compilation, classifier, names, project.TrackAll, out List<int> looked, cancellationToken);
        var meteredBodies = new SortedSet<string>(files.SelectMany(file => file.Found.MeteredBodies), StringComparer.Ordinal);
        string root = project.Directory.Length > 0 ? project.Directory : HintNames.CommonDirectory(compilation.SyntaxTrees.Select(tree => tree.FilePath));
        CallSiteFile[] finished = Finish(files, root, AdapterNamespace.Of(compilation.AssemblyName), meteredBodies);
        if (looked.Count >= WorthSharing)
            manyAreNew?.Invoke([.. looked.Select(i => finished[i]).Where(file => file is { HasOutput: true, Fault: null })]);
        return new FoundCalls(finished.ToEquatableArray(), meteredBodies.ToEquatableArray());
    }

    private static CallSiteFile[] Finish((SyntaxTree Tree, FoundFile Found)[] files, string root, string adapters, ISet<string> meteredBodies)
    {
        var hints = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var finished = new CallSiteFile[files.Length];
        for (int i = 0; i < files.Length; i++)
        {
            (SyntaxTree tree, FoundFile found) = files[i];
            if (found == FoundFile.Empty)
            {
                finished[i] = CallSiteFile.Empty;
                continue;
            }

            string hint = HintNames.For(tree.FilePath, root);
            while (!hints.Add(hint))
                hint = "_" + hint;
            finished[i] = found.Finish(hint, adapters, meteredBodies);
        }

        return finished;
    }

    private static (SyntaxTree Tree, FoundFile Found)[] Files(
        Compilation compilation, CallClassifier classifier, NameSet names, bool trackAll, out List<int> looked, CancellationToken cancellationToken)
    {
        SyntaxTree[] trees = [.. compilation.SyntaxTrees];
        var world = World.Of(compilation, names, trackAll, cancellationToken);
        var reader = new FileReader(compilation, classifier);
        var files = new (SyntaxTree, FoundFile)[trees.Length];
        var unknown = new List<int>();
        for (int i = 0; i < trees.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FoundFile? known = Candidates.In(trees[i], names, cancellationToken).Length == 0 ? FoundFile.Empty : KnownFiles.Find(trees[i], classifier.Duplicates.TwinOf(trees[i]), world, compilation, cancellationToken);
            files[i] = (trees[i], known ?? FoundFile.Empty);
            if (known is null)
                unknown.Add(i);
        }

        if (unknown.Count < WorthSharing)
            unknown.ForEach(Read);
        else
            Parallel.ForEach(unknown, new ParallelOptions { CancellationToken = cancellationToken }, Read);
        looked = unknown;
        return files;

        void Read(int i)
        {
            FoundFile found = reader.Read(trees[i], Candidates.In(trees[i], names, cancellationToken), cancellationToken);
            KnownFiles.Keep(trees[i], classifier.Duplicates.TwinOf(trees[i]), world, found);
            files[i] = (trees[i], found);
        }
    }

    /// <summary>True for a large project that nobody has looked at yet.</summary>
    private static bool IsNew(Compilation compilation) => compilation.SyntaxTrees.Skip(ManyFiles).FirstOrDefault() is { } tree && !Declarations.Knows(tree);

    /// <summary>
    /// What texts say needs no compilation, so it is found on all processors, while the compiler reads the project's declarations and the attributes of the assembly for the
    /// first time.
    /// </summary>
    private static void ReadTexts(Compilation compilation, bool trackAll, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.Invoke(
            options,
            () => CallClassifier.For(compilation, trackAll),
            () => Parallel.ForEach(compilation.SyntaxTrees, options, tree => Declarations.Of(tree, cancellationToken)),
            () => _ = AnnotatedNames.In(compilation, cancellationToken).Count());
    }
}
