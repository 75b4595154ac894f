namespace BudgetGen;

/// <summary>
/// Prices by model name, from the embedded book and layers over it; the last layer wins, line by line. Safe for concurrent use: a look-up takes no
/// lock, and a reload replaces everything at once. A model without a line is unknown (null), never free.
/// </summary>
public sealed partial class PricingRegistry
{
    private readonly bool _shared;
    private readonly PricingRegistry? _below;
    private readonly TopLayer? _top;
    private volatile PriceIndex _index;

    /// <summary>Makes a registry.</summary>
    /// <param name="embedded">The book at the bottom, usually <see cref="PriceBook.Embedded"/>.</param>
    /// <param name="layers">Books over it, each stronger than the one before.</param>
    public PricingRegistry(PriceBook embedded, params PriceBook[] layers)
        : this(Stack(embedded, layers), shared: false, TimeProvider.System)
    {
    }

    private PricingRegistry(IReadOnlyList<PriceBook> layers, bool shared, TimeProvider clock)
    {
        _index = new PriceIndex(layers);
        _shared = shared;
        Clock = clock;
    }

    private PricingRegistry(PricingRegistry below)
    {
        (_below, _top) = (below, new TopLayer());
        _index = below.Index;
        Clock = below.Clock;
    }

    /// <summary>The prices that come with the library, and nothing else. Shared, so it cannot be reloaded.</summary>
    public static PricingRegistry Embedded { get; } = new([PriceBook.Embedded], shared: true, TimeProvider.System);

    /// <summary>Says which of a model's dated prices is in effect; the system's clock unless set.</summary>
    public TimeProvider Clock { get; init; }

    /// <summary>The books, the weakest first.</summary>
    public IReadOnlyList<PriceBook> Layers => Index.Layers;

    /// <summary>All layers as they are now. Whoever keeps it is not touched by a reload.</summary>
    internal PriceIndex Index => _below is null ? _index : _top!.Over(_below.Index);

    /// <summary>The book that lies on top of all others for good; null: there is none.</summary>
    internal PriceBook? Top => _top?.Book;

    /// <summary>
    /// Replaces all books at once. Calls that have their line already keep it; settled costs never change. Of a <see cref="BudgetManager"/>'s registry it replaces what
    /// lies under the prices that the manager's store keeps; those stay on top, and may stand among the layers or not.
    /// </summary>
    /// <exception cref="InvalidOperationException">This is <see cref="Embedded"/>, which everybody shares.</exception>
    public void Reload(PriceBook embedded, params PriceBook[] layers)
    {
        if (_below is not null)
        {
            ArgumentNullException.ThrowIfNull(layers);
            _below.Reload(embedded, [.. layers.Where(layer => !_top!.IsOwn(layer))]);
            _ = Index;
            return;
        }

        if (_shared)
            throw new InvalidOperationException("PricingRegistry.Embedded is shared and does not change. Make a registry of your own: new PricingRegistry(PriceBook.Embedded, yourBook).");
        _index = new PriceIndex(Stack(embedded, layers));
    }

    /// <summary>A registry like this one with a line on top; the line replaces one of the same id whole, and wins for all its names.</summary>
    public PricingRegistry WithOverride(ModelPricing line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new PricingRegistry([.. Index.Layers, new PriceBook("override", line.Id, line)], shared: false, Clock);
    }

    /// <summary>
    /// A registry like this one that knows what an Azure deployment serves: the name then costs what the model costs, also when the model's prices change. On Azure it wins over a model of the same
    /// name; elsewhere it counts where no model has the name.
    /// </summary>
    /// <param name="deployment">The deployment's name, such as <c>prod-chat</c>.</param>
    /// <param name="model">What it serves, such as <c>gpt-4o</c>.</param>
    /// <exception cref="ArgumentException">A name is empty, or the model has no price.</exception>
    public PricingRegistry WithDeployment(string deployment, string model)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(deployment);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        if (!HasPrice(model))
            throw new ArgumentException($"'{model}' has no price, so it cannot price the deployment '{deployment}'. Name a model that has one, or add its line first.", nameof(model));
        return new PricingRegistry([.. Index.Layers, PriceBook.OfDeployments("deployments", deployment, [KeyValuePair.Create(deployment, model)])], shared: false, Clock);
    }

    /// <summary>Finds the price line of a model.</summary>
    /// <param name="model">The model's name as a request or a response has it.</param>
    /// <param name="provider">The provider, if it is known: then only its lines count.</param>
    /// <param name="at">The instant of the call; null: now.</param>
    /// <returns>The line and how it was found, or null: nobody knows the price.</returns>
    public PriceMatch? Find(string model, string? provider = null, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return PriceDates.At(Index.Resolve(model, provider), at, Clock);
    }

    /// <summary>The price line of a model now, or null: nobody knows the price.</summary>
    public ModelPricing? GetModelPricing(string model, string? provider = null) => Find(model, provider)?.Line;

    /// <summary>What a call costs now; null if the model, or a bucket that was used, has no price.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bucket is negative.</exception>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
    public CallCost? CalculateLlmCost(string model, in LlmUsage usage, string? provider = null) =>
        usage.Rare is null ? Find(model, provider)?.CostOf(in usage) : CalculateLlmCost(model, in usage, CallTerms.Standard, provider);

    /// <summary>What a call costs now; null if the model has no price.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="inputTokens">All input tokens, cached ones included.</param>
    /// <param name="outputTokens">All output tokens.</param>
    /// <param name="cachedTokens">How many of the input tokens were read from a cache.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or more tokens were cached than there were.</exception>
    public Usd? CalculateLlmCost(string model, long inputTokens, long outputTokens, long cachedTokens = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(outputTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(cachedTokens);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cachedTokens, inputTokens);
        return CalculateLlmCost(model, LlmUsage.FromTotals(inputTokens, outputTokens, cachedTokens))?.Amount;
    }

    /// <summary>What embedding so many tokens costs now; null if the model has no price.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tokens"/> is negative.</exception>
    public Usd? CalculateEmbeddingCost(string model, long tokens) => CalculateLlmCost(model, tokens, 0);

    /// <summary>The most that a call within bounds can cost: every reachable context tier, its dearest input and its dearest output, and the fees of the searches that it allows.</summary>
    /// <param name="line">The price line.</param>
    /// <param name="inputUpperBoundTokens">The most input that the request can have, tokens.</param>
    /// <param name="maxOutputTokens">The most output of one answer, reasoning included, tokens.</param>
    /// <param name="choices">How many answers are asked for.</param>
    /// <param name="textOnly">True if the request holds neither audio nor pictures, so that their prices do not count.</param>
    /// <param name="webSearches">How many web searches the request allows the provider to run; they hold nothing where the line has no fee for them.</param>
    /// <exception cref="InvalidOperationException">The line has no token prices; ask <see cref="ModelPricing.WorstCase(long, long, int, bool, long)"/> where that may be.</exception>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
#pragma warning disable CA1822 // A question to the registry, although today the line alone can answer it.
    public Usd WorstCase(ModelPricing line, long inputUpperBoundTokens, long maxOutputTokens, int choices = 1, bool textOnly = false, long webSearches = 0)
#pragma warning restore CA1822
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.WorstCase(inputUpperBoundTokens, maxOutputTokens, choices, textOnly, webSearches)
            ?? throw new InvalidOperationException($"Price line '{line.Id}' ({line.Mode}) has no price for tokens, so a call cannot be bounded by it.");
    }

    /// <summary>The most output that a model gives in one answer, tokens; null if that or the model is not known.</summary>
    public long? GetMaxTokens(string model) => Find(model)?.Line.Limits.MaxOutput;

    /// <summary>The names of a provider's models that have a price, sorted.</summary>
    public IReadOnlyList<string> GetProviderModels(string provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        string name = ProviderNames.Normalise(provider);
        return [.. Index.Lines.Where(line => line.Provider == name).Select(line => line.Model).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The providers that have prices, sorted.</summary>
    public IReadOnlyList<string> GetAllProviders() => [.. Index.Lines.Select(line => line.Provider).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Known names that resemble a name, the nearest first, three at most. For messages about unknown models.</summary>
    public IReadOnlyList<string> Suggest(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return NearNames.Of(ModelNames.Normalise(model), Index.Names);
    }

    /// <summary>True if somebody prices a model now, on Azure or anywhere.</summary>
    internal bool HasPrice(string model) => (Find(model, ProviderNames.Azure) ?? Find(model)) is not null;

    /// <summary>A registry with room on top of another one: what becomes of the other one shows through, and what is put on top does not touch it.</summary>
    internal static PricingRegistry Over(PricingRegistry below) => new(below);

    /// <summary>Puts a book on top of all others, at once, in place of the one before; null takes that away. One caller at a time.</summary>
    internal void PutOnTop(PriceBook? book) => _top!.Put(book, _below!.Index);

    private static PriceBook[] Stack(PriceBook embedded, PriceBook[] layers)
    {
        ArgumentNullException.ThrowIfNull(embedded);
        ArgumentNullException.ThrowIfNull(layers);
        return [embedded, .. layers];
    }
}
