using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery;

/// <summary>Finds the call sites of a compilation, file by file. Only invocations whose name is known are bound.</summary>
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
        string root = projectDirectory.Length > 0 ? projectDirectory : HintNames.CommonDirectory(compilation.SyntaxTrees.Select(tree => tree.FilePath));
        var hints = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            string hint = HintNames.For(tree.FilePath, root);
            while (!hints.Add(hint))
                hint = "_" + hint;
            yield return FindIn(tree, hint, names, compilation, classifier, cancellationToken);
        }
    }

    /// <summary>The call sites of one file. This is the unit that may be kept from one run to the next once its key is known (full reuse).</summary>
    private static CallSiteFile FindIn(SyntaxTree tree, string hint, HashSet<string> names, Compilation compilation, CallClassifier classifier, CancellationToken cancellationToken)
    {
        string file = Path.GetFileName(tree.FilePath);
        InvocationExpressionSyntax[] candidates = [.. InvocationIndex.For(tree, cancellationToken).Find(names)];
        if (candidates.Length == 0)
            return new CallSiteFile(file, hint, EquatableArray<CallSite>.Empty, 0, null);

        try
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            var sites = new List<CallSite>();
            int found = 0;
            foreach (InvocationExpressionSyntax candidate in candidates)
            {
                switch (classifier.Classify(model.GetOperation(candidate, cancellationToken), cancellationToken))
                {
                    case TrackedSdkCall call:
                        sites.Add(CallSiteReader.Read(call, candidate, model, cancellationToken));
                        break;
                    case TrackedMethodCall call:
                        sites.Add(CallSiteReader.Read(call, candidate, model, cancellationToken));
                        break;
                    case NotOurs:
                        continue;
                }

                found++;
            }

            return new CallSiteFile(file, hint, sites.ToEquatableArray(), found, null);
        }
#pragma warning disable CA1031 // A fault is data: the calls of this file stay as they are, and the user sees an id instead of a crash.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new CallSiteFile(file, hint, EquatableArray<CallSite>.Empty, 0, $"{file}: {InternalFault.Describe(error)}");
        }
    }
}
