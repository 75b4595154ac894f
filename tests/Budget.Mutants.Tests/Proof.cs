namespace BudgetGen.Mutants.Tests;

/// <summary>What a runtime with a fault must not pass: tests of the runtime, and checks that run them.</summary>
/// <param name="Folder">The checks' folder in <c>Checker</c>.</param>
/// <param name="Tests">The tests' files, and what they need, relative to the folder of the runtime's tests.</param>
/// <param name="ClosedRooms">Rooms that no check enters: their methods have no bodies, which saves the compiler much work.</param>
internal sealed record Proof(string Folder, IReadOnlyList<string> Tests, IReadOnlySet<string> ClosedRooms)
{
    private static readonly string[] s_support = ["Support/FakeTime.cs", "Support/ListStore.cs", "Support/FlakyStore.cs", "Support/Make.cs", "Support/RollingWorld.cs", "Support/Threads.cs"];

    /// <summary>That the ledger's figures are right.</summary>
    public static Proof OfTheLedger { get; } = new(
        "Ledger",
        [
            .. s_support,
            "Ledger/LedgerModel.cs", "Ledger/LedgerLife.cs", "Ledger/AdmissionTests.cs", "Ledger/ReservationEndTests.cs", "Ledger/EvictionTests.cs", "Ledger/RollingTests.cs",
            "Ledger/ThrottlingTests.cs", "Ledger/WaitForHoldsTests.cs", "Manager/ClockTests.cs", "Manager/PolicyEditTests.cs", "Manager/WindowTests.cs",
        ],
        new HashSet<string> { "CompilerServices", "Optimization", "Reports", "Tokens", "Tracking" });

    /// <summary>That every request counts once: calls inside calls, meters inside pipelines, attempts that a library makes.</summary>
    public static Proof OfTheTracking { get; } = new(
        "Tracking",
        [
            "Support/FakeTime.cs", "Tracking/NestedCallTests.cs", "Tracking/MeteredCallTests.cs", "Tracking/AttemptHandlerTests.cs", "Tracking/TrackedChatClientTests.cs",
            "Tracking/TrackedEmbeddingGeneratorTests.cs",
        ],
        new HashSet<string> { "Optimization", "Reports" });
}
