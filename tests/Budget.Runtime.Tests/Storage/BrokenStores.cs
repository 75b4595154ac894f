using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Storage;

/// <summary>Stores that are wrong in one way each. The conformance suite must catch every one of them.</summary>
internal static class BrokenStores
{
    /// <summary>By name: the store around a right one; the flag is true if it is made for a reopening.</summary>
    public static readonly Dictionary<string, Func<IBudgetStore, bool, IBudgetStore>> All = new()
    {
        ["ignores parts"] = static (inner, _) => new Rewriting(inner, static entry => entry with { Part = Math.Min(entry.Part, 0) }),
        ["books a duplicate"] = static (inner, _) => new BooksDuplicates(inner),
        ["books a duplicate after a reopening"] = static (inner, reopened) => reopened ? new BooksDuplicates(inner, fromTheStart: true) : new Rewriting(inner, static entry => entry),
        ["forgets suspense on reopening"] = static (inner, reopened) => new ForgetsSuspense(inner, reopened),
        ["revives a hold"] = static (inner, _) => new RevivesHolds(inner),
        ["mixes keys by case"] = static (inner, _) => new Rewriting(inner, static entry => Renamed(entry, static key => key with { ScopeKey = key.ScopeKey.ToLowerInvariant() })),
        ["joins policy and key"] = static (inner, _) => new Rewriting(inner, static entry => Renamed(entry, static key => new(key.PolicyId + key.ScopeKey, "", key.WindowStart, key.WindowEnd))),
        ["cuts text at NUL"] = static (inner, _) => new Rewriting(inner, static entry => Renamed(entry, static key => key with { ScopeKey = key.ScopeKey.Split('\0')[0] })),
        ["keeps windows by the second"] = static (inner, _) => new Rewriting(inner, static entry => Renamed(entry, static key => key with { WindowStart = key.WindowStart.AddTicks(-(key.WindowStart.Ticks % TimeSpan.TicksPerSecond)) })),
        ["forgets overruns"] = static (inner, _) => new Rewriting(inner, static entry => entry.Overrun > Usd.Zero ? entry with { Overrun = default } : entry),
        ["works suspense out of the hold"] = static (inner, _) => new Rewriting(inner, static entry => entry.Kind == LedgerEntryKind.Suspend ? entry with { SuspenseChange = entry.Hold } : entry),
        ["takes an account twice"] = static (inner, _) => new Rewriting(inner, static entry => entry.Accounts is { } keys && keys.All(static key => key is not null) ? entry with { Accounts = [.. keys.Distinct()] } : entry),
        ["loses the last of a list of accounts"] = static (inner, _) => new Rewriting(inner, static entry => entry.Accounts is { Count: > 4 } keys ? entry with { Accounts = [.. keys.Take(4)] } : entry),
        ["acknowledges and forgets"] = static (inner, _) => new Forgetful(inner),
        ["includes the end of a time range"] = static (inner, _) => new InclusiveEnds(inner),
        ["loads windows that have ended"] = static (inner, _) => new LoadsEverything(inner),
        ["takes the first version for the newest"] = static (inner, _) => new OldPolicies(inner),
        ["brings back price lines that were taken away"] = static (inner, _) => new RevivesPrices(inner),
        ["forgets marks of delivery"] = static (inner, _) => new ForgetsMarks(inner),
        ["takes unknown tokens for none"] = static (inner, _) => new Rewriting(inner, static entry => entry.Usage is { Usage.Input: null } usage ? entry with { Usage = usage with { Usage = usage.Usage with { Input = 0 } } } : entry),
        ["forgets who released"] = static (inner, _) => new Rewriting(inner, static entry => entry with { Actor = null }),
        ["books lines one after the other"] = static (inner, _) => new OneByOne(inner),
        ["books only the first of what belongs together"] = static (inner, _) => new Rewriting(inner, static entry => entry with { Together = null }),
        ["keeps the order of each thread, but not of all"] = static (inner, _) => new OrderPerThread(inner),
        ["loses the hold of what ended"] = static (inner, _) => new LosesHolds(inner),
    };

    private static LedgerEntry Renamed(LedgerEntry entry, Func<AccountKey, AccountKey> name) => entry.Accounts is { } keys && keys.All(static key => key is { PolicyId: not null, ScopeKey: not null })
        ? entry with { Accounts = [.. keys.Select(name)] }
        : entry;

    private sealed class Rewriting(IBudgetStore inner, Func<LedgerEntry, LedgerEntry> rewrite) : StoreDecorator(inner)
    {
        public override Task AppendAsync(LedgerEntry entry) => base.AppendAsync(entry is null ? null! : rewrite(entry));
    }

    private sealed class OneByOne(IBudgetStore inner) : StoreDecorator(inner)
    {
        public override async Task AppendAsync(LedgerEntry entry)
        {
            LedgerEntryRules.ThrowIfMalformed(entry);
            for (LedgerEntry? line = entry; line is not null; line = line.Together)
                await base.AppendAsync(line with { Together = null });
        }
    }

    private sealed class BooksDuplicates(IBudgetStore inner, bool fromTheStart = false) : StoreDecorator(inner)
    {
        private readonly HashSet<(ReservationId, LedgerEntryKind, int)> _seen = [];
        private int _part = 1_000;

        public override Task AppendAsync(LedgerEntry entry)
        {
            bool repeats;
            lock (_seen)
                repeats = entry is { Kind: not LedgerEntryKind.Hold } && (!_seen.Add((entry.Reservation, entry.Kind, entry.Part)) || fromTheStart);
            return base.AppendAsync(repeats ? entry with { Part = Interlocked.Increment(ref _part) } : entry);
        }
    }

    private sealed class ForgetsSuspense(IBudgetStore inner, bool reopened) : StoreDecorator(inner)
    {
        public override LedgerState Open(DateTimeOffset now)
        {
            LedgerState state = base.Open(now);
            return reopened ? state with { Balances = [.. state.Balances.Select(static b => b with { Suspense = default })] } : state;
        }

        public override async ValueTask<IReadOnlyList<OpenReservation>> GetOpenReservationsAsync(CancellationToken cancellationToken = default) =>
            [.. (await base.GetOpenReservationsAsync(cancellationToken)).Where(open => !reopened || !open.Suspended)];
    }

    private sealed class RevivesHolds(IBudgetStore inner) : StoreDecorator(inner)
    {
        private readonly HashSet<OpenReservation> _revived = [];

        public override async Task AppendAsync(LedgerEntry entry)
        {
            await base.AppendAsync(entry);
            if (entry.Kind == LedgerEntryKind.Hold && (await Inner.Reader.GetOpenReservationsAsync()).All(open => open.Id != entry.Reservation))
                _revived.Add(new OpenReservation(entry.Reservation, entry.Accounts, entry.Hold, entry.At, entry.Attribution, entry.CallSite, false));
        }

        public override async ValueTask<IReadOnlyList<OpenReservation>> GetOpenReservationsAsync(CancellationToken cancellationToken = default) =>
            [.. await base.GetOpenReservationsAsync(cancellationToken), .. _revived];
    }

    private sealed class Forgetful(IBudgetStore inner) : StoreDecorator(inner)
    {
        private int _appends;

        // One of a thousand.
        public override Task AppendAsync(LedgerEntry entry) => Interlocked.Increment(ref _appends) % 1000 == 0 ? Task.CompletedTask : base.AppendAsync(entry);
    }

    private sealed class InclusiveEnds(IBudgetStore inner) : StoreDecorator(inner)
    {
        public override ValueTask<IReadOnlyList<UsageRecord>> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default) =>
            base.GetUsageAsync(query.To < DateTimeOffset.MaxValue ? query with { To = query.To?.AddTicks(1) } : query, cancellationToken);
    }

    private sealed class LoadsEverything(IBudgetStore inner) : StoreDecorator(inner)
    {
        public override LedgerState Open(DateTimeOffset now) => base.Open(DateTimeOffset.MinValue);
    }

    private sealed class OldPolicies(IBudgetStore inner) : StoreDecorator(inner)
    {
        public override LedgerState Open(DateTimeOffset now)
        {
            LedgerState state = base.Open(now);
            IReadOnlyList<PolicyChange> history = Inner.Reader.GetPolicyHistoryAsync().AsTask().GetAwaiter().GetResult();
            return state with { Policies = [.. history.DistinctBy(static change => change.PolicyId)] };
        }
    }

    private sealed class RevivesPrices(IBudgetStore inner) : StoreDecorator(inner)
    {
        public override LedgerState Open(DateTimeOffset now)
        {
            LedgerState state = base.Open(now);
            IReadOnlyList<PriceLineChange> history = Inner.Reader.GetPriceHistoryAsync().AsTask().GetAwaiter().GetResult();
            return state with { Prices = [.. history.Where(static change => change.Definition is not null).GroupBy(static change => change.LineId).Select(static line => line.MaxBy(static change => change.Version)!)] };
        }
    }

    private sealed class ForgetsMarks(IBudgetStore inner) : StoreDecorator(inner)
    {
        // The mark goes to an alert that nobody has.
        public override Task MarkAlertDeliveredAsync(string alertId) => base.MarkAlertDeliveredAsync(alertId is null ? null! : alertId + "?");
    }

    private sealed class OrderPerThread(IBudgetStore inner) : StoreDecorator(inner)
    {
        private readonly Dictionary<int, (Task Last, int Late)> _threads = [];

        public override Task AppendAsync(LedgerEntry entry)
        {
            lock (_threads)
            {
                // Every second thread that comes, whatever the numbers are that the runtime gave them, and only with its first entries, or the suite would take long.
                if (!_threads.TryGetValue(Environment.CurrentManagedThreadId, out (Task Last, int Late) thread))
                    thread = (Task.CompletedTask, _threads.Count % 2 == 0 ? 20 : 0);
                Task append = AfterAsync(thread.Last, entry, thread.Late > 0);
                _threads[Environment.CurrentManagedThreadId] = (append, thread.Late - 1);
                return append;
            }
        }

        private async Task AfterAsync(Task before, LedgerEntry entry, bool late)
        {
            await Task.WhenAny(before);
            if (late)
                await Task.Delay(1);
            await base.AppendAsync(entry);
        }
    }

    private sealed class LosesHolds(IBudgetStore inner) : StoreDecorator(inner)
    {
        public override async ValueTask<IReadOnlyList<LedgerEntry>> FindAsync(ReservationId reservation, CancellationToken cancellationToken = default)
        {
            IReadOnlyList<LedgerEntry> life = await base.FindAsync(reservation, cancellationToken);
            return life.Count > 1 ? [.. life.Where(static line => line.Kind != LedgerEntryKind.Hold)] : life;
        }
    }
}
