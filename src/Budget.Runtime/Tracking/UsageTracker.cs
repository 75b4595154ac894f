using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>
/// Checks, makes and records calls by hand, in the words of ATLAS, and counts what it has seen. Safe for any number of threads.
/// </summary>
/// <remarks>
/// <see cref="RunAsync"/> is the way to make a call: it reserves, calls and settles. <see cref="CheckBudget"/> followed by <see cref="RecordUsageAsync"/> is
/// check-then-record: calls that check at the same time all pass, and together they overspend.
/// </remarks>
public sealed class UsageTracker
{
    private static readonly LlmCallSite s_site = new(nameof(UsageTracker) + "." + nameof(RunAsync), "by hand");

    private readonly BudgetManager _manager;
    private readonly UsageTally _tally;

    /// <summary>Makes a tracker.</summary>
    /// <param name="manager">Knows the prices and the budgets, and books.</param>
    public UsageTracker(BudgetManager manager)
    {
        ArgumentNullException.ThrowIfNull(manager);
        _manager = manager;
        _tally = new UsageTally(manager.Now);
    }

    /// <summary>What this tracker booked last, or null. With calls on several threads: the one that ended last.</summary>
    public UsageRecord? LastUsage => _tally.Last;

    /// <summary>
    /// Makes a call within its budgets: reserves its worst case on all of them or on none, calls, and books what the call says it used. Atomic: no other call
    /// can take the money meanwhile. Known SDK calls inside report to this one, so nothing is counted twice.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="user">The user who pays; null: the ambient one (<see cref="BudgetContext"/>), if any.</param>
    /// <param name="maxInputTokens">The most input that the call can have, tokens. UTF-8 bytes of the prompt are such a bound.</param>
    /// <param name="maxOutputTokens">The most output that the call asks for, tokens. Send it along.</param>
    /// <param name="call">Makes the call. A failure that was certainly not billed gives the money back; any other stays charged, visibly.</param>
    /// <param name="usage">Reads the provider's figures from the result; default if it has none: then the worst case is charged, as an estimate.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What the call returned, once its cost is durable.</returns>
    /// <exception cref="BudgetExceededException">A budget does not allow the call. It was not made.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bound is negative.</exception>
    public Task<TResult> RunAsync<TResult>(
        string model,
        string? user,
        long maxInputTokens,
        long maxOutputTokens,
        Func<CancellationToken, Task<TResult>> call,
        Func<TResult, LlmUsage> usage,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentOutOfRangeException.ThrowIfNegative(maxInputTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(maxOutputTokens);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(usage);
        return RunInScopeAsync();

        async Task<TResult> RunInScopeAsync()
        {
            using IDisposable scope = BudgetContext.Use(user: user, manager: _manager);
            return await LlmCall.RunAsync(
                s_site,
                new LlmRequest { Model = model, Prompt = SizeOf(maxInputTokens), MaxOutputTokens = maxOutputTokens, Booked = Note },
                (call, cancellationToken),
                static made => made.call(made.cancellationToken),
                result => LlmOutcome.FromUsage(usage(result)),
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether a call would be admitted now, or why not. A hint for people and plans: it holds nothing, so by the time of the call the answer may be another
    /// one. <see cref="RunAsync"/> asks and takes in one step.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="estimatedTokens">The tokens that the call may use, input and output together, 0 or more.</param>
    /// <param name="user">The user who pays, or null.</param>
    /// <param name="provider">The provider, or null: the one of the price line.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tokens are negative.</exception>
    public BudgetCheck CheckBudget(string model, long estimatedTokens, string? user = null, string? provider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentOutOfRangeException.ThrowIfNegative(estimatedTokens);
        try
        {
            CallPrice price = CallPrice.For(_manager, model, provider);
            Usd cost = Usd.Max(price.WorstCase(SizeOf(estimatedTokens), 0, 1), price.WorstCase(default, estimatedTokens, 1));
            var who = new CallAttribution(User: user, Provider: provider ?? price.Provider, Model: model);
            return new BudgetCheck { Rejection = _manager.WouldReject(new SpendRequest(who, cost)), EstimatedCost = cost, Remaining = _manager.RoomFor(who, out _) };
        }
        catch (BudgetExceededException unknownModel)
        {
            return new BudgetCheck { Rejection = unknownModel.Rejection, EstimatedCost = Usd.Zero, Remaining = _manager.RoomFor(new CallAttribution(User: user, Model: model), out _) };
        }
    }

    /// <summary>
    /// Books a call that was made without a reservation, on every budget that applies, all at once. Always accepted, because the money is gone. Completes when
    /// it is durable; never fails because of the store.
    /// </summary>
    /// <param name="model">The model that was billed; one without a price is priced at the default price, and the record says so.</param>
    /// <param name="provider">The provider, or null: the one of the price line.</param>
    /// <param name="inputTokens">All input tokens, cached ones included, 0 or more.</param>
    /// <param name="outputTokens">All output tokens, reasoning included, 0 or more.</param>
    /// <param name="user">The user who pays, or null.</param>
    /// <param name="project">The project, or null.</param>
    /// <param name="team">The team, or null.</param>
    /// <param name="requestId">The provider's id of the response, or null.</param>
    /// <returns>The record as it was booked, with its cost.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public async ValueTask<UsageRecord> RecordUsageAsync(
        string model,
        string? provider,
        long inputTokens,
        long outputTokens,
        string? user = null,
        string? project = null,
        string? team = null,
        string? requestId = null)
    {
        UsageRecord record = RecordOf(model, provider, inputTokens, outputTokens, new CallAttribution(User: user, Project: project, Team: team), requestId);
        await _manager.RecordSpendAsync(record).ConfigureAwait(false);
        return record;
    }

    /// <summary>As <see cref="RecordUsageAsync"/>, and waits until it is durable.</summary>
    /// <param name="model">The model that was billed.</param>
    /// <param name="provider">The provider, or null: the one of the price line.</param>
    /// <param name="inputTokens">All input tokens, cached ones included, 0 or more.</param>
    /// <param name="outputTokens">All output tokens, reasoning included, 0 or more.</param>
    /// <param name="user">The user who pays, or null.</param>
    /// <param name="project">The project, or null.</param>
    /// <param name="team">The team, or null.</param>
    /// <param name="requestId">The provider's id of the response, or null.</param>
    /// <returns>The record as it was booked, with its cost.</returns>
    public UsageRecord RecordUsage(
        string model,
        string? provider,
        long inputTokens,
        long outputTokens,
        string? user = null,
        string? project = null,
        string? team = null,
        string? requestId = null)
    {
        UsageRecord record = RecordOf(model, provider, inputTokens, outputTokens, new CallAttribution(User: user, Project: project, Team: team), requestId);
        _manager.RecordSpend(record);
        return record;
    }

    /// <summary>What this tracker has booked since it was made: calls, tokens and cost, by model. The ledger knows more: see <see cref="BudgetManager.Reader"/>.</summary>
    public UsageStats GetUsageStats() => _tally.Read();

    /// <summary>Counts a call that was booked elsewhere on behalf of this tracker.</summary>
    internal void Note(UsageRecord record) => _tally.Add(record);

    private UsageRecord RecordOf(string model, string? provider, long inputTokens, long outputTokens, in CallAttribution who, string? requestId)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentOutOfRangeException.ThrowIfNegative(inputTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(outputTokens);
        UsageRecord record = PricedUsage.Of(_manager, who with { Model = model, Provider = provider }, LlmUsage.Of(inputTokens, outputTokens), requestId);
        if (_manager.Enabled)
            _tally.Add(record);
        return record;
    }

    /// <summary>A prompt of which only a bound on its tokens is known: a byte is at most a token.</summary>
    private static PromptSize SizeOf(long tokens)
    {
        var size = new PromptSize();
        size.AddUtf8(tokens);
        return size;
    }
}
