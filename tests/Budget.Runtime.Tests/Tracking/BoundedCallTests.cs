using BudgetGen.CompilerServices;

namespace BudgetGen.Tests;

/// <summary>Calls that are no chat: vectors, pictures, speech, recordings. They hold never less than they can cost, and are booked as their line bills them.</summary>
public sealed class BoundedCallTests
{
    private static readonly LlmCallSite s_site = new("Tests.Call", "BoundedCallTests.cs:1");
    private static readonly LlmSdk s_sdk = new("openai", static _ => null);

    [Fact]
    public async Task An_embedding_holds_no_output()
    {
        // 0.02 USD per million, 1,000 bytes and no message around them.
        (Usd hold, UsageRecord record) = await CallAsync("text-embedding-3-small", LlmBounds.Embedding, LlmUsage.Of(200, 0) with { Output = null }, text: new string('a', 1_000));
        Assert.Equal(Usd.FromDollars(0.00002m), hold);
        Assert.Equal(Usd.FromDollars(0.000004m), record.Cost);
        Assert.False(record.Estimated);
    }

    [Fact]
    public async Task An_embedding_of_tokens_is_held_to_the_token()
    {
        (Usd hold, UsageRecord record) = await CallAsync("text-embedding-3-small", LlmBounds.EmbeddingOf(500), default);
        Assert.Equal(Usd.FromDollars(0.00001m), hold);
        Assert.Equal((hold, true), (record.Cost, record.Estimated));
    }

    [Fact]
    public async Task Pictures_by_the_piece_are_held_and_booked_by_size_and_quality()
    {
        (Usd hold, UsageRecord record) = await CallAsync(
            "dall-e-3", LlmBounds.Images(2, "1024x1792", "hd"), new LlmUsage { Images = 2, ImageSize = "1024x1792", ImageQuality = "hd" }, text: "a cat");
        Assert.Equal((Usd.FromDollars(0.24m), Usd.FromDollars(0.24m)), (hold, record.Cost));
        Assert.Equal(("openai/dall-e-3:hd-1024x1792", false), (record.PriceLine, record.Estimated));
    }

    [Fact]
    public async Task Pictures_whose_quality_is_not_said_are_held_at_the_dearest()
    {
        (Usd hold, UsageRecord record) = await CallAsync("dall-e-3", LlmBounds.Images(1), new LlmUsage { Images = 1, ImageSize = "1024x1024", ImageQuality = "standard" });
        Assert.Equal((Usd.FromDollars(0.12m), Usd.FromDollars(0.04m)), (hold, record.Cost));
    }

    [Fact]
    public async Task Pictures_in_tokens_are_held_by_size_and_quality_and_booked_in_tokens()
    {
        // 40 USD per million image tokens out, 5 in.
        var usage = new LlmUsage { Input = 50, OutputImage = 1_056 };
        (Usd hold, UsageRecord record) = await CallAsync("gpt-image-1", LlmBounds.Images(1, "1024x1024", "medium"), usage with { Images = 1 }, text: new string('a', 50));
        Assert.Equal(Usd.FromDollars((1_056 * 0.00004m) + (50 * 0.00001m)), hold);
        Assert.Equal(Usd.FromDollars((1_056 * 0.00004m) + (50 * 0.000005m)), record.Cost);
        Assert.False(record.Estimated);
    }

    [Theory]
    [InlineData("gpt-image-1", null)]
    [InlineData("gpt-image-1", "low")]
    [InlineData("gpt-image-2", "high")]
    [InlineData("dall-e-3", "hd")]
    [InlineData("dall-e-2", null)]
    [InlineData("a-model-of-tomorrow", null)]
    public async Task Pictures_without_usage_are_estimated_and_never_zero(string model, string? quality)
    {
        (Usd hold, UsageRecord record) = await CallAsync(model, LlmBounds.Images(3, "1024x1024", quality, given: 2, partial: 1), default, text: "a cat");
        Assert.True(record.Estimated);
        Assert.InRange(record.Cost.Nanos, 1, hold.Nanos);
    }

    [Fact]
    public async Task Pictures_that_are_only_counted_are_estimated_where_the_line_bills_tokens()
    {
        (Usd hold, UsageRecord record) = await CallAsync("gpt-image-1", LlmBounds.Images(2, "1024x1024", "low"), new LlmUsage { Images = 2 });
        Assert.Equal((Usd.FromDollars(2 * 272 * 0.00004m), true), (record.Cost, record.Estimated));
        Assert.Equal(hold, record.Cost);
    }

    [Fact]
    public async Task Speech_is_held_and_booked_by_its_characters()
    {
        (Usd hold, UsageRecord record) = await CallAsync("tts-1", LlmBounds.Speech(1_000), default);
        Assert.Equal((Usd.FromDollars(0.015m), Usd.FromDollars(0.015m), true), (hold, record.Cost, record.Estimated));
        Assert.Equal(1_000, record.Usage.Characters);
    }

    [Fact]
    public async Task Speech_in_tokens_is_held_for_slow_speech_and_booked_in_tokens()
    {
        // 0.60 USD per million in, 12 per million audio tokens out.
        (Usd hold, UsageRecord record) = await CallAsync("gpt-4o-mini-tts", LlmBounds.Speech(100, speedPerMille: 500), new LlmUsage { Input = 30, OutputAudio = 160 }, text: new string('a', 100));
        Assert.Equal(Usd.FromDollars((2_200 * 0.000012m) + (100 * 0.0000006m)), hold);
        Assert.Equal(Usd.FromDollars((160 * 0.000012m) + (30 * 0.0000006m)), record.Cost);
        Assert.False(record.Estimated);
    }

    [Fact]
    public async Task A_recording_is_held_as_long_as_its_bytes_can_last_and_booked_by_its_length()
    {
        // 0.0001 USD a second; 75,000 bytes last 100 seconds at 6 kbit a second, and one that is begun.
        (Usd hold, UsageRecord record) = await CallAsync("whisper-1", LlmBounds.Recording(75_000), new LlmUsage { AudioMilliseconds = 9_500 }, text: "names");
        Assert.Equal((Usd.FromDollars(0.0101m), Usd.FromDollars(0.00095m), false), (hold, record.Cost, record.Estimated));
    }

    [Fact]
    public async Task A_recording_in_tokens_holds_no_more_than_the_context_has_room_for()
    {
        // 6 USD per million audio tokens in (at most 16,000), 10 per million out (at most 2,000).
        (Usd hold, UsageRecord record) = await CallAsync("gpt-4o-transcribe", LlmBounds.Recording(null), new LlmUsage { Input = 4, InputAudio = 1_200, Output = 300 });
        Assert.Equal(Usd.FromDollars((16_000 * 0.000006m) + (2_000 * 0.00001m)), hold);
        Assert.Equal(Usd.FromDollars((4 * 0.0000025m) + (1_200 * 0.000006m) + (300 * 0.00001m)), record.Cost);
    }

    [Theory]
    [InlineData("whisper-1")]
    [InlineData("gpt-4o-mini-transcribe")]
    [InlineData("a-model-of-tomorrow")]
    public async Task A_recording_without_usage_is_estimated_by_its_bytes(string model)
    {
        (Usd hold, UsageRecord record) = await CallAsync(model, LlmBounds.Recording(160_000), default);
        Assert.True(record.Estimated);
        Assert.InRange(record.Cost.Nanos, 1, hold.Nanos);
    }

    [Fact]
    public async Task A_video_is_held_and_booked_by_its_length()
    {
        (Usd hold, UsageRecord record) = await CallAsync("sora-2", LlmBounds.Video(8), default);
        Assert.Equal((Usd.FromDollars(0.80m), Usd.FromDollars(0.80m)), (hold, record.Cost));
    }

    [Fact]
    public async Task A_negative_count_is_charged_at_the_worst_case()
    {
        (Usd hold, UsageRecord record) = await CallAsync("gpt-image-1", LlmBounds.Images(1), new LlmUsage { Input = -5, OutputImage = 3 });
        Assert.Equal((hold, true), (record.Cost, record.Estimated));
    }

    [Fact]
    public async Task A_stream_that_is_left_is_booked_as_what_was_asked_for()
    {
        await using BudgetManager manager = Make.Manager(new BudgetPolicy { Name = "all", Limit = Usd.FromDollars(1), Period = BudgetPeriod.Lifetime });
        using IDisposable scope = BudgetContext.Use(manager: manager);
        UsageRecord? booked = null;
        var request = new LlmRequest { Sdk = s_sdk, Model = "tts-1", Bounds = LlmBounds.Speech(100), Booked = record => booked = record };
        foreach (string part in LlmCall.Stream(s_site, request, 0, static _ => (string[])["a", "b"], static (_, _) => { }))
            break;
        Assert.Equal((Usd.FromDollars(0.0015m), true), (booked!.Cost, booked.Estimated));
    }

    private static async Task<(Usd Hold, UsageRecord Record)> CallAsync(string model, LlmBounds bounds, LlmUsage usage, string text = "")
    {
        await using BudgetManager manager = Make.Manager(new BudgetPolicy { Name = "all", Limit = Usd.FromDollars(1_000), Period = BudgetPeriod.Lifetime });
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var prompt = new PromptSize();
        prompt.AddText(text);
        UsageRecord? booked = null;
        Usd hold = LlmCall.Run(
            s_site,
            new LlmRequest { Sdk = s_sdk, Model = model, Prompt = prompt, Bounds = bounds, Booked = record => booked = record },
            manager,
            static manager => Assert.Single(manager.GetStatus()).Held,
            _ => LlmOutcome.FromUsage(usage));
        Assert.Equal(0, manager.GetHoldStatistics().Sum(static site => site.Overruns));
        Assert.Equal(Usd.Zero, Assert.Single(manager.GetStatus()).Held);
        return (hold, booked!);
    }
}
