using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Anthropic;
using Anthropic.Helpers.Beta;
using Anthropic.Models.Messages;
using Azure;
using Azure.AI.OpenAI;
using BudgetGen.Storage;
using BudgetGen.TestProvider;
using Microsoft.Extensions.AI;
using OpenAI.Assistants;
using OpenAI.Audio;
using OpenAI.Chat;
using OpenAI.Decisions;
using OpenAI.Embeddings;
using OpenAI.Images;
using OpenAI.Responses;
using OpenAI.Videos;
using AnthropicOptions = Anthropic.Core.ClientOptions;
using AzureClient = Azure.AI.OpenAI.OpenAIClient;
using AzureOptions = Azure.AI.OpenAI.OpenAIClientOptions;
using Beta = Anthropic.Models.Beta.Messages;
using ChatMessage = OpenAI.Chat.ChatMessage;
using ExtensionsMessage = Microsoft.Extensions.AI.ChatMessage;
using ExtensionsRole = Microsoft.Extensions.AI.ChatRole;
using OpenAIOptions = OpenAI.OpenAIClientOptions;
using Type = System.Type;

namespace BudgetGen.Generator.Tests.Rows;

/// <summary>A ledger in memory, the real clients of a provider on loopback, and an argument for each parameter of their paid methods.</summary>
internal sealed class RowWorld : IAsyncDisposable
{
    public const string Claude = "claude-sonnet-4-20250514", Deployment = "prod-chat", Said = "hi";

    /// <summary>The bound on output of the calls whose answers tell no usage.</summary>
    public const int MostOutput = 30;

    private const string Boundary = "between-the-fields";

    private static readonly ApiKeyCredential s_key = new("test");
    private static readonly byte[] s_file = new byte[16_000];

    private readonly FakeProvider _provider;
    private readonly BudgetManager _budget;
    private readonly IDisposable _scope;
    private readonly AnthropicClient _anthropic;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("rows-");

    public RowWorld(FakeProvider provider)
    {
        _provider = provider;
        provider.Log.Clear();
        provider.Usage = static _ => new ProviderUsage(Input: 100, Cached: 0, Output: 50, Reasoning: 0);
        var options = new BudgetOptions { Prices = PricingRegistry.Embedded.WithDeployment(Deployment, "gpt-4o") };
        options.AddPolicy(new BudgetPolicy { Name = "Limit", Scope = BudgetScope.Global, Period = BudgetPeriod.Lifetime, Limit = Usd.FromDollars(100m) });
        _budget = new BudgetManager(options);
        _scope = BudgetContext.Use(manager: _budget);
        _anthropic = new AnthropicClient(new AnthropicOptions { ApiKey = "test", BaseUrl = provider.Address.ToString().TrimEnd('/'), MaxRetries = 0 });
        foreach (string name in (string[])["a.png", "a.mp3"])
            File.WriteAllBytes(Path.Combine(_directory.FullName, name), s_file);
    }

    /// <summary>True for requests that the provider is to work on after its answer.</summary>
    public bool IsBackground { get; set; }

    /// <summary>What was booked, oldest first.</summary>
    public async Task<IReadOnlyList<UsageRecord>> RecordsAsync() => [.. (await _budget.Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue })).Reverse()];

    /// <summary>Reservations that have no end: held ones and suspended ones.</summary>
    public ValueTask<IReadOnlyList<OpenReservation>> OpenAsync() => _budget.Reader.GetOpenReservationsAsync();

    /// <summary>The model that a row is made with.</summary>
    public static string Model(CatalogueRow row) => row.Kind switch
    {
        "embedding" when !IsOf(row, "Azure.") => "text-embedding-3-small",
        "image" => "gpt-image-1",
        "speech" => row.Method.Name == "GenerateSpeechStreamingAsync" ? "gpt-4o-mini-tts" : "tts-1",
        "transcription" => "gpt-4o-transcribe",
        "translation" => "whisper-1",
        "video" => "sora-2",
        _ when IsOf(row, "Azure.") => Deployment,
        _ when IsOf(row, "OpenAI.") => "gpt-4o-mini",
        _ => Claude,
    };

    public static bool IsOf(CatalogueRow row, string start) => row.Id.StartsWith(start, StringComparison.Ordinal);

    /// <summary>Makes the call of a row and reads what it gives to the end.</summary>
    public async Task CallAsync(CatalogueRow row)
    {
        System.Reflection.MethodInfo call = RowProgram.Instance[row.Id];
        System.Reflection.ParameterInfo[] parameters = call.GetParameters();
        object client = Client(parameters[0].ParameterType, row);
        await RowResult.ReadAsync(call.Invoke(null, [client, .. parameters.Skip(1).Select(parameter => Argument(row, parameter.ParameterType, parameter.Name!))]));
    }

    public async ValueTask DisposeAsync()
    {
        _scope.Dispose();
        _anthropic.Dispose();
        _directory.Delete(recursive: true);
        await _budget.DisposeAsync();
    }

    private object Client(Type type, CatalogueRow row)
    {
        Uri endpoint = _provider.OpenAIEndpoint;
        var options = new OpenAIOptions { Endpoint = endpoint, RetryPolicy = new ClientRetryPolicy(0) };
        string model = Model(row);
        object[] clients =
        [
            new ChatClient(model, s_key, options),
            new EmbeddingClient(model, s_key, options),
            new ImageClient(model, s_key, options),
            new AudioClient(model, s_key, options),
            new ResponsesClient(s_key, new ResponsesClientOptions { Endpoint = endpoint, RetryPolicy = new ClientRetryPolicy(0) }),
            new DecisionsClient(s_key, new DecisionsClientOptions { Endpoint = endpoint, RetryPolicy = new ClientRetryPolicy(0) }),
            new AssistantClient(s_key, new AssistantClientOptions { Endpoint = endpoint, RetryPolicy = new ClientRetryPolicy(0) }),
            new VideoClient(s_key, new VideoClientOptions { Endpoint = endpoint, RetryPolicy = new ClientRetryPolicy(0) }),
            new AzureClient(_provider.Address, new AzureKeyCredential("test"), new AzureOptions { Retry = { MaxRetries = 0 } }),
            _anthropic.Messages,
            _anthropic.Messages.WithRawResponse,
            _anthropic.Beta.Messages,
            _anthropic.Beta.Messages.WithRawResponse,
            Begun(_anthropic.Beta.Messages.Thread(NewThread())),
            Begun(_anthropic.Beta.Messages.Thread<Greeting>(NewThread())),
            _anthropic.AsIChatClient(Claude),
            new Delegating(_anthropic.AsIChatClient(Claude)),
            new LoopbackMedia(model, new EmbeddingClient(model, s_key, options), new ImageClient(model, s_key, options), new AudioClient(model, s_key, options), new AudioClient(model, s_key, options)),
        ];
        return clients.FirstOrDefault(type.IsInstanceOfType) ?? throw new NotSupportedException($"No client for {type} of {row.Id}");
    }

    /// <summary>A value for a parameter, by its type, and where that says too little by its name.</summary>
    private object? Argument(CatalogueRow row, Type type, string name)
    {
        bool isStream = row.Method.Name.Contains("Streaming", StringComparison.Ordinal);
        if (Nullable.GetUnderlyingType(type) is not null || type == typeof(CancellationToken))
            return type == typeof(CancellationToken) ? TestContext.Current.CancellationToken : null;
        if (type == typeof(string))
            return Text(row, name);
        if (type == typeof(int))
            return 1;
        if (type == typeof(bool))
            return true;
        if (type == typeof(Stream))
            return new MemoryStream(s_file);
        if (type == typeof(ReadOnlyMemory<byte>))
            return new ReadOnlyMemory<byte>(s_file);
        if (type == typeof(DataContent))
            return new DataContent(s_file, name == "audioSpeechContent" ? "audio/mpeg" : "image/png");
        if (type == typeof(GeneratedSpeechVoice))
            return GeneratedSpeechVoice.Alloy;
        if (type == typeof(BinaryContent))
            return BinaryContent.Create(Body(row));
        if (type == typeof(CreateResponseOptions))
            return new CreateResponseOptions("gpt-4o-mini", [ResponseItem.CreateUserMessageItem(Said)]) { MaxOutputTokenCount = 100, StreamingEnabled = isStream ? true : null, BackgroundModeEnabled = IsBackground ? true : null };
        if (type == typeof(GetResponseOptions))
            return new GetResponseOptions("resp_test") { StreamingEnabled = isStream ? true : null };
        if (type == typeof(DecisionCreationOptions))
            return new DecisionCreationOptions([new DecisionsUserMessageItem([new DecisionsInputTextContentPart(Said)])], "gpt-4o-mini", []);
        if (type == typeof(RunCreationOptions))
            return new RunCreationOptions { ModelOverride = "gpt-4o-mini", MaxOutputTokenCount = 100, MaxInputTokenCount = 1_000 };
        if (type == typeof(ChatCompletionsOptions))
            return new ChatCompletionsOptions([new Azure.AI.OpenAI.ChatMessage(Azure.AI.OpenAI.ChatRole.User, Said)]) { MaxTokens = MostOutput };
        if (type == typeof(CompletionsOptions))
            return new CompletionsOptions([Said]) { MaxTokens = MostOutput };
        if (type == typeof(EmbeddingsOptions))
            return new EmbeddingsOptions(Said);
        if (type == typeof(ChatOptions))
            return new ChatOptions { MaxOutputTokens = 100 };
        if (type == typeof(ImageGenerationRequest))
            return new ImageGenerationRequest(Said);
        if (type == typeof(ExtensionsMessage))
            return new ExtensionsMessage(ExtensionsRole.User, Said);
        if (type == typeof(MessageCreateParams))
            return new MessageCreateParams { Model = Claude, MaxTokens = 100, Messages = [new MessageParam(new UserMessageParam(Said))] };
        if (type == typeof(Beta.MessageCreateParams))
            return new Beta.MessageCreateParams { Model = Claude, MaxTokens = 100, Messages = [Say()] };
        if (type == typeof(Beta.ThreadCreateParams))
            return NewThread();
        if (type == typeof(Beta.BetaMessageParam))
            return Say();
        if (type == typeof(Beta.BetaMessage))
            return JsonSerializer.Deserialize<Beta.BetaMessage>($$"""{"id":"msg_before","type":"message","role":"assistant","model":"{{Claude}}","content":[{"type":"text","text":"Hello.","citations":null}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1} }""")!;
        object?[] many = [new[] { Said }, new ChatMessage[] { Said }, new[] { ResponseItem.CreateUserMessageItem(Said) }, new[] { new ReadOnlyMemory<int>([1, 2, 3]) }, Array.Empty<ToolOutput>(),
            new[] { new ExtensionsMessage(ExtensionsRole.User, Said) }, new AIContent[] { new DataContent(s_file, "image/png") }, new[] { Say() }, Array.Empty<IBetaRunnableTool>()];
        if (Array.Find(many, type.IsInstanceOfType) is { } sequence)
            return sequence;
        if (type == typeof(RequestOptions) || type.Name.EndsWith("Options", StringComparison.Ordinal) || typeof(Delegate).IsAssignableFrom(type))
            return null;
        throw new NotSupportedException($"No argument for {type} {name} of {row.Id}");
    }

    private string? Text(CatalogueRow row, string name) => name switch
    {
        "prompt" or "text" or "input" or "value" or "chatMessage" or "userInputText" => Said,
        "model" => "gpt-4o-mini",
        "deploymentOrModelName" => Deployment,
        "previousResponseId" => null,
        "threadId" => "thread_test",
        "runId" => "run_test",
        "assistantId" => "asst_test",
        "responseId" => "resp_test",
        "imageFilename" or "maskFilename" or "fileName" => "a.png",
        "audioFilename" => "a.mp3",
        "imageFilePath" or "maskFilePath" => Path.Combine(_directory.FullName, "a.png"),
        "audioFilePath" => Path.Combine(_directory.FullName, "a.mp3"),
        "contentType" => row.Method.Name.StartsWith("CompactResponse", StringComparison.Ordinal) ? "application/json" : "multipart/form-data; boundary=" + Boundary,
        _ => throw new NotSupportedException($"No text for {name} of {row.Id}"),
    };

    /// <summary>The body of a call whose caller writes it, as the row's type and the first words of its name say.</summary>
    private static BinaryData Body(CatalogueRow row)
    {
        string model = Model(row), name = row.Method.Name.Replace("Async", "", StringComparison.Ordinal);
        return name switch
        {
            "CompleteChat" => Json("""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hi"}],"max_completion_tokens":100}"""),
            "CreateResponse" or "CompactResponse" => Json("""{"model":"gpt-4o-mini","input":[{"role":"user","content":"hi"}]}"""),
            "CreateDecision" => Json("""{"model":"gpt-4o-mini","input":[{"role":"user","content":"hi"}],"questions":[]}"""),
            "GenerateEmbeddings" => Json("""{"model":"text-embedding-3-small","input":["hi"]}"""),
            "GenerateImages" => Json("""{"model":"gpt-image-1","prompt":"hi","n":1}"""),
            "GenerateImagesStreaming" => Json("""{"model":"gpt-image-1","prompt":"hi","n":1,"stream":true}"""),
            "GenerateSpeech" => Json("""{"model":"tts-1","input":"hi","voice":"alloy"}"""),
            "GenerateSpeechStreaming" => Json("""{"model":"gpt-4o-mini-tts","input":"hi","voice":"alloy","stream_format":"sse"}"""),
            "CreateRun" or "CreateThreadAndRun" => Json("""{"assistant_id":"asst_test","model":"gpt-4o-mini","max_completion_tokens":100,"max_prompt_tokens":1000}"""),
            "SubmitToolOutputsToRun" => Json("""{"tool_outputs":[]}"""),
            "GenerateImageEdits" or "GenerateImageEditsStreaming" or "GenerateImageVariations" => Form("image", "a.png", ("prompt", Said)),
            "TranscribeAudio" or "TranscribeAudioStreaming" => Form("file", "a.mp3"),
            "TranslateAudio" => Form("file", "a.mp3", ("response_format", "verbose_json")),
            "CreateVideo" => Form(null, "", ("prompt", Said), ("seconds", "8")),
            _ => throw new NotSupportedException($"No body for {row.Id}"),
        };

        static BinaryData Json(string json) => BinaryData.FromString(json);

        BinaryData Form(string? file, string fileName, params (string Name, string Value)[] fields)
        {
            using var form = new MultipartFormDataContent(Boundary) { { new StringContent(model), "model" } };
            foreach ((string field, string value) in fields)
                form.Add(new StringContent(value), field);
            if (name.EndsWith("Streaming", StringComparison.Ordinal))
                form.Add(new StringContent("true"), "stream");
            if (file is not null)
                form.Add(new ByteArrayContent(s_file), file, fileName);
            return BinaryData.FromStream(form.ReadAsStream());
        }
    }

    private static Beta.BetaMessageParam Say() => new Beta.BetaUserMessageParam(Said);

    private static Beta.ThreadCreateParams NewThread() => new() { Model = Claude, MaxTokens = 100, Messages = [] };

    private static BetaMessageThread Begun(BetaMessageThread thread)
    {
        thread.Append(Say());
        return thread;
    }

    private static BetaMessageThread<Greeting> Begun(BetaMessageThread<Greeting> thread)
    {
        thread.Append(Say());
        return thread;
    }

    private sealed class Delegating(IChatClient inner) : DelegatingChatClient(inner);
}
