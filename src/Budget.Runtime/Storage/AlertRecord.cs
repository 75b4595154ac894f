namespace BudgetGen.Storage;

/// <summary>An alert as it is kept: once for each account, line and version of the limit, whatever crashes in between.</summary>
/// <param name="Id">Its identity, the same whoever makes it: derived from account, kind, line and limit version.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Level">How urgent it is.</param>
/// <param name="Account">The account, or null if none was concerned.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Delivered">True once every handler has seen it.</param>
public sealed record AlertRecord(string Id, AlertKind Kind, AlertLevel Level, AccountKey? Account, DateTimeOffset At, string Message, bool Delivered = false);
