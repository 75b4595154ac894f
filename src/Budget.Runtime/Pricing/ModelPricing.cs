namespace BudgetGen;

/// <summary>A price line: what one model costs, under which names it is known, since when, and who says so. Immutable.</summary>
public sealed record ModelPricing
{
    /// <summary>The id of the line that prices models without a line by a default of the user's.</summary>
    public const string DefaultId = "default";

    private RateCard[]? _rates;
    private RateCard[]?[]? _tierRates;
    private CallTerms[]? _openTerms;

    /// <summary>The stable id of the line, unique in its book, such as <c>openai/gpt-4o</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The provider; kept in lower case, and known synonyms (<c>gemini</c>, <c>x-ai</c> ...) as the one name that books use.</summary>
    public required string Provider
    {
        get;
        init => field = ProviderNames.Normalise(value);
    }

    /// <summary>The provider's name of the model; kept in lower case.</summary>
    public required string Model
    {
        get;
        init => field = ModelNames.Normalise(value);
    }

    /// <summary>Other names that this line prices: dated versions and aliases; kept in lower case.</summary>
    public IReadOnlyList<string> Aliases
    {
        get;
        init => field = [.. value.Select(ModelNames.Normalise)];
    }

    = [];

    /// <summary>True if versions with a date after <see cref="Model"/> cost the same although they are not listed.</summary>
    public bool DatedSame { get; init; }

    /// <summary>What the model does.</summary>
    public ModelMode Mode { get; init; }

    /// <summary>The prices up to the first border of <see cref="Tiers"/>.</summary>
    public required BucketPrices Price
    {
        get;
        init
        {
            field = value;
            (_rates, _tierRates) = (null, null);
        }
    }

    /// <summary>Prices of larger contexts, by ascending border.</summary>
    public IReadOnlyList<PriceTier> Tiers
    {
        get;
        init
        {
            field = value;
            (_rates, _tierRates) = (null, null);
        }
    }

    = [];

    /// <summary>Prices in other service tiers.</summary>
    public IReadOnlyList<ServiceTierPrice> ServiceTiers
    {
        get;
        init
        {
            field = value;
            (_rates, _tierRates, _openTerms) = (null, null, null);
        }
    }

    = [];

    /// <summary>Factors on all token prices, for calls whose terms they are for.</summary>
    public IReadOnlyList<PriceMultiplier> Multipliers
    {
        get;
        init
        {
            field = value;
            _openTerms = null;
        }
    }

    = [];

    /// <summary>The least that a recording is billed as, seconds; 0: none.</summary>
    public long MinimumSeconds { get; init; }

    /// <summary>True if the search fee is for a call that searched, however often it did; false: for each search.</summary>
    public bool WebSearchPerCall { get; init; }

    /// <summary>Shapes of names that this line prices besides <see cref="Model"/> and <see cref="Aliases"/>; null: none.</summary>
    public NamePattern? Pattern { get; init; }

    /// <summary>What else must hold for the line to apply.</summary>
    public PriceConditions Conditions { get; init; }

    /// <summary>The first instant at which the line applies, or null: always did.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>The first instant at which the line no longer applies, or null: still does.</summary>
    public DateTimeOffset? EffectiveTo { get; init; }

    /// <summary>When the provider took the model away, or null. The line stays, so that old records can be explained.</summary>
    public DateTimeOffset? Retired { get; init; }

    /// <summary>How much the model takes and gives.</summary>
    public ModelLimits Limits { get; init; }

    /// <summary>Where the price stands, usually the URL of the provider's page.</summary>
    public required string Source { get; init; }

    /// <summary>The day of the evidence for the price.</summary>
    public required DateOnly Checked { get; init; }

    /// <summary>True if this is a default price for models that have no line.</summary>
    public bool IsDefault => Id == DefaultId;

    /// <summary>False for an embedding, unless its line prices output all the same.</summary>
    internal bool BillsOutput => Mode != ModelMode.Embedding || Array.Exists(Rates, static rates => rates.DearestOutput > 0);

    /// <summary>True if a web search costs something.</summary>
    internal bool BillsWebSearches => Array.Exists(Rates, static rates => rates.DearestWebSearch > 0);

    /// <summary>True if the line has not always applied, or will not for ever.</summary>
    internal bool IsDated => EffectiveFrom is not null || EffectiveTo is not null || Conditions.TimeOfDay is not null;

    /// <summary>What each bucket costs at each context size, with fallbacks resolved. Setting prices throws it away.</summary>
    internal RateCard[] Rates => _rates ??= RateCard.AllOf(this);

    /// <summary>What each bucket costs in a service tier, at each context size.</summary>
    internal RateCard[] RatesOf(ServiceTier tier)
    {
        if (tier == ServiceTier.Standard)
            return Rates;

        // Two threads may both compute it; both get the same.
        RateCard[]?[] all = _tierRates ??= new RateCard[]?[4];
        return all[(int)tier] ??= ServiceTierRates.Of(this, tier);
    }

    /// <summary>The line with the prices of a tier as they were resolved before, whatever its own prices are.</summary>
    internal ModelPricing WithRates(ServiceTier tier, RateCard[] cards)
    {
        ModelPricing line = this with { };
        if (tier == ServiceTier.Standard)
            line._rates = cards;
        else
            (line._tierRates = new RateCard[]?[4])[(int)tier] = cards;
        return line;
    }

    /// <summary>
    /// The terms on which a request that names none may be served by this line: the standard tier first, everywhere that has a factor of its own, then the same
    /// with priority where that has a price of its own.
    /// </summary>
    internal CallTerms[] OpenTerms => _openTerms ??= OpenTermsOf(this);

    /// <summary>True if the line applies at an instant: by its dates, and by its hours if it has some.</summary>
    public bool IsInEffect(DateTimeOffset at) => (EffectiveFrom is not { } from || at >= from) && (EffectiveTo is not { } to || at < to)
        && (Conditions.TimeOfDay is not { } hours || hours.Contains(at));

    /// <summary>What a usage costs by this line; null if a bucket that was used has no price, or nothing is known of the usage.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bucket is negative.</exception>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
    public CallCost? CostOf(in LlmUsage usage) => CostCalculator.CostOf(this, in usage);

    /// <summary>What a usage costs by this line on certain terms; null if a bucket that was used has no price, or nothing is known of the usage.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bucket is negative.</exception>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
    public CallCost? CostOf(in LlmUsage usage, CallTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return CostCalculator.CostOf(this, in usage, terms);
    }

    /// <summary>
    /// The most that a call within bounds can cost: every reachable context tier, its dearest input and its dearest output, and the fees of the searches that it allows.
    /// Null: the line has no price for the tokens asked about.
    /// </summary>
    /// <param name="inputUpperBoundTokens">The most input that the request can have, tokens.</param>
    /// <param name="maxOutputTokens">The most output of one answer, reasoning included, tokens.</param>
    /// <param name="choices">How many answers are asked for, at least 1.</param>
    /// <param name="textOnly">True if the request holds neither audio nor pictures, so that their input prices do not count. Without effect on modes that take them by nature (transcription, images, video, pages).</param>
    /// <param name="webSearches">How many web searches the request allows the provider to run; they hold nothing where the line has no fee for them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is negative, or no answer is asked for.</exception>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
    public Usd? WorstCase(long inputUpperBoundTokens, long maxOutputTokens, int choices = 1, bool textOnly = false, long webSearches = 0) =>
        CostCalculator.WorstCase(this, inputUpperBoundTokens, maxOutputTokens, choices, textOnly, webSearches, CallTerms.Standard, null);

    /// <summary>
    /// The most that a call within bounds can cost on certain terms. Null: the line has no price for something that the bounds allow.
    /// </summary>
    /// <param name="atMost">The bounds: total input and total output in whatever buckets, and the most of each other unit. Without a size, a search costs its dearest.</param>
    /// <param name="terms">The terms; hold with the dearer ones if they are not certain.</param>
    /// <param name="textOnly">True if the request holds neither audio nor pictures.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is negative.</exception>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
    public Usd? WorstCase(in LlmUsage atMost, CallTerms terms, bool textOnly = false)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (atMost.HasNegative)
            throw new ArgumentOutOfRangeException(nameof(atMost), atMost, "A bound is 0 or more.");
        return CostCalculator.WorstCase(this, atMost.TotalInput, atMost.TotalOutput, 1, textOnly, atMost.WebSearches ?? 0, terms, atMost.Rare);
    }

    private static CallTerms[] OpenTermsOf(ModelPricing line)
    {
        CallTerms[] standard =
            [CallTerms.Standard, .. line.Multipliers.Select(static factor => factor.InferenceGeo).OfType<string>().Distinct().Select(static geo => new CallTerms { InferenceGeo = geo })];
        return line.ServiceTiers.Any(static own => own.Tier == ServiceTier.Priority)
            ? [.. standard, .. standard.Select(static terms => terms with { ServiceTier = ServiceTier.Priority })]
            : standard;
    }

    /// <summary>A line for models that have none: plain input and output prices, every other bucket falls back on them.</summary>
    /// <param name="inputPerMillion">USD per one million input tokens, 0 or more.</param>
    /// <param name="outputPerMillion">USD per one million output tokens, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A price is negative.</exception>
    public static ModelPricing DefaultPrice(decimal inputPerMillion, decimal outputPerMillion) => new()
    {
        Id = DefaultId,
        Provider = "",
        Model = "",
        Price = new BucketPrices { Input = UnitPrice.PerMillion(inputPerMillion), Output = UnitPrice.PerMillion(outputPerMillion) },
        Source = "the default price for unknown models, set by configuration",
        Checked = DateOnly.MinValue,
    };
}
