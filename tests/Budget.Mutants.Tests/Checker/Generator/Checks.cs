using BudgetGen.Generator.Tests;

namespace BudgetGen.Tests.Mutants;

/// <summary>What a generator must pass that may have a fault. Compiled into it, and run with nobody else around.</summary>
public static class Checks
{
    /// <summary>The first difference, or null.</summary>
    public static string? Run() => TestMethods.FirstFailure([typeof(ReuseTests), typeof(HostileTextTests)], [], TimeSpan.FromMinutes(2));
}
