using System.Globalization;
using BudgetGen.Storage;

namespace BudgetGen.Sqlite.Tests;

/// <summary>What workers were told is durable, by the last state that each reservation was told to be in.</summary>
internal sealed class Acknowledgements
{
    public Dictionary<ReservationId, Usd> Held { get; } = [];

    public Dictionary<ReservationId, Usd> Suspended { get; } = [];

    public Dictionary<ReservationId, Usd> Settled { get; } = [];

    /// <summary>Settled or voided.</summary>
    public HashSet<ReservationId> Ended { get; } = [];

    /// <param name="file">What a worker wrote.</param>
    /// <param name="length">Only so many bytes of it count.</param>
    public void Read(string file, long length = long.MaxValue)
    {
        if (!File.Exists(file))
            return;

        // One byte for each character: it is ASCII.
        string text = File.ReadAllText(file);
        text = text[..(int)Math.Min(text.Length, length)];

        // The last line may be torn: then nobody was told.
        foreach (string line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            Assert.True(ReservationId.TryParse(words[1], out ReservationId id));
            var hold = new Usd(long.Parse(words[2], CultureInfo.InvariantCulture));
            var amount = new Usd(long.Parse(words[3], CultureInfo.InvariantCulture));
            switch (Enum.Parse<LedgerEntryKind>(words[0]))
            {
                case LedgerEntryKind.Hold:
                    Held.Add(id, hold);
                    break;
                case LedgerEntryKind.Suspend:
                    Assert.True(Held.Remove(id));
                    Suspended.Add(id, hold);
                    break;
                case LedgerEntryKind.Settle or LedgerEntryKind.LateSettle:
                    Assert.True(Held.Remove(id) | Suspended.Remove(id));
                    Settled.Add(id, amount);
                    Ended.Add(id);
                    break;
                case LedgerEntryKind.Void:
                    Assert.True(Held.Remove(id));
                    Ended.Add(id);
                    break;
            }
        }
    }

    /// <summary>Opens the ledger: everything is there that anybody was told of, and its figures are right.</summary>
    /// <returns>How many reservations have an end that nobody was told of.</returns>
    public async Task<int> AssertAreDurableAsync(string database)
    {
        await using var store = new SqliteBudgetStore(database);
        LedgerState state = store.Open(Calls.Now);
        await Figures.AssertBalancesAreSumsOfEntriesAsync(database);

        IReadOnlyList<UsageRecord> usage = await store.Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue });
        Dictionary<ReservationId, Usd> booked = usage.ToDictionary(static record => record.Reservation!.Value, static record => record.Cost);
        foreach ((ReservationId id, Usd amount) in Settled)
            Assert.Equal(amount, Assert.Contains(id, booked));

        // Every worker books all of its calls on the global account.
        Usd spent = state.Balances.SingleOrDefault(static b => b.Account.PolicyId == "global")?.Spent ?? default;
        Assert.Equal(usage.Sum(static record => record.Cost.Nanos), spent.Nanos);

        Dictionary<ReservationId, OpenReservation> open = (await store.Reader.GetOpenReservationsAsync()).ToDictionary(static o => o.Id);
        Assert.Equal(open.Values.Where(static o => !o.Suspended).Select(static o => o.Id).Order(), state.InFlight.Select(static o => o.Id).Order());
        foreach (ReservationId id in Ended)
            Assert.DoesNotContain(id, open);
        foreach ((ReservationId id, Usd hold) in Suspended)
        {
            // Unless its late settlement became durable, but the process was killed before it heard of that.
            if (!booked.ContainsKey(id))
                Assert.Equal((true, hold), (open[id].Suspended, open[id].Hold));
        }

        // A hold without an acknowledged end is in flight, or its end became durable and the process was killed before it heard of that.
        HashSet<ReservationId> entered = Figures.EnteredReservations(database);
        foreach ((ReservationId id, Usd hold) in Held)
        {
            if (open.TryGetValue(id, out OpenReservation? inFlight))
                Assert.Equal(hold, inFlight.Hold);
            else
                Assert.Contains(id, entered);
        }

        return Held.Keys.Count(id => entered.Contains(id));
    }
}
