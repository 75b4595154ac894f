using BudgetGen.Generator.Discovery.Declared;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>A called method that is a known SDK method, overrides one or implements one.</summary>
/// <param name="Call">The row of the table.</param>
/// <param name="Known">The library's own method (original definition), whose declaring type adapters take as their client.</param>
/// <param name="Seen">The same with the type arguments that it has for the called method: those of the adapter.</param>
/// <param name="IsMetered">True if a template has an adapter for exactly this overload, or a declaration binds to it.</param>
internal sealed record SdkMatch(KnownSdkCall Call, IMethodSymbol Known, IMethodSymbol Seen, bool IsMetered)
{
    /// <summary>How a declared method is metered; null for one that has an adapter, or that is not metered.</summary>
    public BoundDeclaration? Declaration { get; init; }
}
