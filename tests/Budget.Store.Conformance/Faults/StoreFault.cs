namespace BudgetGen.Storage.Conformance;

/// <summary>How a write operation of a store goes wrong.</summary>
public enum StoreFault
{
    /// <summary>It fails, and nothing was written.</summary>
    ErrorBeforeCommit,

    /// <summary>It was written, and the caller hears of a failure all the same: the hard one.</summary>
    ErrorAfterCommit,

    /// <summary>Nobody hears anything until the test lets it go on: <see cref="FaultyStore.ReleaseStalled"/> writes it then, <see cref="FaultyStore.AbandonStalled"/> never does.</summary>
    Stall,

    /// <summary>It was written, and nobody hears of it until the test lets it go on.</summary>
    StallAfterCommit,

    /// <summary>It is delivered twice; a second delivery must change nothing.</summary>
    Duplicate,
}
