namespace BudgetGen;

/// <summary>
/// Says what a request will roughly cost, which model is cheap enough and capable enough for a task, and where money could be saved. Advice only: nothing in
/// the call path waits for it. Which class of model a task needs is an assumption; which class a model is of, its catalogue says. Neither is a measurement.
/// </summary>
public sealed class CostOptimizer
{
    private const long TokensPerPrice = 1_000;

    private const int MostRecommendations = 100;

    private readonly Func<string, string?, DateTimeOffset?, ModelPricing?> _find;
    private readonly Func<IEnumerable<(string Name, ModelPricing Line)>> _candidates;
    private readonly Func<string, IReadOnlyList<string>> _suggest;

    /// <summary>Makes an optimizer over the models of a registry that are not retired.</summary>
    /// <param name="registry">The prices.</param>
    /// <param name="providers">The providers that may be chosen from, such as those that one has a key for; none named: all.</param>
    public CostOptimizer(PricingRegistry registry, params IReadOnlyList<string> providers)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(providers);
        _find = (model, provider, at) => registry.Find(model, provider, at)?.Line;
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
        _find = (model, _, _) => lines.GetValueOrDefault(model);
        _candidates = () => lines.Select(line => (line.Key, line.Value));
        _suggest = model => NearNames.Of(model, lines.Keys);
    }

    /// <summary>The types of tasks that <see cref="SelectModel(string, decimal?, string)"/> tells apart; any other counts as chat.</summary>
    public static IReadOnlyList<string> TaskTypes => TaskProfile.Types;

    /// <summary>What is known of models: which class they are of, and what they can do.</summary>
    public ModelCatalogue Catalogue { get; init; } = ModelCatalogue.Embedded;

    /// <summary>Chooses the cheapest model that is capable enough for a task.</summary>
    /// <param name="taskType">classification, extraction, summarization, translation, chat, writing, analysis, code or reasoning; anything else counts as chat.</param>
    /// <param name="maxCost">The most that a typical request of the task may cost, USD; null: no matter.</param>
    /// <param name="quality">low, medium or high.</param>
    /// <returns>The model's name, or null: none is both capable enough and cheap enough. <see cref="ChooseModel"/> also says whose it is.</returns>
    /// <exception cref="ArgumentException"><paramref name="quality"/> is none of the three.</exception>
    public string? SelectModel(string taskType, decimal? maxCost = null, string quality = "medium") => SelectModel(taskType, default(ModelNeeds), maxCost, quality);

    /// <summary>Chooses the cheapest model that is capable enough for a task, and can do what else its requests need.</summary>
    /// <param name="taskType">classification, extraction, summarization, translation, chat, writing, analysis, code or reasoning; anything else counts as chat.</param>
    /// <param name="needs">What the requests need beyond the class. What the catalogue does not say of a model, it is taken not to have.</param>
    /// <param name="maxCost">The most that a typical request of the task may cost, USD; null: no matter.</param>
    /// <param name="quality">low, medium or high.</param>
    /// <returns>The model's name, or null: none is both capable enough and cheap enough. <see cref="ChooseModel"/> also says whose it is.</returns>
    /// <exception cref="ArgumentException"><paramref name="quality"/> is none of the three.</exception>
    public string? SelectModel(string taskType, ModelNeeds needs, decimal? maxCost = null, string quality = "medium") => ChooseModel(taskType, needs, maxCost, quality)?.Model;

    /// <summary>
    /// Chooses the cheapest model that is capable enough for a task, with its provider. Where several sell it under one name at one price, it is the provider that the
    /// name alone means, if that is one of them.
    /// </summary>
    /// <param name="taskType">classification, extraction, summarization, translation, chat, writing, analysis, code or reasoning; anything else counts as chat.</param>
    /// <param name="needs">What the requests need beyond the class. What the catalogue does not say of a model, it is taken not to have.</param>
    /// <param name="maxCost">The most that a typical request of the task may cost, USD; null: no matter.</param>
    /// <param name="quality">low, medium or high.</param>
    /// <returns>The choice, or null: none is both capable enough and cheap enough.</returns>
    /// <exception cref="ArgumentException"><paramref name="quality"/> is none of the three.</exception>
    public ModelChoice? ChooseModel(string taskType, ModelNeeds needs = default, decimal? maxCost = null, string quality = "medium")
    {
        ArgumentNullException.ThrowIfNull(taskType);
        ArgumentNullException.ThrowIfNull(quality);
        TaskProfile task = TaskProfile.Of(taskType);
        ModelClass needed = task.ClassFor(quality);
        long window = needs.Context > 0 ? needs.Context : task.InputTokens + task.OutputTokens;
        LlmUsage typical = LlmUsage.Of(task.InputTokens, task.OutputTokens);
        (ModelCandidate Model, Usd Cost)[] fitting = [.. Candidates()
            .Where(candidate => candidate.Capabilities.Class >= needed && candidate.Capabilities.Has(needs) && candidate.Capabilities.WindowOf(candidate.Line) >= window)
            .Select(candidate => (candidate, Cost: candidate.Line.CostOf(in typical)))
            .Where(static candidate => candidate.Cost is not null)
            .Select(static candidate => (candidate.candidate, candidate.Cost!.Value.Amount))
            .OrderBy(static candidate => candidate.Amount.Nanos)
            .ThenBy(static candidate => candidate.candidate.Name, StringComparer.Ordinal)];
        if (fitting is not [var (first, cost), ..] || cost.ToDollars() > maxCost)
            return null;

        ModelPricing? meant = _find(first.Name, null, null);
        ModelPricing line = fitting.Any(other => ReferenceEquals(other.Model.Line, meant) && other.Model.Name == first.Name && other.Cost == cost) ? meant! : first.Line;
        return new ModelChoice(first.Name, line.Provider.Length > 0 ? line.Provider : null, cost);
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
        ModelPricing? line = _find(model, null, null);

        // An embedding answers with vectors, which nobody bills.
        LlmUsage usage = LlmUsage.Of(TokenEstimator.Estimate(model, inputText).Expected, line?.Mode == ModelMode.Embedding ? 0 : expectedOutputTokens);
        if (line?.CostOf(in usage) is { } cost)
            return cost.Amount;

        IReadOnlyList<string> near = _suggest(model);
        throw new ArgumentException(
            $"The model '{model}' has no price for text{(near.Count == 0 ? "" : $"; did you mean {string.Join(", ", near)}?")}. Add a price line for it.", nameof(model));
    }

    /// <summary>Where money could have been saved on calls that were made, the largest saving first, in plain words. Savings on the same calls do not add up; see <see cref="FindSavings"/>.</summary>
    /// <exception cref="OverflowException">The calls together cost more than <see cref="Usd"/> can hold.</exception>
    public IReadOnlyList<string> RecommendOptimizations(IReadOnlyList<UsageRecord> records) =>
        [.. FindSavings(records).Recommendations.Select(static recommendation => recommendation.ToString())];

    /// <summary>
    /// Where money could have been saved on calls that were made, by place (model, provider, operation) and kind. Every figure is computed from the records and
    /// the prices; none counts a call twice. The order of the records does not matter.
    /// </summary>
    /// <param name="records">The calls, such as those of a month.</param>
    /// <param name="most">The most recommendations to list; what the others save counts in <see cref="OptimizationReport.BestTogether"/>.</param>
    /// <exception cref="ArgumentException">A record is null.</exception>
    /// <exception cref="OverflowException">The calls together cost more than <see cref="Usd"/> can hold.</exception>
    public OptimizationReport FindSavings(IReadOnlyList<UsageRecord> records, int most = MostRecommendations)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        return SavingsSearch.In(records, _find, Catalogue, [.. Candidates()], most);
    }

    /// <summary>The models that may be chosen: chat models that the catalogue knows.</summary>
    private IEnumerable<ModelCandidate> Candidates() => _candidates()
        .Where(static candidate => candidate.Line.Mode == ModelMode.Chat)
        .Select(candidate => (candidate.Name, candidate.Line, Known: Catalogue.Find(candidate.Name)))
        .Where(static candidate => candidate.Known is not null)
        .Select(static candidate => new ModelCandidate(candidate.Name, candidate.Line, candidate.Known!));

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
