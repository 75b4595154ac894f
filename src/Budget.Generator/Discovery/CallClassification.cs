using BudgetGen.Generator.Discovery.Declared;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>What a call is to us. Holds symbols, so it never enters the pipeline.</summary>
internal abstract record CallClassification;

/// <summary>No LLM call that anybody wants to know about: not known, or inside <c>[BudgetIgnore]</c>.</summary>
internal record NotOurs : CallClassification
{
    public static NotOurs Instance { get; } = new();
}

/// <summary>A call inside <c>[BudgetIgnore]</c>: not ours, and what it would be else, for the inventory.</summary>
/// <param name="Target">The called method as it was declared.</param>
/// <param name="Sdk">What it is to the table; null: an annotated method.</param>
/// <param name="Place">Where the call stands.</param>
internal sealed record IgnoredCall(IMethodSymbol Target, SdkMatch? Sdk, TrackedPlace Place) : NotOurs;

/// <summary>A known SDK call inside tracked code: it is metered.</summary>
/// <param name="Target">The called method as it was declared.</param>
/// <param name="Sdk">What it is to the table.</param>
/// <param name="Place">Where the call stands.</param>
internal sealed record TrackedSdkCall(IMethodSymbol Target, SdkMatch Sdk, TrackedPlace Place) : CallClassification;

/// <summary>A call of an annotated method: it opens a scope, and is metered itself if nothing inside is.</summary>
/// <param name="Target">The called method as it was declared.</param>
/// <param name="Method">The annotated member behind it.</param>
/// <param name="Declaration">How it is metered, if it is declared as an LLM call as well; else null.</param>
internal sealed record TrackedMethodCall(IMethodSymbol Target, TrackedMethod Method, BoundDeclaration? Declaration = null) : CallClassification;

/// <summary>A call that should be tracked and cannot be.</summary>
internal sealed record RefusedCall(IMethodSymbol Target, Refusal Refusal) : CallClassification;

/// <summary>A known SDK call that could be metered, outside tracked code.</summary>
internal sealed record UntrackedSdkCall(IMethodSymbol Target, SdkMatch Sdk, TrackedPlace Place) : CallClassification;

/// <summary>A known SDK call that costs money, but that this version does not meter (or an overload of one that it does not know).</summary>
internal sealed record UnmeteredSdkCall(IMethodSymbol Target, SdkMatch Sdk, TrackedPlace Place) : CallClassification;
