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

    public void Read(string file)
    {
        if (!File.Exists(file))
            return;

        string text = File.ReadAllText(file);

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
}
