using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>
/// A chat client with its budget built in, for code without an SDK that the compiler could intercept: it estimates, chooses a model if none is
/// named, reserves, sends, and settles. Safe for any number of threads.
/// </summary>
public sealed class TrackedLlmClient
{
    private static readonly LlmCallSite s_site = new(nameof(TrackedLlmClient) + "." + nameof(ChatAsync), "by hand");

    private readonly BudgetManager _manager;
    private readonly CostOptimizer _optimizer;
    private readonly Func<LlmChatRequest, CancellationToken, Task<LlmChatAnswer>>? _send;

    /// <summary>Makes a client.</summary>
    /// <param name="manager">Books the calls.</param>
    /// <param name="optimizer">Chooses a model where a call names none.</param>
    /// <param name="send">Sends a request to a provider. Null: the client can only reject, which is enough for a test.</param>
    public TrackedLlmClient(BudgetManager manager, CostOptimizer optimizer, Func<LlmChatRequest, CancellationToken, Task<LlmChatAnswer>>? send = null)
    {
        ArgumentNullException.ThrowIfNull(manager);
        ArgumentNullException.ThrowIfNull(optimizer);
        _manager = manager;
        _optimizer = optimizer;
        _send = send;
    }

    /// <summary>The bound on output that requests are sent with, tokens.</summary>
    public int MaxOutputTokens { get; init; } = 500;

    /// <summary>Chats, within the budget.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="model">
    /// The model; null: the cheapest one that is good enough for a chat and within <paramref name="maxCost"/>. A budget that falls back
    /// (<see cref="LimitAction.Fallback"/>) may choose another one: the request that is sent names it.
    /// </param>
    /// <param name="maxCost">The most that this request may cost, USD; null: no cap of its own.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BudgetExceededException">A budget, or the cap, does not allow the request. Nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">No model fits the cap, or the client was made without a way to send.</exception>
    public async Task<string> ChatAsync(
        IReadOnlyList<LlmChatMessage> messages, string? model = null, decimal? maxCost = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        string chosen = model ?? _optimizer.SelectModel("chat", maxCost)
            ?? throw new InvalidOperationException($"No model is good enough for a chat and costs at most {maxCost} USD a request. Raise maxCost or name a model.");

        var prompt = new PromptSize();
        foreach (LlmChatMessage message in messages)
        {
            prompt.AddMessage();
            prompt.AddText(message.Content);
        }

        using IDisposable scope = BudgetContext.Use(manager: _manager, maxCost: maxCost is { } cap ? Usd.FromDollars(cap) : null);
        LlmChatAnswer answer = await LlmCall.RunAsync(
            s_site,
            new LlmRequest { Model = chosen, Prompt = prompt, MaxOutputTokens = MaxOutputTokens, CanChange = LlmRequestParts.Model | LlmRequestParts.MaxOutputTokens },
            (client: this, request: new LlmChatRequest(chosen, messages, MaxOutputTokens), cancellationToken),
            static call => call.client.SendAsync(call.request, call.cancellationToken),
            static answer => new LlmOutcome { Usage = answer.Usage, Model = answer.Model, ObservedOutputBytes = LlmText.Utf8Bytes(answer.Text) },
            static (call, change) => call with { request = Changed(call.request, change) },
            cancellationToken).ConfigureAwait(false);
        return answer.Text;
    }

    private static LlmChatRequest Changed(LlmChatRequest request, LlmRequestChange change) => request with
    {
        Model = change.Model ?? request.Model,
        MaxOutputTokens = change.MaxOutputTokens32 ?? request.MaxOutputTokens,
    };

    private Task<LlmChatAnswer> SendAsync(LlmChatRequest request, CancellationToken cancellationToken) => _send is null
        ? throw new InvalidOperationException("The client was made without a way to send. Give the constructor one.")
        : _send(request, cancellationToken);
}
