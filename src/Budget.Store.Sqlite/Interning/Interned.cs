namespace BudgetGen.Sqlite;

/// <summary>Something that many rows share.</summary>
/// <param name="Id">Its number in this file.</param>
/// <param name="Digest">A hash of what it says.</param>
internal readonly record struct Interned(long Id, UInt128 Digest);
