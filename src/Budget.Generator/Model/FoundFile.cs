namespace BudgetGen.Generator.Model;

/// <summary>A tracked call as its own file shows it.</summary>
/// <param name="Site">The call, as one that is metered as a whole if it is one of an annotated method.</param>
/// <param name="Target">The id of that method; null for an SDK call.</param>
/// <param name="Instead">What happens instead if that method's body is metered.</param>
internal sealed record FoundSite(CallSite Site, string? Target, ScopedCall? Instead)
{
    /// <summary>The call, now that it is known which methods' bodies are metered.</summary>
    public CallSite Finish(ISet<string> meteredBodies) => Instead is not null && meteredBodies.Contains(Target!) ? Site with { Treatment = Instead } : Site;
}

/// <summary>What one source file has, before the other files' bodies are looked at: the unit that is kept from one run to the next.</summary>
/// <param name="FileName">The file's name without its directory.</param>
/// <param name="Sites">The tracked calls in the order of the text.</param>
/// <param name="MeteredBodies">Ids of the methods in the file whose bodies hold a metered SDK call, with what those methods override or implement.</param>
/// <param name="Found">All LLM call sites in the file, with those that are refused or not tracked.</param>
/// <param name="Fault">What went wrong inside the generator, or null; then the calls in this file are left alone.</param>
internal sealed record FoundFile(string FileName, EquatableArray<FoundSite> Sites, EquatableArray<string> MeteredBodies, int Found, string? Fault)
{
    /// <summary>True if some call is decided at run time only: it may be one of any member of its name.</summary>
    public bool HasDynamicCalls { get; init; }

    /// <summary>A file without LLM calls.</summary>
    public static FoundFile Empty { get; } = new("", EquatableArray<FoundSite>.Empty, EquatableArray<string>.Empty, 0, null);

    /// <summary>The file's call sites, now that it is known which methods' bodies are metered.</summary>
    public CallSiteFile Finish(string hintName, string adapterNamespace, ISet<string> meteredBodies)
    {
        var sites = new CallSite[Sites.Count];
        for (int i = 0; i < sites.Length; i++)
            sites[i] = Sites[i].Finish(meteredBodies);
        return new CallSiteFile(FileName, hintName, sites.ToEquatableArray(), adapterNamespace, Found, Fault);
    }
}
