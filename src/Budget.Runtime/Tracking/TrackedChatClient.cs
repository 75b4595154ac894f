using BudgetGen.CompilerServices;
using BudgetGen.Generated;
using Microsoft.Extensions.AI;

namespace BudgetGen;

/// <summary>
/// Meters every chat request that goes through it, for pipelines that are built in dependency injection and for callers that no interceptor sees: other assemblies, Razor, delegates.
/// It does what the compiler writes for a call of an <see cref="IChatClient"/>: reserves the worst case on every budget that applies before the request is sent, and books what the
/// response says that it used. A budget that falls back may send another model, strict holds may send a bound on output; the caller's options are never changed.
/// </summary>
/// <remarks>
/// <para>Inside another tracked call (an interceptor's, a decorator's, another <see cref="TrackedChatClient"/>'s) of the same manager it reserves nothing and reports what it used to
/// that one, so a request is counted once, however many stand around it.</para>
/// <para>Put it directly around the provider's client: inside a client that calls functions it sees every turn, and inside a cache it sees only what is really sent.</para>
/// <para>Safe for any number of threads, as far as the inner client is.</para>
/// </remarks>
/// <example>
/// <code>
/// IChatClient client = anthropic.AsIChatClient("claude-sonnet-4-20250514").WithBudget(new() { Project = "support" });
/// using (BudgetContext.Use(user: "alice"))
///     ChatResponse answer = await client.GetResponseAsync("Hello");
/// </code>
/// </example>
public sealed class TrackedChatClient : DelegatingChatClient, ITrackedDecorator<IChatClient, TrackedChatClient>
{
    private readonly PipelineMeter _meter;
    private readonly LlmCallSite _whole;
    private readonly LlmCallSite _streaming;

    /// <summary>Puts a meter around a client.</summary>
    /// <param name="innerClient">The client; it is disposed with this one.</param>
    /// <param name="options">Who pays; null: whom the scope and the ambient context name.</param>
    public TrackedChatClient(IChatClient innerClient, TrackedChatClientOptions? options = null)
        : base(innerClient)
    {
        string name = (innerClient.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.ProviderName ?? innerClient.GetType().Name;
        _meter = new PipelineMeter(nameof(TrackedChatClient), name, options ?? new TrackedChatClientOptions());
        _whole = _meter.Site(nameof(GetResponseAsync));
        _streaming = _meter.Site(nameof(GetStreamingResponseAsync));
    }

    /// <inheritdoc/>
    /// <exception cref="BudgetExceededException">A budget does not allow the request. Nothing was sent.</exception>
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using LlmScopeLease scope = _meter.Reach();
        return ExtensionsAIChat.GetResponseAsync(_whole, InnerClient, messages, options, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Each enumeration is a request of its own: reserved when it begins, booked when it ends.</remarks>
    /// <exception cref="BudgetExceededException">Thrown when the stream is read: a budget does not allow the request. Nothing was sent.</exception>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using LlmScopeLease scope = _meter.Reach();
        return ExtensionsAIChat.GetStreamingResponseAsync(_streaming, InnerClient, messages, options, cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null) => _meter.Answer(serviceType, serviceKey) ?? base.GetService(serviceType, serviceKey);

    static TrackedChatClient ITrackedDecorator<IChatClient, TrackedChatClient>.Around(IChatClient inner) => new(inner);
}
