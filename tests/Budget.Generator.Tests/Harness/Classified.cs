using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Tests.Harness;

/// <summary>What the classifier says of every call, method group and dynamic call in a program.</summary>
internal static class Classified
{
    public static IReadOnlyList<CallClassification> All(CSharpCompilation compilation)
    {
        var classifier = CallClassifier.For(compilation, trackAll: false);
        return
        [
            .. from tree in compilation.SyntaxTrees
               let model = compilation.GetSemanticModel(tree)
               from node in tree.GetRoot().DescendantNodes()
               where node is InvocationExpressionSyntax or SimpleNameSyntax or MemberAccessExpressionSyntax
               let operation = model.GetOperation(node)
               where operation is not null && operation.Syntax == node
               let classification = classifier.Classify(operation)
               where classification is not NotOurs
               select classification,
        ];
    }

    public static string Describe(CSharpCompilation compilation) => string.Join("; ", All(compilation).Select(call => Describe(call, CallClassifier.For(compilation, trackAll: false))));

    private static string Describe(CallClassification classification, CallClassifier classifier) => classification switch
    {
        TrackedMethodCall call => $"{(classifier.HoldsMeteredCall(call.Target) ? "Scope" : "Metered")} {MethodNames.Of(call.Target)}",
        TrackedSdkCall call => $"Sdk {MethodNames.Of(call.Target)}",
        RefusedCall call => $"Refused {call.Refusal.Reason} {call.Refusal.Method}",
        UntrackedSdkCall call => $"Untracked {MethodNames.Of(call.Target)}",
        UnmeteredSdkCall call => $"Unmetered {MethodNames.Of(call.Target)}",
        _ => "?",
    };
}
