namespace BudgetGen.Generator.Model;

/// <summary>The call sites of a compilation.</summary>
/// <param name="Files">One entry for every file, empty ones included, so that an edit in one does not shift the others.</param>
/// <param name="MeteredBodies">Ids of the methods whose bodies hold a metered SDK call, with what those methods override or implement; sorted.</param>
internal sealed record FoundCalls(EquatableArray<CallSiteFile> Files, EquatableArray<string> MeteredBodies);
