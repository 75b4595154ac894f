namespace BudgetGen;

/// <summary>
/// Says what a request will roughly cost, which model is cheap enough and capable enough for a task, and where money could be saved. Advice only: nothing in
/// the call path waits for it. Which class of model a task needs, and which class a model is of, are small tables of rules, not measurements.
/// </summary>
public sealed class CostOptimizer
{
    private const long TokensPerPrice = 1_000;

    private readonly Func<string, ModelPricing?> _find;
    private readonly Func<IEnumerable<(string Name, ModelPricing Line)>> _candidates;
    private readonly Func<string, IReadOnlyList<string>> _suggest;

    /// <summary>Makes an optimizer over the models of a registry that are not retired.</summary>
    /// <param name="registry">The prices.</param>
    /// <param name="providers">The providers that may be chosen from, such as those that one has a key for; none named: all.</param>
    public CostOptimizer(PricingRegistry registry, params IReadOnlyList<string> providers)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(providers);
        _find = model => registry.GetModelPricing(model);
        _candidates = () => (providers.Count > 0 ? providers : registry.GetAllProviders())
            .SelectMany(provider => registry.GetProviderModels(provider).Select(model => (model, registry.GetModelPricing(model, provider))))
            .Where(candidate => candidate.Item2 is { } line && (line.Retired is not { } retired || retired > registry.Clock.GetUtcNow()))
            .Select(candidate => (candidate.model, candidate.Item2!));
        _suggest = registry.Suggest;
    }

    /// <summary>Makes an optimizer over a table of one's own; only its models are ever chosen.</summary>
    /// <param name="pricesPer1K">USD for 1,000 tokens of input and of output, by model name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A price is negative.</exception>
    public CostOptimizer(IReadOnlyDictionary<string, (decimal Input, decimal Output)> pricesPer1K)
    {
        ArgumentNullException.ThrowIfNull(pricesPer1K);
        Dictionary<string, ModelPricing> lines = pricesPer1K.ToDictionary(price => price.Key, price => LineOf(price.Key, price.Value), StringComparer.Ordinal);
        _find = lines.GetValueOrDefault;
        _candidates = () => lines.Select(line => (line.Key, line.Value));
        _suggest = model => NearNames.Of(model, lines.Keys);
    }

    /// <summary>Chooses the cheapest model that is capable enough for a task.</summary>
    /// <param name="taskType">classification, extraction, summarization, translation, chat, writing, analysis, code or reasoning; anything else counts as chat.</param>
    /// <param name="maxCost">The most that a typical request of the task may cost, USD; null: no matter.</param>
    /// <param name="quality">low, medium or high.</param>
    /// <returns>The model, or null: none is both capable enough and cheap enough.</returns>
    /// <exception cref="ArgumentException"><paramref name="quality"/> is none of the three.</exception>
    public string? SelectModel(string taskType, decimal? maxCost = null, string quality = "medium")
    {
        ArgumentNullException.ThrowIfNull(taskType);
        ArgumentNullException.ThrowIfNull(quality);
        TaskProfile task = TaskProfile.Of(taskType);
        ModelClass needed = task.ClassFor(quality);
        return Cheapest(needed, LlmUsage.Of(task.InputTokens, task.OutputTokens)) is { } best && (maxCost is not { } most || best.Cost.ToDollars() <= most)
            ? best.Name
            : null;
    }

    /// <summary>What a request will roughly cost: its text by <see cref="TokenEstimator"/>, its answer as expected by the caller.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="inputText">The text that will be sent.</param>
    /// <param name="expectedOutputTokens">The tokens expected back.</param>
    /// <exception cref="ArgumentException">Nobody knows the model's price; the message suggests similar names.</exception>
    public Usd EstimateCost(string model, string inputText, long expectedOutputTokens = 500)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputText);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedOutputTokens);
        ModelPricing? line = _find(model);

        // An embedding answers with vectors, which nobody bills.
        LlmUsage usage = LlmUsage.Of(TokenEstimator.Estimate(model, inputText).Expected, line?.Mode == ModelMode.Embedding ? 0 : expectedOutputTokens);
        if (line?.CostOf(in usage) is { } cost)
            return cost.Amount;

        IReadOnlyList<string> near = _suggest(model);
        throw new ArgumentException(
            $"The model '{model}' has no price for text{(near.Count == 0 ? "" : $"; did you mean {string.Join(", ", near)}?")}. Add a price line for it.", nameof(model));
    }

    /// <summary>Where money could have been saved on calls that were made, the largest saving first. Every figure is computed from the records.</summary>
    public IReadOnlyList<string> RecommendOptimizations(IReadOnlyList<UsageRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return [.. CostAdvice.On(records, _find, Cheapest).OrderByDescending(advice => advice.Saving.Nanos).Select(advice => advice.Text)];
    }

    private (string Name, Usd Cost)? Cheapest(ModelClass needed, LlmUsage usage) => _candidates()
        .Where(candidate => candidate.Line.Mode == ModelMode.Chat && ModelClasses.Of(candidate.Name) >= needed)
        .Select(candidate => (candidate.Name, Cost: candidate.Line.CostOf(in usage)))
        .Where(candidate => candidate.Cost is not null)
        .Select(candidate => ((string Name, Usd Cost)?)(candidate.Name, candidate.Cost!.Value.Amount))
        .OrderBy(candidate => candidate!.Value.Cost.Nanos)
        .ThenBy(candidate => candidate!.Value.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    private static ModelPricing LineOf(string model, (decimal Input, decimal Output) price) => new()
    {
        Id = model,
        Provider = "",
        Model = model,
        Price = new BucketPrices { Input = UnitPrice.FromDollars(price.Input, TokensPerPrice), Output = UnitPrice.FromDollars(price.Output, TokensPerPrice) },
        Source = "the caller's table",
        Checked = DateOnly.MinValue,
    };
}
