using System.Text.Json;
using BudgetGen.CompilerServices;
using BudgetGen.Storage;

namespace BudgetGen.Tests;

/// <summary>F-FUZZ-3: whatever a provider says that a call used, it is booked or refused in the way that is documented, and the figures add up.</summary>
public sealed class UsageFuzzTests
{
    private static readonly LlmCallSite s_site = new("Tests.Call", "UsageFuzzTests.cs:1");
    private static readonly LlmSdk s_sdk = new(null, static _ => null);

    [Fact]
    public void A_usage_is_booked_or_refused_and_the_figures_are_the_sum_of_the_records()
    {
        Fuzzer fuzzer = NewFuzzer();
        using var world = new World();
        string? finding = fuzzer.Run(world.Book, 1_500, Soak.Fuzz);
        Assert.True(finding is null, finding);
        Assert.InRange(fuzzer.Accepted, fuzzer.Tried / 100, fuzzer.Tried * 9 / 10);
        SoakReport.Add("F-FUZZ-3 provider usage", fuzzer.Figures);
    }

    [Fact]
    public void A_planted_bug_is_found()
    {
        // What a mapping in a hurry does: it takes for granted that cached tokens are some of the input tokens.
        int[] table = new int[2];
        string? finding = NewFuzzer().Run(bytes => Parse(bytes) is { } said && table[Math.Min(1, (said.Input ?? 0) - (said.CacheRead ?? 0))] == 0, 6_000);
        Assert.Contains(nameof(IndexOutOfRangeException), finding, StringComparison.Ordinal);
    }

    private static Fuzzer NewFuzzer() => new(new Mutations(CorpusFiles.All("Tracking", "*.json")).Make);

    /// <summary>What a response says. Null: a client would have refused it before we saw it.</summary>
    private static Said? Parse(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement, usage = root.GetProperty("usage");
            return new Said(root.GetProperty("model").GetString(), Count(root, "hold") ?? 0, root.GetProperty("cost").GetDecimal())
            {
                Input = Count(usage, "input"),
                CacheRead = Count(usage, "cache_read"),
                CacheWrite = Count(usage, "cache_write"),
                CacheWrite1h = Count(usage, "cache_write_1h"),
                InputAudio = Count(usage, "input_audio"),
                InputImage = Count(usage, "input_image"),
                Output = Count(usage, "output"),
                Reasoning = Count(usage, "reasoning"),
                OutputAudio = Count(usage, "output_audio"),
                OutputImage = Count(usage, "output_image"),
                WebSearches = Count(usage, "web_searches"),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }

        static long? Count(JsonElement part, string name) => part.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetInt64() : null;
    }

    private sealed record Said(string? Model, long Hold, decimal Cost)
    {
        public long? Input { get; init; }

        public long? CacheRead { get; init; }

        public long? CacheWrite { get; init; }

        public long? CacheWrite1h { get; init; }

        public long? InputAudio { get; init; }

        public long? InputImage { get; init; }

        public long? Output { get; init; }

        public long? Reasoning { get; init; }

        public long? OutputAudio { get; init; }

        public long? OutputImage { get; init; }

        public long? WebSearches { get; init; }

        /// <summary>Totals with their details, as OpenAI says it.</summary>
        public LlmUsage Totals => LlmUsage.FromTotals(Input, Output, CacheRead, CacheWrite, InputAudio, Reasoning, OutputAudio);

        /// <summary>Each bucket by itself, as Anthropic says it, and without a look at it.</summary>
        public LlmUsage Buckets => new()
        {
            Input = Input, CacheRead = CacheRead, CacheWrite5m = CacheWrite, CacheWrite1h = CacheWrite1h, InputAudio = InputAudio, InputImage = InputImage,
            Output = Output, Reasoning = Reasoning, OutputAudio = OutputAudio, OutputImage = OutputImage, WebSearches = WebSearches,
        };
    }

    /// <summary>A ledger; a new one when it has taken more money than there is.</summary>
    private sealed class World : IDisposable
    {
        private BudgetManager _manager = NewManager();
        private long _booked;

        public bool Book(byte[] bytes)
        {
            if (Parse(bytes) is not { } said)
                return false;
            if (_booked > Usd.MaxLimit.Nanos / 2)
            {
                _manager.Dispose();
                (_manager, _booked) = (NewManager(), 0);
            }

            using IDisposable scope = BudgetContext.Use(user: "alice", manager: _manager);
            var tracker = new UsageTracker(_manager);
            foreach (LlmUsage usage in (LlmUsage[])[said.Totals, said.Buckets])
            {
                // Generated code never throws for what a provider says: the answer goes to the user.
                LlmRequest request = new() { Sdk = s_sdk, Model = said.Model, MaxOutputTokens = 100 };
                Booked(() => LlmCall.Run(s_site, request, 0, static _ => 1, _ => new LlmOutcome { Usage = usage, Model = said.Model }));
                Booked(() => Assert.Single(LlmCall.Stream(s_site, request, 0, static _ => new[] { 1 }, (reading, _) => Read(reading, usage))));
                Booked(() => LlmCall.Run(s_site, request, 0, _ => Report(usage, said.Model), static _ => LlmOutcome.Unknown));
                BookedOrRefused(() => _manager.UpdateCost("alice", usage, said.Model!));
            }

            BookedOrRefused(() => tracker.RecordUsage(said.Model!, "openai", said.Input ?? 0, said.Output ?? 0, "alice"));
            BookedOrRefused(() => _manager.RecordSpend(Make.Usage(Nanos(said.Cost), "alice") with { Usage = said.Buckets, InputTokens = said.Input ?? 0 }));
            BookedOrRefused(() =>
            {
                Reservation call = _manager.Reserve(Make.Request(said.Hold, "alice"));
                try
                {
                    _manager.Settle(call, Nanos(said.Cost));
                }
                catch (ArgumentOutOfRangeException)
                {
                    _manager.Void(call, "a cost that cannot be");
                    throw;
                }
            });
            Assert.True(tracker.GetUsageStats() is not null);
            return true;
        }

        public void Dispose() => _manager.Dispose();

        private static BudgetManager NewManager() => Make.Manager(Make.Policy("all", null, period: BudgetPeriod.Lifetime), Make.Policy("users", Usd.MaxLimit.Nanos, BudgetScope.User));

        // As a JSON number is: any size that a decimal has, and finer than a nano-dollar.
        private static long Nanos(decimal dollars)
        {
            try
            {
                return Usd.FromDollarsRoundedUp(dollars).Nanos;
            }
            catch (OverflowException)
            {
                return dollars < 0 ? long.MinValue : long.MaxValue;
            }
        }

        private static int Report(in LlmUsage usage, string? model)
        {
            try
            {
                LlmCallScope.Report(usage, model);
            }
            catch (ArgumentException)
            {
                // Negative, or nothing at all: said by code, which can be told.
            }

            return 1;
        }

        private static void Read(LlmReading reading, in LlmUsage usage)
        {
            reading.Usage = usage;
            reading.Finished = reading.HasFinalUsage = true;
        }

        private void BookedOrRefused(Action book) => Booked(() =>
        {
            try
            {
                book();
            }
            catch (ArgumentException)
            {
                // A count or a cost below zero, or no model.
            }
            catch (BudgetExceededException refusal)
            {
                Assert.Equal(RejectionReason.PerRequestCap, refusal.Reason);
            }
        });

        /// <summary>Whatever was booked: nothing is held, both accounts have it, and it is what the record says.</summary>
        private void Booked(Action book)
        {
            int before = Records().Count;
            book();
            List<UsageRecord> records = Records();
            Assert.InRange(records.Count, before, before + 1);
            if (records.Count > before)
            {
                UsageRecord newest = records[^1];
                Assert.InRange(newest.Cost.Nanos, 0, Usd.MaxCall.Nanos);
                _booked += newest.Cost.Nanos;
            }

            foreach (BudgetStatus status in _manager.GetStatus())
                Assert.Equal((_booked, 0, 0), (status.Spent.Nanos, status.Held.Nanos, status.Suspense.Nanos));
            if (records.Count > 50)
            {
                _manager.Dispose();
                (_manager, _booked) = (NewManager(), 0);
            }
        }

        private List<UsageRecord> Records() => [.. _manager.Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue }).AsTask().GetAwaiter().GetResult().Reverse()];
    }
}
