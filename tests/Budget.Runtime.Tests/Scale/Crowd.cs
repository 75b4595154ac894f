using System.Diagnostics;
using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Scale;

/// <summary>Users with a budget each, whose calls overlap, and strangers who are refused. It keeps its own accounts of what everybody was billed.</summary>
internal sealed class Crowd
{
    /// <summary>Calls in flight at once.</summary>
    public const int AtOnce = 10_000;

    /// <summary>So many users have a budget that was set for them by name; the others have the default one.</summary>
    private const int Named = 500;

    private readonly long _limit;
    private readonly long[] _billed;
    private readonly long[] _suspended;
    private readonly InMemoryBudgetStore _store = new(maxRecords: 1_000);

    // Microseconds by their binary logarithm, eight steps to an octave: enough for a percentile.
    private readonly long[] _latencies = new long[32 * 8];
    private long _calls, _refused, _toCome, _strangers;

    /// <param name="users">How many users.</param>
    /// <param name="limit">What each of them may spend, nano-dollars.</param>
    public Crowd(int users, long limit)
    {
        _limit = limit;
        Users = users;
        _billed = new long[users];
        _suspended = new long[users];
        var named = Enumerable.Range(0, Named).Select(i => Make.Policy("of " + Name(i), limit * 2, BudgetScope.User, Name(i), BudgetPeriod.Lifetime));
        Manager = Make.Manager(
            options =>
            {
                options.Store = _ => new WithoutRefusals(_store);
                options.DefaultUserLimit = new Usd(limit);
                options.DefaultUserPeriod = BudgetPeriod.Lifetime;
            },
            [Make.Policy("all", null, period: BudgetPeriod.Lifetime), .. named]);
        for (int i = 0; i < users; i++)
            Bill(i, Manager.Reserve(Make.Request(1, Name(i))), 1);
    }

    public BudgetManager Manager { get; }

    public int Users { get; }

    public long Calls => Volatile.Read(ref _calls);

    public long Refused => Volatile.Read(ref _refused);

    public long Strangers => _strangers;

    public int MostAccounts { get; private set; }

    /// <summary>Makes calls of random users, some of whom call more often than others, always as many at once.</summary>
    public async Task CallAsync(int calls)
    {
        _toCome = calls;
        int seed = (int)Calls;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Task.Run(() => CallerAsync(new Random(seed + i)))));
        Assert.Equal(default, Manager.InFlight);
    }

    /// <summary>Strangers ask until the accounts that were made for them are forgotten.</summary>
    public void Flood()
    {
        int before = Manager.Book.Count;
        for (int i = 0; i < 5_000_000; i++)
        {
            // Refused for want of money after their account was made; or only asked for.
            SpendRequest request = Make.Request(_limit + 1, "stranger-" + _strangers++);
            if (i % 8 == 0)
                Assert.False(Manager.TryReserve(request).Allowed);
            else
                Assert.False(Manager.CanSpend(request));
            int now = Manager.Book.Count;
            MostAccounts = Math.Max(MostAccounts, now);
            if (now < before)
                break;
            before = now;
        }

        // All that is left of the strangers is the last one.
        Assert.Equal(Users + 2, Manager.Book.Count);
    }

    /// <summary>Every user's figures here, in the manager and in the store, to the nano-dollar.</summary>
    public async Task AssertExactAsync()
    {
        Dictionary<string, BudgetStatus> figures = Manager.GetStatus().Where(static s => s.Policy.Scope == BudgetScope.User).ToDictionary(static s => s.ScopeKey);
        Dictionary<string, AccountBalance> balances = (await _store.GetBalancesAsync()).Where(static b => b.Account.PolicyId != "all").ToDictionary(static b => b.Account.ScopeKey);
        for (int i = 0; i < Users; i++)
        {
            Assert.Equal((_billed[i], 0, _suspended[i]), (figures[Name(i)].Spent.Nanos, figures[Name(i)].Held.Nanos, figures[Name(i)].Suspense.Nanos));
            Assert.Equal((_billed[i], _suspended[i]), (balances[Name(i)].Spent.Nanos, balances[Name(i)].Suspense.Nanos));
            Assert.True(_billed[i] + _suspended[i] <= (i < Named ? _limit * 2 : _limit));
        }

        BudgetStatus all = Manager.GetStatus("all");
        Assert.Equal((_billed.Sum(), 0, _suspended.Sum()), (all.Spent.Nanos, all.Held.Nanos, all.Suspense.Nanos));
    }

    /// <summary>How long a reservation took, at a percentile, microseconds. As fine as an eighth of an octave.</summary>
    public long Latency(double percentile)
    {
        long left = (long)(_latencies.Sum() * percentile);
        int bucket = 0;
        while (bucket < _latencies.Length - 1 && (left -= _latencies[bucket]) > 0)
            bucket++;
        return (long)Math.Ceiling(Math.Pow(2, bucket / 8.0));
    }

    private static string Name(int user) => "user-" + user;

    private async Task CallerAsync(Random random)
    {
        while (Interlocked.Decrement(ref _toCome) >= 0)
        {
            // Some call much more often than others, and spend all that they have.
            int user = (int)(Users * Math.Pow(random.NextDouble(), 3));
            long hold = random.Next(1, 1_000), started = Stopwatch.GetTimestamp();
            ReserveResult result = await Manager.TryReserveAsync(Make.Request(hold, Name(user)));
            Note(Stopwatch.GetElapsedTime(started));
            Interlocked.Increment(ref _calls);

            // The provider answers when all the others have had their turn.
            await Task.Yield();
            if (result.Reservation is not { } call)
            {
                Interlocked.Increment(ref _refused);
            }
            else if (random.Next(50) == 0)
            {
                await Manager.VoidAsync(call, "refused by the provider");
            }
            else if (random.Next(10_000) == 0)
            {
                // Few: what is unknown is kept until somebody decides.
                Interlocked.Add(ref _suspended[user], hold);
                await Manager.SuspendAsync(call, "timeout");
                Assert.True(await Manager.ReleaseAsync(call.Id, "ann", "looked at it"));
                Interlocked.Add(ref _suspended[user], -hold);
            }
            else
            {
                Bill(user, call, random.NextInt64(hold + 1));
            }
        }
    }

    private void Bill(int user, Reservation call, long cost)
    {
        Interlocked.Add(ref _billed[user], cost);
        Manager.Settle(call, cost);
    }

    private void Note(TimeSpan elapsed)
    {
        int bucket = (int)(Math.Log2(Math.Max(1, elapsed.TotalMicroseconds)) * 8);
        Interlocked.Increment(ref _latencies[Math.Min(bucket, _latencies.Length - 1)]);
    }

    /// <summary>Without the alerts about refusals: those are durable records, one for each user who was refused, and no part of the accounts.</summary>
    private sealed class WithoutRefusals(IBudgetStore inner) : StoreDecorator(inner)
    {
        public override Task AppendAlertAsync(AlertRecord alert) => alert.Kind == AlertKind.PolicyViolation ? Task.CompletedTask : base.AppendAlertAsync(alert);
    }
}
