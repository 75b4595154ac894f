namespace BudgetGen.Generator.Analysis.Http;

/// <summary>What becomes of the cost of a request that is made by hand.</summary>
internal enum RequestFate
{
    /// <summary>It is part of a method that is metered as a whole: the calls of that method are what is counted.</summary>
    PartOfItsMethod,

    /// <summary>The code around it reports to its scope what it used.</summary>
    Reported,

    /// <summary>It stands outside of tracked code.</summary>
    Untracked,

    /// <summary>It stands in tracked code, where only calls of client libraries are metered.</summary>
    Unmetered,

    /// <summary>Somebody decided that it does not count.</summary>
    Ignored,
}
