using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>
/// A chat client with its budget built in, for code without an SDK that the compiler could intercept: it estimates, chooses a model if none is
/// named, reserves, sends, and settles. Safe for any number of threads.
/// </summary>
public sealed partial class TrackedLlmClient
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
        UsageTracker = new UsageTracker(manager);
    }

    /// <summary>The bound on output that requests are sent with, tokens.</summary>
    public int MaxOutputTokens { get; init; } = 500;

    /// <summary>The model of calls that name none; null: the cheapest one that is good enough for a chat and within the cap.</summary>
    public string? Model { get; init; }

    /// <summary>The most that any one request may cost, USD; null: no cap of the client's own. A call may have a tighter one.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>The user who pays for calls that name none; null: the ambient one (<see cref="BudgetContext"/>).</summary>
    public string? User { get; init; }

    /// <summary>The client (application, API key, tenant) that calls are booked on; null: the ambient one.</summary>
    public string? Client { get; init; }

    /// <summary>Counts what this client's calls used.</summary>
    public UsageTracker UsageTracker { get; }

    /// <summary>Chats, within the budget.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="model">The model; null: <see cref="Model"/>, else the cheapest one that is good enough for a chat and within <paramref name="maxCost"/>. A budget that falls back (<see cref="LimitAction.Fallback"/>) may choose another one: the request that is sent names it.</param>
    /// <param name="maxCost">The most that this request may cost, USD; null: no cap of its own.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BudgetExceededException">A budget, or the cap, does not allow the request. Nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">No model fits the cap, or the client was made without a way to send.</exception>
    public async Task<string> ChatAsync(
        IReadOnlyList<LlmChatMessage> messages, string? model = null, decimal? maxCost = null, CancellationToken cancellationToken = default) =>
        (await CompleteAsync(messages, model, maxCost, cancellationToken: cancellationToken).ConfigureAwait(false)).Text;

    /// <summary>
    /// Chats, within the budget, and tells what it cost: the answer and its own record, also where other threads use the client. Atomic: the worst case is
    /// reserved on every budget that applies, or on none, before the request is sent.
    /// </summary>
    /// <param name="messages">The messages.</param>
    /// <param name="model">The model; null: <see cref="Model"/>, else the cheapest one that is good enough for a chat and within <paramref name="maxCost"/>.</param>
    /// <param name="maxCost">The most that this request may cost, USD; null: no cap of its own.</param>
    /// <param name="user">The user who pays; null: <see cref="User"/>.</param>
    /// <param name="client">The client that calls; null: <see cref="Client"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BudgetExceededException">A budget, or the cap, does not allow the request. Nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">No model fits the cap, or the client was made without a way to send.</exception>
    public async Task<LlmChatCompletion> CompleteAsync(
        IReadOnlyList<LlmChatMessage> messages,
        string? model = null,
        decimal? maxCost = null,
        string? user = null,
        string? client = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        string chosen = Choose(model, maxCost);
        UsageRecord? booked = null;
        using IDisposable scope = BudgetContext.Use(user: user ?? User, client: client ?? Client, manager: _manager, maxCost: CapOf(maxCost));
        LlmChatAnswer answer = await LlmCall.RunAsync(
            s_site,
            new LlmRequest { Model = chosen, Prompt = SizeOf(messages), MaxOutputTokens = MaxOutputTokens, Booked = Book, CanChange = LlmRequestParts.Model | LlmRequestParts.MaxOutputTokens },
            (client: this, request: new LlmChatRequest(chosen, messages, MaxOutputTokens), cancellationToken),
            static call => call.client.SendAsync(call.request, call.cancellationToken),
            static answer => new LlmOutcome { Usage = answer.Usage, Model = answer.Model, ObservedOutputBytes = LlmText.Utf8Bytes(answer.Text) },
            static (call, change) => call with { request = Changed(call.request, change) },
            cancellationToken).ConfigureAwait(false);
        return new LlmChatCompletion(answer.Text, booked);

        void Book(UsageRecord record)
        {
            booked = record;
            UsageTracker.Note(record);
        }
    }

    private string Choose(string? model, decimal? maxCost) => model ?? Model ?? _optimizer.SelectModel("chat", CapOf(maxCost)?.ToDollars())
        ?? throw new InvalidOperationException($"No model is good enough for a chat and costs at most {CapOf(maxCost)} a request. Raise maxCost or name a model.");

    private Usd? CapOf(decimal? maxCost) => LlmCallScope.Tighter(Dollars(maxCost), Dollars(MaxCost));

    private static Usd? Dollars(decimal? dollars) => dollars is { } amount ? Usd.FromDollars(amount) : null;

    private static PromptSize SizeOf(IReadOnlyList<LlmChatMessage> messages)
    {
        var prompt = new PromptSize();
        foreach (LlmChatMessage message in messages)
        {
            prompt.AddMessage();
            prompt.AddText(message.Content);
        }

        return prompt;
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
