using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>What a settled call takes in the file, indexes and chain included.</summary>
public sealed class SizeTests : IDisposable
{
    private const string Site = "Summarizer.SummarizeAsync (Summarizer.cs:42)";

    private static readonly PriceProvenance s_price = PricingRegistry.Embedded.ProvenanceOf("gpt-4o-mini-2024-07-18", default)!;

    private readonly TestDirectory _directory = new(inMemory: true);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true, 110)]
    [InlineData(false, 95)]
    public async Task A_settled_call_takes_at_most_so_many_bytes(bool requestId, int most)
    {
        int calls = Soak.Rounds(60_000, 200_000);
        await using (var store = new SqliteBudgetStore(_directory.Database))
        {
            store.Open(Now);
            var random = new Random(1);
            var open = new List<LedgerEntry>();
            var tasks = new List<Task>();
            DateTimeOffset at = Now;
            for (int i = 0; i < calls + 200; i++)
            {
                at = at.AddTicks(random.Next(1, 200_000));
                if (i < calls)
                {
                    LedgerEntry hold = Hold(random, at);
                    tasks.Add(store.Writer.AppendAsync(hold));
                    open.Add(hold);
                }

                if (i < 200)
                    continue;

                int ended = random.Next(open.Count);
                tasks.Add(store.Writer.AppendAsync(Settle(random, open[ended], at, requestId)));
                open.RemoveAt(ended);
                if (tasks.Count > 4_000)
                {
                    await Task.WhenAll(tasks);
                    tasks.Clear();
                }
            }

            await Task.WhenAll(tasks);
        }

        decimal each = (decimal)new FileInfo(_directory.Database).Length / calls;
        TestContext.Current.TestOutputHelper?.WriteLine($"{each:F1} bytes a call");
        Assert.InRange(each, 50, most);
    }

    private static LedgerEntry Hold(Random random, DateTimeOffset at)
    {
        string user = $"user-{random.Next(200)}";
        return Entry(LedgerEntryKind.Hold, ReservationId.New(at), random.Next(1_000_000, 40_000_000), 0, Of(user), at) with
        {
            Attribution = new CallAttribution(user, "openai", "gpt-4o-mini", "p", Operation: "Summarizer.SummarizeAsync"), CallSite = Site,
        };
    }

    private static LedgerEntry Settle(Random random, LedgerEntry hold, DateTimeOffset at, bool requestId)
    {
        int input = random.Next(100, 8_000), output = random.Next(20, 2_000);
        Usd cost = new(hold.Hold.Nanos * random.Next(20, 100) / 100);
        return hold with
        {
            Kind = LedgerEntryKind.Settle,
            At = at,
            Amount = cost,
            Usage = new UsageRecord
            {
                // The response names the model more exactly than the request did.
                Model = "gpt-4o-mini-2024-07-18", User = hold.Attribution.User, Provider = "openai", Project = "p", Operation = hold.Attribution.Operation,
                InputTokens = input, OutputTokens = output, Usage = LlmUsage.Of(input, output), Cost = cost, Timestamp = at, Endpoint = Site,
                PriceLine = s_price.PriceLine, Provenance = s_price, Reservation = hold.Reservation, RequestId = requestId ? $"chatcmpl-{random.Next(100_000, 999_999)}" : null,
            },
        };
    }
}
