using System.Globalization;
using System.Text;

namespace BudgetGen;

/// <summary>What the client can say before a request and after it, in the words of Pydantic2.</summary>
public sealed partial class TrackedLlmClient
{
    /// <summary>What was booked for the client's last call, or null before the first one. With calls on several threads: the one that ended last.</summary>
    public UsageRecord? LastUsage => UsageTracker.LastUsage;

    /// <summary>What the client's last call cost; null before the first one. See <see cref="CompleteAsync"/> for the cost of one call among many.</summary>
    public Usd? CalculateCost() => LastUsage?.Cost;

    /// <summary>
    /// The budget of a request before it is sent. A hint: nothing is held. The request itself is checked again, and its money taken, when it is sent.
    /// </summary>
    /// <param name="messages">The messages.</param>
    /// <param name="model">The model; null: as <see cref="CompleteAsync"/> would choose.</param>
    /// <param name="maxCost">The most that this request may cost, USD; null: no cap of its own.</param>
    /// <exception cref="InvalidOperationException">No model fits the cap.</exception>
    public BudgetInfo GetBudgetInfo(IReadOnlyList<LlmChatMessage> messages, string? model = null, decimal? maxCost = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        string chosen = Choose(model, maxCost);
        CallAttribution around = BudgetContext.Current;
        CallAttribution who = around with { User = User ?? around.User, Client = Client ?? around.Client, Model = chosen };
        Usd? cap = LlmCallScope.Tighter(CapOf(maxCost), LlmCallScope.Current?.MaxCost);
        try
        {
            CallPrice price = CallPrice.For(_manager, chosen, who.Provider);
            var request = new SpendRequest(who with { Provider = who.Provider ?? price.Provider }, price.WorstCase(SizeOf(messages), MaxOutputTokens, 1)) { MaxCost = cap };
            return _manager.GetBudgetInfo(request);
        }
        catch (BudgetExceededException unknownModel)
        {
            return new BudgetInfo { MaxBudget = cap, EstimatedCost = Usd.Zero, RemainingBudget = null, Rejection = unknownModel.Rejection };
        }
    }

    /// <summary>How many tokens messages have as a prompt: the estimate, and what they cannot exceed.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="model">The model that will read them; null: <see cref="Model"/>.</param>
    public TokenEstimate CountTokens(IReadOnlyList<LlmChatMessage> messages, string? model = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return TokenEstimator.CountMessages(model ?? Model, _manager.TokenCalibration, messages.Select(static message => message.Content));
    }

    /// <summary>The most output that a model gives in one answer, tokens; null if that or the model is not known. Names with a provider in front resolve.</summary>
    /// <param name="model">The model; null: <see cref="Model"/>.</param>
    public long? GetMaxTokensForModel(string? model = null) => (model ?? Model) is { } name ? _manager.Pricing.GetMaxTokens(name) : null;

    /// <summary>What the client's calls have used so far, as lines for people.</summary>
    public string FormatUsageInfo()
    {
        UsageStats stats = UsageTracker.GetUsageStats();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Counted.Of(stats.Calls, "call")}, {Counted.Of(stats.TotalTokens, "token")}, {stats.Cost}");
        foreach (ModelUsage model in stats.ByModel)
        {
            text.AppendLine();
            text.Append(CultureInfo.InvariantCulture, $"  {model.Model}: {Counted.Of(model.Calls, "call")}, {Counted.Of(model.InputTokens, "token")} in, {model.OutputTokens} out, {model.Cost}");
            if (model.EstimatedCalls > 0)
                text.Append(CultureInfo.InvariantCulture, $" ({model.EstimatedCalls} estimated)");
        }

        return text.ToString();
    }
}
