using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.ServerSentEvents;
using BudgetGen.Storage;
using BudgetGen.TestProvider;
using OpenAI.Assistants;
using OpenAI.Audio;
using OpenAI.Decisions;
using OpenAI.Embeddings;
using OpenAI.Images;

namespace BudgetGen.Sdk.Tests;

/// <summary>What OpenAI bills besides chats: each way into its clients is one record per POST, with the provider's figures where it tells any.</summary>
[TrackLlmCall(User = "tester", Project = "sdk")]
public sealed class OpenAIMediaTests
{
    private static readonly byte[] s_file = new byte[16_000];

    public static TheoryData<string> EmbeddingWays => ["one", "one-async", "texts", "texts-async", "tokens", "tokens-async", "body", "body-async"];

    public static TheoryData<string> ImageWays =>
    [
        "one", "one-async", "many", "many-async", "edit", "edit-file", "edit-mask", "edit-files", "edits", "edits-file", "edits-mask", "edits-files", "vary", "vary-file", "varies", "varies-file",
        "body", "body-edit", "body-vary", "body-stream", "body-edit-stream",
    ];

    public static TheoryData<string> TranscriptWays => ["stream", "file", "diarized", "diarized-file", "updates", "updates-file", "body", "body-updates"];

    [Theory]
    [MemberData(nameof(EmbeddingWays))]
    public async Task Embeddings_are_booked_to_the_token_also_where_the_sdk_shows_none(string way)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => new ProviderUsage(Input: 7, Cached: 0, Output: 0, Reasoning: 0);
        await EmbedAsync(world, way, "hi");
        UsageRecord record = await OnlyAsync(world);
        Assert.Equal((new LlmUsage { Input = 7 }, false, "text-embedding-3-small", "tester"), (record.Usage, record.Estimated, record.Model, record.User));

        // 0.02 USD per million.
        Assert.Equal(Usd.FromDollarsRoundedUp(7 * 0.02m / 1_000_000m), record.Cost);
    }

    [Theory]
    [MemberData(nameof(EmbeddingWays))]
    public async Task Embeddings_without_usage_are_estimated_and_never_zero(string way)
    {
        await using var world = World.Create(World.Limit(10));
        await EmbedAsync(world, way, "hi " + Scenarios.NoUsage, user: Scenarios.NoUsage);
        UsageRecord record = await OnlyAsync(world);
        Assert.True(record.Estimated && record.Cost > Usd.Zero && record.OutputTokens == 0);
    }

    [Fact]
    public async Task A_lazy_sequence_of_texts_is_walked_once()
    {
        await using var world = World.Create();
        int walked = 0;
        IEnumerable<string> Lazy()
        {
            walked++;
            yield return "hi";
        }

        await world.Embeddings().GenerateEmbeddingsAsync(Lazy());
        Assert.Equal(1, walked);
    }

    [Theory]
    [MemberData(nameof(ImageWays))]
    public async Task Pictures_are_booked_in_tokens_also_where_the_sdk_shows_none(string way)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => new ProviderUsage(Input: 60, Cached: 20, Output: 272, Reasoning: 0);
        await DrawAsync(world, way, "a cat");
        UsageRecord record = await OnlyAsync(world);
        Assert.Equal((40, 20, 272), (record.Usage.Input, record.Usage.InputImage, record.Usage.OutputImage));
        Assert.Equal((false, "gpt-image-1", "tester"), (record.Estimated, record.Model, record.User));

        // 5 USD per million in, 10 for pictures in, 40 for pictures out.
        Assert.Equal(Usd.FromDollarsRoundedUp(((40 * 5m) + (20 * 10m) + (272 * 40m)) / 1_000_000m), record.Cost);
        Assert.Equal(0, world.Budget.GetHoldStatistics().Sum(static site => site.Overruns));
    }

    [Theory]
    [MemberData(nameof(ImageWays))]
    public async Task Pictures_without_usage_are_estimated_and_never_zero(string way)
    {
        await using var world = World.Create(World.Limit(10));
        await DrawAsync(world, way, "a cat " + Scenarios.NoUsage, user: Scenarios.NoUsage);
        UsageRecord record = await OnlyAsync(world);
        Assert.True(record.Estimated && record.Cost > Usd.Zero);
    }

    [Fact]
    public async Task Pictures_by_the_piece_are_booked_by_size_and_quality()
    {
        await using var world = World.Create(World.Limit(10));
        await world.Images("dall-e-3").GenerateImagesAsync("a cat", 2, new ImageGenerationOptions { Size = new GeneratedImageSize(1024, 1792), Quality = new GeneratedImageQuality("hd") });
        UsageRecord record = await OnlyAsync(world);
        Assert.Equal((Usd.FromDollars(0.24m), false, "openai/dall-e-3:hd-1024x1792"), (record.Cost, record.Estimated, record.PriceLine));
    }

    [Fact]
    public async Task Speech_is_booked_by_its_characters_and_marked_as_estimated()
    {
        await using var world = World.Create(World.Limit(10));
        await world.Audio("tts-1").GenerateSpeechAsync("Hello there", GeneratedSpeechVoice.Alloy);
        UsageRecord record = await OnlyAsync(world);
        Assert.Equal((11, true, Usd.FromDollars(11 * 0.000_015m)), (record.Usage.Characters, record.Estimated, record.Cost));

        world.Audio("tts-1").GenerateSpeech("Hello there", GeneratedSpeechVoice.Alloy);
        await world.Audio("tts-1").GenerateSpeechAsync(OpenAIWorld.Json("""{"model":"tts-1","input":"Hello there","voice":"alloy"}"""));
        Assert.All(await world.RecordsAsync(), same => Assert.Equal((record.Cost, true), (same.Cost, same.Estimated)));
        Assert.Equal(3, world.Log.Count);
        await world.AssertNothingHeldAsync();
    }

    [Theory]
    [InlineData("typed", true)]
    [InlineData("typed", false)]
    [InlineData("body", true)]
    [InlineData("body", false)]
    public async Task Streamed_speech_tells_its_tokens_at_the_end(string way, bool toItsEnd)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => new ProviderUsage(Input: 5, Cached: 0, Output: 20, Reasoning: 0);
        AudioClient client = world.Audio("gpt-4o-mini-tts");
        int most = toItsEnd ? int.MaxValue : 1;
        if (way == "typed")
            await (await client.GenerateSpeechStreamingAsync("Hello there", GeneratedSpeechVoice.Alloy)).Take(most).ToListAsync();
        else
            await (await client.GenerateSpeechStreamingAsync(OpenAIWorld.Json("""{"model":"gpt-4o-mini-tts","input":"Hello there","voice":"alloy","stream_format":"sse"}"""))).Take(most).ToListAsync();

        UsageRecord record = await OnlyAsync(world);
        Assert.Equal(!toItsEnd, record.Estimated);
        Assert.True(record.Cost > Usd.Zero);
        if (toItsEnd)
            Assert.Equal(new LlmUsage { Input = 5, OutputAudio = 20 }, record.Usage);
    }

    [Theory]
    [MemberData(nameof(TranscriptWays))]
    public async Task Transcripts_are_booked_in_tokens(string way)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => new ProviderUsage(Input: 30, Cached: 4, Output: 9, Reasoning: 0);
        await HearAsync(world.Audio("gpt-4o-transcribe"), way);
        UsageRecord record = await OnlyAsync(world);
        Assert.Equal((4, 26, 9, false), (record.Usage.Input, record.Usage.InputAudio, record.Usage.Output, record.Estimated));
        Assert.Equal(0, world.Budget.GetHoldStatistics().Sum(static site => site.Overruns));
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("file")]
    [InlineData("body")]
    public async Task Transcripts_by_the_minute_are_booked_by_their_length(string way)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => new ProviderUsage(Input: 9, Cached: 0, Output: 0, Reasoning: 0);
        await HearAsync(world.Audio("whisper-1"), way, model: "whisper-1");
        UsageRecord record = await OnlyAsync(world);
        Assert.Equal((9_000, false, Usd.FromDollars(0.0009m)), (record.Usage.AudioMilliseconds, record.Estimated, record.Cost));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Scenarios.NoUsage)]
    public async Task Translations_are_booked_by_their_length_or_estimated_by_their_bytes(string scenario)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => new ProviderUsage(Input: 9, Cached: 0, Output: 0, Reasoning: 0);
        await world.Audio("whisper-1").TranslateAudioAsync(new MemoryStream(s_file), "a.mp3", new AudioTranslationOptions { Prompt = "names " + scenario });
        UsageRecord record = await OnlyAsync(world);
        Assert.Equal(scenario.Length > 0, record.Estimated);
        Assert.Equal(scenario.Length > 0 ? 2_000 : 9_000, record.Usage.AudioMilliseconds);
    }

    [Theory]
    [InlineData("typed")]
    [InlineData("body")]
    public async Task Decisions_are_booked_to_the_token(string way)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => new ProviderUsage(Input: 100, Cached: 40, Output: 50, Reasoning: 20);
        if (way == "typed")
            await world.Decisions().CreateDecisionAsync(new DecisionCreationOptions([new DecisionsUserMessageItem([new DecisionsInputTextContentPart("hi")])], "gpt-4o-mini", []));
        else
            await world.Decisions().CreateDecisionAsync(OpenAIWorld.Json("""{"model":"gpt-4o-mini","input":[{"role":"user","content":"hi"}],"questions":[]}"""));
        UsageRecord record = await OnlyAsync(world);
        Assert.Equal((60, 40, 30, 20, false), (record.Usage.Input, record.Usage.CacheRead, record.Usage.Output, record.Usage.Reasoning, record.Estimated));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("thread")]
    [InlineData("body")]
    public async Task A_run_is_held_until_somebody_reads_that_it_is_over(string way)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => new ProviderUsage(Input: 100, Cached: 0, Output: 50, Reasoning: 0);
        AssistantClient client = world.Assistants();
        var options = new RunCreationOptions { ModelOverride = "gpt-4o-mini", MaxOutputTokenCount = 100, MaxInputTokenCount = 1_000 };
        switch (way)
        {
            case "run": await client.CreateRunAsync("thread_test", "asst_test", options); break;
            case "thread": await client.CreateThreadAndRunAsync("asst_test", runOptions: options); break;
            default: await client.CreateRunAsync("thread_test", OpenAIWorld.Json("""{"assistant_id":"asst_test","model":"gpt-4o-mini","max_completion_tokens":100,"max_prompt_tokens":1000}""")); break;
        }

        // 0.25 USD per million in, 1.00 out, in the priority tier.
        Assert.Equal(Usd.FromDollars((1_000 * 0.000_000_25m) + (100 * 0.000_001m)), Assert.Single(world.Budget.GetStatus()).Held);
        await client.SubmitToolOutputsToRunAsync("thread_test", "run_test", []);
        Assert.Empty(await world.RecordsAsync());

        await client.GetRunAsync("thread_test", "run_test");
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal((LlmUsage.Of(100, 50), false, "run_test"), (record.Usage, record.Estimated, record.RequestId));
        await world.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_video_is_booked_when_it_is_asked_for()
    {
        await using var world = World.Create(World.Limit(10));
        using var form = new MultipartFormDataContent { { new StringContent("sora-2"), "model" }, { new StringContent("a cat"), "prompt" }, { new StringContent("8"), "seconds" } };
        await world.Videos().CreateVideoAsync(BinaryContent.Create(await form.ReadAsStreamAsync()), form.Headers.ContentType!.ToString());
        UsageRecord record = await OnlyAsync(world);
        Assert.Equal((Usd.FromDollars(0.80m), true, "sora-2"), (record.Cost, record.Estimated, record.Model));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chat_with_a_body_of_its_own_is_booked_as_the_typed_one(bool stream)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => new ProviderUsage(Input: 100, Cached: 40, Output: 50, Reasoning: 20);
        string body = $$"""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hi"}],"max_completion_tokens":100,"stream":{{(stream ? "true" : "false")}},"stream_options":{"include_usage":true} }""";
        await Tracked.OpenAIAsync(world.OpenAI, "hi");
        await world.OpenAI.CompleteChatAsync(OpenAIWorld.Json(body));
        ClientResult unread = world.OpenAI.CompleteChat(OpenAIWorld.Json(body), new RequestOptions { BufferResponse = false });
        using (var reader = new StreamReader(unread.GetRawResponse().ContentStream!))
            Assert.Contains("usage", await reader.ReadToEndAsync(), StringComparison.Ordinal);

        IReadOnlyList<UsageRecord> records = await world.RecordsAsync();
        Assert.Equal((3, 3), (records.Count, world.Log.Count));
        Assert.All(records, record => Assert.Equal((records[0].Usage, records[0].Cost, false), (record.Usage, record.Cost, record.Estimated)));
        await world.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_raw_stream_that_is_left_settles_an_estimate()
    {
        await using var world = World.Create(World.Limit(10));
        string body = """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hi #slow"}],"stream":true}""";
        ClientResult result = await world.OpenAI.CompleteChatAsync(OpenAIWorld.Json(body), new RequestOptions { BufferResponse = false });
        await result.GetRawResponse().ContentStream!.DisposeAsync();
        Assert.True((await OnlyAsync(world)).Estimated);
    }

    [Theory]
    [InlineData(Scenarios.BadRequest, true, 0)]
    [InlineData(Scenarios.BadRequest, false, 0)]
    [InlineData(Scenarios.ServerError, true, 1)]
    public async Task A_request_that_is_told_not_to_throw_is_booked_by_its_status(string scenario, bool buffered, int suspended)
    {
        await using var world = World.Create(World.Limit(10));
        var options = new RequestOptions { ErrorOptions = ClientErrorBehaviors.NoThrow, BufferResponse = buffered };
        ClientResult result = await world.OpenAI.CompleteChatAsync(OpenAIWorld.Json($$"""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hi {{scenario}}"}]}"""), options);
        Assert.True(result.GetRawResponse().IsError);
        Assert.Empty(await world.RecordsAsync());
        await world.AssertNothingHeldAsync();
        Assert.Equal(suspended, (await world.OpenAsync()).Count);
    }

    private static async Task EmbedAsync(World world, string way, string text, string? user = null)
    {
        EmbeddingClient client = world.Embeddings();
        var options = new EmbeddingGenerationOptions { EndUserId = user };
        string body = $$"""{"model":"text-embedding-3-small","input":["{{text}}"]}""";
        switch (way)
        {
            case "one": client.GenerateEmbedding(text, options); break;
            case "one-async": await client.GenerateEmbeddingAsync(text, options); break;
            case "texts": client.GenerateEmbeddings([text], options); break;
            case "texts-async": await client.GenerateEmbeddingsAsync([text], options); break;
            case "tokens": client.GenerateEmbeddings([new ReadOnlyMemory<int>([1, 2, 3])], options); break;
            case "tokens-async": await client.GenerateEmbeddingsAsync([new ReadOnlyMemory<int>([1, 2, 3])], options); break;
            case "body": client.GenerateEmbeddings(OpenAIWorld.Json(body)); break;
            default: await client.GenerateEmbeddingsAsync(OpenAIWorld.Json(body)); break;
        }
    }

    private static async Task DrawAsync(World world, string way, string text, string? user = null)
    {
        ImageClient client = world.Images();
        string path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, s_file);
        try
        {
            var made = new ImageGenerationOptions { EndUserId = user };
            var edited = new ImageEditOptions { EndUserId = user };
            var varied = new ImageVariationOptions { EndUserId = user };
            string body = $$"""{"model":"gpt-image-1","prompt":"{{text}}","n":1,"size":"1024x1024","quality":"medium"}""", streamed = body.Replace("\"n\"", "\"stream\":true,\"n\"", StringComparison.Ordinal);
            switch (way)
            {
                case "one": client.GenerateImage(text, made); break;
                case "one-async": await client.GenerateImageAsync(text, made); break;
                case "many": client.GenerateImages(text, 1, made); break;
                case "many-async": await client.GenerateImagesAsync(text, 1, made); break;
                case "edit": await client.GenerateImageEditAsync(new MemoryStream(s_file), "a.png", text, edited); break;
                case "edit-file": client.GenerateImageEdit(path, text, edited); break;
                case "edit-mask": await client.GenerateImageEditAsync(new MemoryStream(s_file), "a.png", text, new MemoryStream(s_file), "m.png", edited); break;
                case "edit-files": client.GenerateImageEdit(path, text, path, edited); break;
                case "edits": client.GenerateImageEdits(new MemoryStream(s_file), "a.png", text, 1, edited); break;
                case "edits-file": await client.GenerateImageEditsAsync(path, text, 1, edited); break;
                case "edits-mask": client.GenerateImageEdits(new MemoryStream(s_file), "a.png", text, new MemoryStream(s_file), "m.png", 1, edited); break;
                case "edits-files": await client.GenerateImageEditsAsync(path, text, path, 1, edited); break;
                case "vary": await client.GenerateImageVariationAsync(new MemoryStream(s_file), "a.png", varied); break;
                case "vary-file": client.GenerateImageVariation(path, varied); break;
                case "varies": client.GenerateImageVariations(new MemoryStream(s_file), "a.png", 1, varied); break;
                case "varies-file": await client.GenerateImageVariationsAsync(path, 1, varied); break;
                case "body": await client.GenerateImagesAsync(OpenAIWorld.Json(body)); break;
                case "body-stream": Assert.NotEmpty(await (await client.GenerateImagesStreamingAsync(OpenAIWorld.Json(streamed))).ToListAsync()); break;
                default: await DrawOfFormAsync(client, way, text); break;
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task DrawOfFormAsync(ImageClient client, string way, string text)
    {
        using var form = new MultipartFormDataContent { { new StringContent("gpt-image-1"), "model" }, { new StringContent(text), "prompt" }, { new ByteArrayContent(s_file), "image", "a.png" } };
        if (way == "body-edit-stream")
            form.Add(new StringContent("true"), "stream");
        BinaryContent content = BinaryContent.Create(await form.ReadAsStreamAsync());
        string type = form.Headers.ContentType!.ToString();
        if (way == "body-edit")
            await client.GenerateImageEditsAsync(content, type);
        else if (way == "body-vary")
            client.GenerateImageVariations(content, type);
        else
            Assert.NotEmpty(await (await client.GenerateImageEditsStreamingAsync(content, type)).ToListAsync());
    }

    private static async Task HearAsync(AudioClient client, string way, string model = "gpt-4o-transcribe")
    {
        string path = Path.GetTempFileName() + ".mp3";
        await File.WriteAllBytesAsync(path, s_file);
        try
        {
            switch (way)
            {
                case "stream": await client.TranscribeAudioAsync(new MemoryStream(s_file), "a.mp3"); break;
                case "file": client.TranscribeAudio(path); break;
                case "diarized": await client.TranscribeAudioDiarizedAsync(new MemoryStream(s_file), "a.mp3"); break;
                case "diarized-file": client.TranscribeAudioDiarized(path); break;
                case "updates": Assert.NotEmpty(await (await client.TranscribeAudioStreamingAsync(new MemoryStream(s_file), "a.mp3")).ToListAsync()); break;
                case "updates-file": Assert.NotEmpty(await (await client.TranscribeAudioStreamingAsync(path)).ToListAsync()); break;
                default:
                    using (var form = new MultipartFormDataContent { { new StringContent(model), "model" }, { new ByteArrayContent(s_file), "file", "a.mp3" } })
                    {
                        if (way == "body-updates")
                            form.Add(new StringContent("true"), "stream");
                        BinaryContent content = BinaryContent.Create(await form.ReadAsStreamAsync());
                        string type = form.Headers.ContentType!.ToString();
                        if (way == "body")
                            await client.TranscribeAudioAsync(content, type);
                        else
                            Assert.NotEmpty(await (await client.TranscribeAudioStreamingAsync(content, type)).ToListAsync());
                    }

                    break;
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<UsageRecord> OnlyAsync(World world)
    {
        UsageRecord record = await world.OnlyRecordAsync();
        await world.AssertNothingHeldAsync();
        Assert.Equal(1, world.Log.Count);
        Assert.Equal(record.Cost, Assert.Single(world.Budget.GetStatus()).Spent);
        return record;
    }
}
