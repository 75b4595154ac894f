namespace BudgetGen.Sqlite;

/// <summary>The accounts that a call is booked on, as the database knows them.</summary>
/// <param name="Id">The set's id.</param>
/// <param name="Accounts">The ids of its accounts, sorted, each once.</param>
/// <param name="Digest">A hash of whose accounts they are.</param>
internal sealed record AccountSet(long Id, long[] Accounts, UInt128 Digest);
