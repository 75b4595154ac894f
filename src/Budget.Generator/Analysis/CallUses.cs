using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis;

/// <summary>An operation that a rule about calls may have to look at.</summary>
/// <param name="Operation">An invocation, a dynamic invocation or a method reference.</param>
/// <param name="Classification">What it is; throws what went wrong when it was looked at.</param>
internal readonly record struct CallUse(IOperation Operation, Func<CallClassification> Classification);

/// <summary>
/// The uses of known names in a compilation, file by file: found in the text as the generator finds its calls, bound and classified once for all rules. A project without
/// such names is not bound at all.
/// </summary>
internal sealed class CallUses
{
    private static readonly ConditionalWeakTable<CallClassifier, CallUses> _byClassifier = new();

    private readonly Compilation _compilation;
    private readonly CallClassifier _classifier;
    private readonly ConcurrentDictionary<SyntaxTree, Slot> _byTree = new();
    private volatile NameSet? _names;

    private CallUses(Compilation compilation, CallClassifier classifier) => (_compilation, _classifier) = (compilation, classifier);

    /// <summary>The uses in a compilation.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="trackAll">True if the project tracks all calls.</param>
    public static CallUses Of(Compilation compilation, bool trackAll) => _byClassifier.GetValue(CallClassifier.For(compilation, trackAll), classifier => new CallUses(compilation, classifier));

    /// <summary>The uses in a file, in the order of the text.</summary>
    public IReadOnlyList<CallUse> In(SyntaxTree tree, CancellationToken cancellationToken)
    {
        Slot slot = _byTree.GetOrAdd(tree, static _ => new Slot());

        // Several rules ask at the same time; one of them looks.
        lock (slot)
            return slot.Uses ??= [.. Find(tree, cancellationToken)];
    }

    private NameSet Names(CancellationToken cancellationToken) =>
        _names ??= NameSet.Of(AnnotatedNames.In(_compilation, cancellationToken).Concat(ReferencedTracking.Names(_compilation)).Concat(SdkMethodNames.All(_compilation)));

    private IEnumerable<CallUse> Find(SyntaxTree tree, CancellationToken cancellationToken)
    {
        SemanticModel? model = null;
        foreach (SimpleNameSyntax name in NameUses.In(tree, Names(cancellationToken), cancellationToken))
        {
            // What this generator wrote calls the original methods, and nobody has to say anything about that.
            if (GeneratedPlace.Holds(name))
                continue;

            model ??= SemanticModels.Of(_compilation, tree);
            SyntaxNode use = (SyntaxNode?)Candidates.CallOf(name) ?? (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name);
            if (model.GetOperation(use, cancellationToken) is (IInvocationOperation or IDynamicInvocationOperation or IMethodReferenceOperation) and { } operation)
                yield return new CallUse(operation, Classify(operation));
        }
    }

    private Func<CallClassification> Classify(IOperation operation)
    {
        try
        {
            CallClassification classification = _classifier.Classify(operation);
            return () => classification;
        }
#pragma warning disable CA1031 // A fault is data: each rule reports it where it stands.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return () => throw new InvalidOperationException(fault.Message, fault);
        }
    }

    private sealed class Slot
    {
        public CallUse[]? Uses { get; set; }
    }
}
