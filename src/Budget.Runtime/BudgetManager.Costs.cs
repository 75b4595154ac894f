namespace BudgetGen;

/// <summary>What users' calls have cost, in the words of LiteLLM's <c>BudgetManager</c>.</summary>
/// <remarks>
/// <see cref="UpdateCostAsync(string, LlmUsage, string, string?)"/> books what has been spent already, so it cannot keep anybody below a limit. A call that
/// goes through <see cref="UsageTracker.RunAsync"/>, <see cref="TrackedLlmClient"/> or a reservation is booked by that: do not book it again.
/// </remarks>
public sealed partial class BudgetManager
{
    /// <summary>
    /// Books what a completion cost, on the user's budget and every other one that applies, all at once. Always accepted, because the money is gone; a user
    /// without a budget of their own is booked too. Completes when it is durable; never fails because of the store.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="usage">The usage figures of the completion.</param>
    /// <param name="model">The model that was billed; one without a price is priced at the default price, and the record says so.</param>
    /// <param name="requestId">The provider's id of the response, or null.</param>
    /// <returns>The record as it was booked, with its cost.</returns>
    /// <exception cref="ArgumentException">The user or the model is empty, or the usage says nothing: unknown is never zero.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public async ValueTask<UsageRecord> UpdateCostAsync(string user, LlmUsage usage, string model, string? requestId = null)
    {
        UsageRecord record = RecordOf(user, usage, model, requestId);
        await RecordSpendAsync(record).ConfigureAwait(false);
        return record;
    }

    /// <summary>As <see cref="UpdateCostAsync(string, LlmUsage, string, string?)"/>, and waits until it is durable.</summary>
    /// <param name="user">The user.</param>
    /// <param name="usage">The usage figures of the completion.</param>
    /// <param name="model">The model that was billed.</param>
    /// <param name="requestId">The provider's id of the response, or null.</param>
    /// <returns>The record as it was booked, with its cost.</returns>
    public UsageRecord UpdateCost(string user, LlmUsage usage, string model, string? requestId = null)
    {
        UsageRecord record = RecordOf(user, usage, model, requestId);
        RecordSpend(record);
        return record;
    }

    /// <summary>
    /// As <see cref="UpdateCostAsync(string, LlmUsage, string, string?)"/>, for a completion of which only the texts are known. Their tokens are estimated, and
    /// the record is marked as an estimate. The texts are counted and not kept.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="model">The model that was billed.</param>
    /// <param name="inputText">What was sent.</param>
    /// <param name="outputText">What came back.</param>
    /// <returns>The record as it was booked, with its cost.</returns>
    /// <exception cref="ArgumentException">The user or the model is empty.</exception>
    public ValueTask<UsageRecord> UpdateCostAsync(string user, string model, string inputText, string outputText) =>
        UpdateCostAsync(user, UsageOf(model, inputText, outputText), model);

    /// <summary>As <see cref="UpdateCostAsync(string, string, string, string)"/>, and waits until it is durable.</summary>
    /// <param name="user">The user.</param>
    /// <param name="model">The model that was billed.</param>
    /// <param name="inputText">What was sent.</param>
    /// <param name="outputText">What came back.</param>
    /// <returns>The record as it was booked, with its cost.</returns>
    public UsageRecord UpdateCost(string user, string model, string inputText, string outputText) =>
        UpdateCost(user, UsageOf(model, inputText, outputText), model);

    /// <summary>
    /// What the user has spent on each model in the current window of their budget, since its last reset: the calls that were booked in that time. Read from
    /// the ledger, so a call that is being booked may be missing for a moment.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException">The user has no budget of their own.</exception>
    public async ValueTask<IReadOnlyDictionary<string, Usd>> GetModelCostAsync(string user, CancellationToken cancellationToken = default)
    {
        BudgetStatus[] budgets = [GetStatus(BudgetOf(user))];
        return (await ModelCosts.OfAsync(Reader, budgets, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>As <see cref="GetModelCostAsync"/>, and waits for it.</summary>
    /// <param name="user">The user.</param>
    /// <exception cref="ArgumentException">The user has no budget of their own.</exception>
    public IReadOnlyDictionary<string, Usd> GetModelCost(string user) => Blocking.Run(static s => s.Manager.GetModelCostAsync(s.User), (Manager: this, User: user));

    private UsageRecord RecordOf(string user, in LlmUsage usage, string model, string? requestId)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentException.ThrowIfNullOrEmpty(model);
        return PricedUsage.Of(this, new CallAttribution(User: user, Model: model), PricedUsage.Checked(usage), requestId);
    }

    private LlmUsage UsageOf(string model, string inputText, string outputText) => new()
    {
        Input = TokenEstimator.Estimate(model, inputText ?? throw new ArgumentNullException(nameof(inputText)), TokenCalibration).Expected,
        Output = TokenEstimator.Estimate(model, outputText ?? throw new ArgumentNullException(nameof(outputText)), TokenCalibration).Expected,
        Estimated = true,
    };
}
