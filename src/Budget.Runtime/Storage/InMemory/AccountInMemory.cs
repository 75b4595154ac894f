namespace BudgetGen.Storage;

/// <summary>An account's figures, nano-dollars. Not safe for several threads.</summary>
internal sealed class AccountInMemory(AccountKey key)
{
    private long _spent;
    private long _suspense;
    private long _overrun;

    public AccountKey Key => key;

    public AccountBalance Balance => new(key, new Usd(_spent), new Usd(_suspense), new Usd(_overrun));

    /// <summary>Whether every figure stays within 64 bits.</summary>
    public bool HasRoomFor(LedgerEntry entry) => Fits(_spent, entry.Amount) && Fits(_suspense, entry.SuspenseChange) && Fits(_overrun, entry.Overrun);

    /// <summary>Whether what two lines change stays within 64 bits when it is added up.</summary>
    public static bool CanAdd(LedgerEntry one, LedgerEntry other) =>
        Fits(one.Amount.Nanos, other.Amount) && Fits(one.SuspenseChange.Nanos, other.SuspenseChange) && Fits(one.Overrun.Nanos, other.Overrun);

    public void Book(LedgerEntry entry)
    {
        _spent = checked(_spent + entry.Amount.Nanos);
        _suspense = checked(_suspense + entry.SuspenseChange.Nanos);
        _overrun = checked(_overrun + entry.Overrun.Nanos);
    }

    private static bool Fits(long figure, Usd change)
    {
        long sum = unchecked(figure + change.Nanos);
        return change.Nanos >= 0 ? sum >= figure : sum < figure;
    }
}
