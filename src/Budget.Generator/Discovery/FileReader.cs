using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Discovery;

/// <summary>Looks at the calls of one file.</summary>
/// <param name="compilation">The compilation.</param>
/// <param name="classifier">Its classifier.</param>
internal sealed class FileReader(Compilation compilation, CallClassifier classifier)
{
    private readonly CallSiteReader _sites = new();

    /// <summary>What the file has.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="candidates">The invocations whose name is known; nothing else is bound.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public FoundFile Read(SyntaxTree tree, InvocationExpressionSyntax[] candidates, CancellationToken cancellationToken)
    {
        string file = Path.GetFileName(tree.FilePath);
        try
        {
            SemanticModel model = SemanticModels.Of(compilation, tree);
            var sites = new List<FoundSite>();
            var meteredBodies = new SortedSet<string>(StringComparer.Ordinal);
            int found = 0;
            bool isDynamic = false;
            foreach (InvocationExpressionSyntax candidate in candidates)
            {
                var called = Invocation.Of(candidate, model, cancellationToken);
                IOperation? unresolved = called is null ? model.GetOperation(candidate, cancellationToken) : null;
                isDynamic |= unresolved is IDynamicInvocationOperation;
                switch (called is null ? classifier.Classify(unresolved) : classifier.ClassifyInvocation(called))
                {
                    case TrackedSdkCall call:
                        sites.Add(new FoundSite(_sites.Read(call, candidate, model, cancellationToken), null, null));
                        meteredBodies.UnionWith(MeteredBodies.Around(candidate, model, cancellationToken));
                        break;
                    case TrackedMethodCall call:
                        (CallSite site, ScopedCall instead) = _sites.Read(call, candidate, model, cancellationToken);
                        sites.Add(new FoundSite(site, MemberIds.Of(call.Target), instead));
                        break;
                    case NotOurs:
                        continue;
                }

                found++;
            }

            return new FoundFile(file, sites.ToEquatableArray(), meteredBodies.ToEquatableArray(), found, null) { HasDynamicCalls = isDynamic };
        }
#pragma warning disable CA1031 // A fault is data: the calls of this file stay as they are, and the user sees an id instead of a crash.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return FoundFile.Empty with { FileName = file, Fault = $"{file}: {InternalFault.Describe(error)}" };
        }
    }
}
