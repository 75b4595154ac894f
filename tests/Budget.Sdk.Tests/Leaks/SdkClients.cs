using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Anthropic.Core;
using Azure;
using Azure.Core.Pipeline;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;
using AzureOpenAI = Azure.AI.OpenAI;

namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>The real clients as the documentation sets them up: with their own retries, and with our handler or without it.</summary>
internal sealed class SdkClients : IDisposable
{
    /// <summary>What calls are made with.</summary>
    public static readonly string[] Kinds = [.. StreamKinds, "azure", "azure-sync"];

    /// <summary>What streams are read with. Azure's old ones show nothing, and are charged at their bound when they are asked for.</summary>
    public static string[] StreamKinds => ["openai", "openai-sync", "anthropic", "chat"];

    private readonly HttpClient _http;

    /// <param name="world">The provider.</param>
    /// <param name="handler">Null: the clients' own transports.</param>
    /// <param name="timeout">Of each attempt; null: long.</param>
    /// <param name="retries">False: switched off, by the libraries' own switches.</param>
    public SdkClients(World world, LlmAttemptHandler? handler, TimeSpan? timeout = null, bool retries = true)
    {
        _http = handler is null ? new HttpClient() : new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        ChatOptions = new OpenAIClientOptions { Endpoint = world.Provider.OpenAIEndpoint };
        ResponsesOptions = new ResponsesClientOptions { Endpoint = world.Provider.OpenAIEndpoint };
        foreach (ClientPipelineOptions pipeline in (ClientPipelineOptions[])[ChatOptions, ResponsesOptions])
        {
            pipeline.NetworkTimeout = timeout ?? TimeSpan.FromSeconds(30);
            if (!retries)
                pipeline.RetryPolicy = new ClientRetryPolicy(0);
            if (handler is not null)
                pipeline.Transport = new HttpClientPipelineTransport(_http);
        }

        // Its own waits are seconds long, and not what is looked at.
        var azure = new AzureOpenAI.OpenAIClientOptions { Retry = { NetworkTimeout = timeout ?? TimeSpan.FromSeconds(30), Delay = TimeSpan.FromMilliseconds(20) } };
        if (!retries)
            azure.Retry.MaxRetries = 0;
        if (handler is not null)
            azure.Transport = new HttpClientTransport(_http);
        Azure = new AzureOpenAI.OpenAIClient(world.Provider.Address, new AzureKeyCredential("test"), azure);

        var options = new ClientOptions
        {
            ApiKey = "test",
            BaseUrl = world.Provider.Address.ToString().TrimEnd('/'),
            Timeout = timeout ?? TimeSpan.FromSeconds(30),
        };
        if (!retries)
            options = options with { MaxRetries = 0 };
        if (handler is not null)
            options = options with { HttpClient = _http };
        Anthropic = new AnthropicClient(options);
        Chat = Anthropic.AsIChatClient(Tracked.Claude);
    }

    public OpenAIClientOptions ChatOptions { get; }

    public ResponsesClientOptions ResponsesOptions { get; }

    public ChatClient OpenAI => field ??= new ChatClient("gpt-4o-mini", new ApiKeyCredential("test"), ChatOptions);

    public ResponsesClient Responses => field ??= new ResponsesClient(new ApiKeyCredential("test"), ResponsesOptions);

    public AnthropicClient Anthropic { get; }

    public AzureOpenAI.OpenAIClient Azure { get; }

    public IChatClient Chat { get; }

    public static LlmAttemptHandler Handler() => new(LlmAttemptHandler.CreateSocketsHandler());

    /// <summary>A tracked call of one of <see cref="Kinds"/>.</summary>
    public Task CallAsync(string kind, string text) => kind switch
    {
        "openai" => Tracked.OpenAIAsync(OpenAI, text),
        "openai-sync" => Task.Factory.StartNew(() => Tracked.OpenAI(OpenAI, text), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
        "anthropic" => Tracked.AnthropicAsync(Anthropic.Messages, text),
        "azure" => TrackedAzure.AskAsync(Azure, text),
        "azure-sync" => Task.Factory.StartNew(() => TrackedAzure.Ask(Azure, text), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
        _ => Tracked.ChatAsync(Chat, text),
    };

    /// <summary>A tracked stream of one of <see cref="StreamKinds"/>; there is a synchronous one of OpenAI's only.</summary>
    public IAsyncEnumerable<object> Stream(string kind, string text, CancellationToken cancellationToken = default) => kind switch
    {
        "openai" => Tracked.OpenAIStream(OpenAI, text, cancellationToken).Select(static update => (object)update),
        "openai-sync" => Tracked.OpenAISyncStream(OpenAI, text).ToAsyncEnumerable().Select(static update => (object)update),
        "anthropic" => Tracked.AnthropicStream(Anthropic.Messages, text, cancellationToken).Select(static update => (object)update),
        _ => Tracked.ChatStream(Chat, text, cancellationToken).Select(static update => (object)update),
    };

    public void Dispose()
    {
        Chat.Dispose();
        Anthropic.Dispose();
        _http.Dispose();
    }
}
