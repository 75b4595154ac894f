using BudgetGen.Storage;

namespace BudgetGen.Sqlite.CrashWorker;

/// <summary>One caller: holds, and ends its holds in every way that there is.</summary>
internal sealed class Spender(ILedgerWriter ledger, AcknowledgementFile acknowledgements, int number)
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly CallAttribution _caller = new($"user-{number}", "openai", "gpt-4o");
    private readonly AccountKey[] _accounts =
    [
        new("global", "", s_start, DateTimeOffset.MaxValue),
        new("user", $"user-{number}", s_start, s_start.AddYears(1000)),
    ];

    /// <summary>Books so many calls. One that the store refuses is left as it stands, as it would be by a process that dies.</summary>
    public async Task RunAsync(int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            try
            {
                await CallAsync();
            }
            catch (BudgetStoreException)
            {
                // Nobody was told that it is durable.
            }
        }
    }

    private async Task CallAsync()
    {
        ReservationId id = ReservationId.New(DateTimeOffset.UtcNow);
        var hold = new Usd(Random.Shared.Next(0, 1_000_000));
        var cost = new Usd(Random.Shared.Next(0, 1_200_000));
        await AppendAsync(LedgerEntryKind.Hold, id, hold, default);
        switch (Random.Shared.Next(10))
        {
            case 0:
                await AppendAsync(LedgerEntryKind.Void, id, hold, default);
                break;
            case 1:
                await AppendAsync(LedgerEntryKind.Suspend, id, hold, default);
                break;
            case 2:
                await AppendAsync(LedgerEntryKind.Suspend, id, hold, default);
                await AppendAsync(LedgerEntryKind.LateSettle, id, hold, cost);
                break;
            case 3:
                break;
            default:
                await AppendAsync(LedgerEntryKind.Settle, id, hold, cost);
                break;
        }
    }

    private async Task AppendAsync(LedgerEntryKind kind, ReservationId id, Usd hold, Usd amount)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        bool settles = kind is LedgerEntryKind.Settle or LedgerEntryKind.LateSettle;
        var entry = new LedgerEntry
        {
            Kind = kind,
            Reservation = id,
            At = now,
            Accounts = _accounts,
            Hold = hold,
            Amount = amount,
            SuspenseChange = kind switch
            {
                LedgerEntryKind.Suspend => hold,
                LedgerEntryKind.LateSettle => -hold,
                _ => default,
            },
            Overrun = settles ? Usd.Max(Usd.Zero, amount - hold) : default,
            Attribution = _caller,
            CallSite = "Spender.RunAsync (Spender.cs:22)",
            Usage = settles ? new UsageRecord { Model = "gpt-4o", User = _caller.User, Cost = amount, Timestamp = now, Reservation = id } : null,
        };
        await ledger.AppendAsync(entry);
        acknowledgements.Add(entry);
    }
}
