namespace BudgetGen.Sqlite;

/// <summary>What entries add to an account, nano-dollars.</summary>
internal readonly record struct AccountChange(long Spent, long Suspense, long Overrun)
{
    public bool IsNothing => Spent == 0 && Suspense == 0 && Overrun == 0;

    public static AccountChange operator +(AccountChange left, AccountChange right) => new(
        checked(left.Spent + right.Spent), checked(left.Suspense + right.Suspense), checked(left.Overrun + right.Overrun));
}
