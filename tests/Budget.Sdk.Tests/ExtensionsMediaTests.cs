using System.Net;
using Microsoft.Extensions.AI;

namespace BudgetGen.Sdk.Tests;

/// <summary>Embeddings, pictures, speech and transcripts through Microsoft.Extensions.AI: what the library's extensions drop is kept, and what nobody tells is an estimate and never zero.</summary>
public sealed class ExtensionsMediaTests
{
    private const string Vectors = "text-embedding-3-small";

    public static TheoryData<string> Embeddings => ["interface", "single", "vector", "zipped", "concrete", "generic"];

    public static TheoryData<string> All => [.. Embeddings.Select(static row => row.Data), "image", "images", "edit", "speech", "speech-stream", "transcript", "transcript-data", "transcript-stream"];

    [Theory]
    [MemberData(nameof(Embeddings))]
    public async Task An_embedding_is_booked_by_its_usage_which_the_extensions_drop(string way)
    {
        await using var world = World.Create(World.Limit(1));
        using var client = new MediaClient(Vectors, new UsageDetails { InputTokenCount = 1_000, TotalTokenCount = 1_000 });
        await CallAsync(client, way);

        // 0.02 USD per million.
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal((1_000L, Usd.FromDollars(0.00002m), false), (record.InputTokens, record.Cost, record.Estimated));
        Assert.Equal(("tester", "openai", Vectors), (record.User, record.Provider, record.Model));
        Assert.Equal(1, client.Requests);
        await world.AssertNothingHeldAsync();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_nobody_tells_is_an_estimate_and_never_zero(string way)
    {
        await using var world = World.Create(World.Limit(10));
        using var client = new MediaClient(Model(way), usage: null);
        await CallAsync(client, way);
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.True(record.Cost > Usd.Zero);
        Assert.Equal(way is not ("transcript" or "transcript-data"), record.Estimated);
        Assert.Equal(1, client.Requests);
        await world.AssertNothingHeldAsync();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_call_over_the_limit_is_not_made(string way)
    {
        await using var world = World.Create(World.Limit(0));
        using var client = new MediaClient(Model(way), usage: null);
        await Assert.ThrowsAsync<BudgetExceededException>(() => CallAsync(client, way));
        Assert.Equal(0, client.Requests);
        Assert.Empty(await world.OpenAsync());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_refused_request_gives_its_hold_back(string way)
    {
        await using var world = World.Create(World.Limit(10));
        using var client = new MediaClient(Model(way), usage: null) { Failure = new HttpRequestException("no", null, HttpStatusCode.BadRequest) };
        await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync(client, way));
        Assert.Empty(await world.RecordsAsync());
        Assert.Empty(await world.OpenAsync());
    }

    [Fact]
    public async Task The_extensions_give_back_what_the_librarys_do()
    {
        await using var world = World.Create(World.Limit(1));
        using var client = new MediaClient(Vectors, usage: null);
        ReadOnlyMemory<float> vector = await TrackedMedia.Vector(client, "x");
        Assert.Equal("0", string.Join(' ', vector.ToArray()));
        (string Value, Embedding<float> Embedding)[] zipped = await TrackedMedia.Zipped(client, ["a", "b"]);
        Assert.Equal("a 0, b 1", string.Join(", ", zipped.Select(static pair => $"{pair.Value} {pair.Embedding.Vector.ToArray()[0]}")));
        Assert.Empty(await TrackedMedia.Zipped(client, []));
        Assert.Equal(2, client.Requests);

        client.Vectors = 3;
        string single = (await Assert.ThrowsAsync<InvalidOperationException>(() => TrackedMedia.Single(client, "x"))).Message;
        Assert.Equal((await Assert.ThrowsAsync<InvalidOperationException>(() => Plain.Single(client, "x"))).Message, single);
        string several = (await Assert.ThrowsAsync<InvalidOperationException>(() => TrackedMedia.Zipped(client, ["x"]))).Message;
        Assert.Equal((await Assert.ThrowsAsync<InvalidOperationException>(() => Plain.Zipped(client, ["x"]))).Message, several);
        Assert.Equal("value", (await Assert.ThrowsAsync<ArgumentNullException>(() => TrackedMedia.Single(client, null!))).ParamName);
        Assert.Equal("values", (await Assert.ThrowsAsync<ArgumentNullException>(() => TrackedMedia.Zipped(client, null!))).ParamName);
    }

    [Fact]
    public async Task A_lazy_sequence_of_texts_is_walked_once()
    {
        await using var world = World.Create(World.Limit(1));
        using var client = new MediaClient(Vectors, usage: null);
        int walked = 0;
        IEnumerable<string> Lazy()
        {
            walked++;
            yield return "x";
        }

        await TrackedMedia.Embeddings(client, Lazy());
        Assert.Equal(1, walked);
    }

    [Fact]
    public async Task Pictures_are_booked_by_their_tokens_or_by_the_piece()
    {
        await using var world = World.Create(World.Limit(10));
        using var tokens = new MediaClient("gpt-image-1", new UsageDetails { InputTokenCount = 50, OutputTokenCount = 1_056 });
        await TrackedMedia.Image(tokens, "a cat");
        using var pieces = new MediaClient("dall-e-2", usage: null);
        await TrackedMedia.Images(pieces, "a cat", new ImageGenerationOptions { Count = 2, ImageSize = new System.Drawing.Size(1024, 1024) });

        // 5 in and 40 out, USD per million; 0.02 USD a picture of that size.
        Assert.Equal([Usd.FromDollars((50 * 0.000005m) + (1_056 * 0.00004m)), Usd.FromDollars(0.04m)], (await world.RecordsAsync()).Select(static record => record.Cost));
    }

    [Fact]
    public async Task A_transcript_is_booked_by_its_tokens_or_by_the_length_of_the_recording()
    {
        await using var world = World.Create(World.Limit(10));
        using var minutes = new MediaClient("whisper-1", usage: null);
        await TrackedMedia.Transcript(minutes, new MemoryStream(new byte[960_000]));

        // 0.006 USD a minute.
        Assert.Equal(Usd.FromDollars(0.006m), (await world.OnlyRecordAsync()).Cost);
    }

    private static string Model(string way) => way switch
    {
        "image" or "images" or "edit" => "dall-e-2",
        "speech" or "speech-stream" => "tts-1",
        "transcript" or "transcript-data" or "transcript-stream" => "whisper-1",
        _ => Vectors,
    };

    private static async Task CallAsync(MediaClient client, string way)
    {
        var audio = new MemoryStream(new byte[32_000]);
        switch (way)
        {
            case "interface": Assert.Equal(2, (await TrackedMedia.Embeddings(client, ["hello", "world"])).Count); break;
            case "single": await TrackedMedia.Single(client, "hello"); break;
            case "vector": await TrackedMedia.Vector(client, "hello"); break;
            case "zipped": Assert.Equal(2, (await TrackedMedia.Zipped(client, ["hello", "world"])).Length); break;
            case "concrete": await TrackedMedia.Concrete(client, "hello"); break;
            case "generic": await TrackedMedia.Generic(client, "hello"); break;
            case "image": await TrackedMedia.Image(client, "a cat"); break;
            case "images": await TrackedMedia.Images(client, "a cat"); break;
            case "edit": await TrackedMedia.Edit(client, "a cat"); break;
            case "speech": await TrackedMedia.Speech(client, "hello"); break;
            case "speech-stream": Assert.NotEmpty(await TrackedMedia.SpeechStream(client, "hello").ToListAsync()); break;
            case "transcript": await TrackedMedia.Transcript(client, audio); break;
            case "transcript-data": await TrackedMedia.TranscriptOfData(client, new DataContent(audio.ToArray(), "audio/mpeg")); break;
            default: Assert.NotEmpty(await TrackedMedia.TranscriptStream(client, audio).ToListAsync()); break;
        }
    }

    /// <summary>The library's own.</summary>
    [BudgetIgnore("to compare with")]
    private static class Plain
    {
        public static Task<Embedding<float>> Single(IEmbeddingGenerator<string, Embedding<float>> generator, string text) => generator.GenerateAsync(text);

        public static Task<(string Value, Embedding<float> Embedding)[]> Zipped(IEmbeddingGenerator<string, Embedding<float>> generator, IEnumerable<string> texts) => generator.GenerateAndZipAsync(texts);
    }
}
