namespace BudgetGen;

/// <content>Costs on certain terms, and of everything that is not a plain chat call. All of them are null where nobody knows the price.</content>
public sealed partial class PricingRegistry
{
    /// <summary>Finds the price line of a model for certain terms.</summary>
    /// <param name="model">The model's name as a request or a response has it.</param>
    /// <param name="terms">Service tier, region, instant ...</param>
    /// <param name="provider">The provider, if it is known: then only its lines count.</param>
    /// <returns>The line and how it was found, or null: nobody knows the price.</returns>
    public PriceMatch? Find(string model, CallTerms terms, string? provider = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(terms);
        return PriceDates.At(Index.Resolve(model, provider), terms.At, Clock, terms);
    }

    /// <summary>What a call costs on certain terms; null if the model, or a bucket that was used, has no price.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bucket is negative.</exception>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
    public CallCost? CalculateLlmCost(string model, in LlmUsage usage, CallTerms terms, string? provider = null) =>
        Find(Index, model, usage, terms, provider)?.CostOf(in usage, terms);

    /// <summary>What a call costs, and why: line, source, terms, each bucket with its price. Null if the model has no line.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="usage">What was used.</param>
    /// <param name="terms">Service tier, region, instant ...; null: the usual ones.</param>
    /// <param name="provider">The provider, if it is known.</param>
    /// <param name="providerCost">The cost that the provider itself states, to be kept beside ours; or null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bucket is negative.</exception>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
    public CostExplanation? Explain(string model, in LlmUsage usage, CallTerms? terms = null, string? provider = null, Usd? providerCost = null)
    {
        return ProvenanceOf(model, usage, terms, provider)?.Explain(model, usage, providerCost);
    }

    /// <summary>What prices a call, for its record; null if the model has no line.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="usage">What was used: of pictures, size and quality decide which line it is.</param>
    /// <param name="terms">Service tier, region, instant ...; null: the usual ones.</param>
    /// <param name="provider">The provider, if it is known.</param>
    public PriceProvenance? ProvenanceOf(string model, in LlmUsage usage, CallTerms? terms = null, string? provider = null)
    {
        terms ??= CallTerms.Standard;
        return Find(Index, model, usage, terms, provider)?.Provenance.On(terms);
    }

    /// <summary>What pictures cost now; null if the model has no price for pictures of that size and quality.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="size">The size, such as <c>1024x1792</c>.</param>
    /// <param name="quality">The quality, such as <c>hd</c>; null: the model has none, or the ordinary one, <c>standard</c>.</param>
    /// <param name="count">How many pictures.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Usd? CalculateImageCost(string model, string? size, string? quality = null, long count = 1) =>
        (CalculateLlmCost(model, new LlmUsage { Images = count, ImageSize = size, ImageQuality = quality }, CallTerms.Standard)
            ?? (quality is null ? CalculateLlmCost(model, new LlmUsage { Images = count, ImageSize = size, ImageQuality = "standard" }, CallTerms.Standard) : null))?.Amount;

    /// <summary>What hearing audio costs now, priced by its length; null if the model has no price for that.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public Usd? CalculateAudioCost(string model, TimeSpan length) =>
        CalculateLlmCost(model, new LlmUsage { AudioMilliseconds = Milliseconds(length) }, CallTerms.Standard)?.Amount;

    /// <summary>What speaking a text costs now, priced by its characters; null if the model has no price for that.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="characters"/> is negative.</exception>
    public Usd? CalculateSpeechCost(string model, long characters) =>
        CalculateLlmCost(model, new LlmUsage { Characters = characters }, CallTerms.Standard)?.Amount;

    /// <summary>What making a video costs now, priced by its length; null if the model has no price for that.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public Usd? CalculateVideoCost(string model, TimeSpan length) =>
        CalculateLlmCost(model, new LlmUsage { VideoMilliseconds = Milliseconds(length) }, CallTerms.Standard)?.Amount;

    /// <summary>
    /// The most that a call within bounds can cost on certain terms; of lines for different pictures, by the dearest that may be meant. Null: the model has no
    /// price, or none for something that the bounds allow.
    /// </summary>
    /// <param name="model">The model's name.</param>
    /// <param name="atMost">The bounds, see <see cref="ModelPricing.WorstCase(in LlmUsage, CallTerms, bool)"/>.</param>
    /// <param name="terms">The terms; null: the usual ones.</param>
    /// <param name="provider">The provider, if it is known.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is negative.</exception>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
    public Usd? WorstCase(string model, in LlmUsage atMost, CallTerms? terms = null, string? provider = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        terms ??= CallTerms.Standard;
        PriceMatch[] matches = Index.Resolve(model, provider);
        if (atMost.Images is not > 0 || (atMost.ImageSize is not null && atMost.ImageQuality is not null))
            return Find(Index, model, atMost, terms, provider)?.Line.WorstCase(atMost, terms);

        // Not all is said of the pictures, so that any line of the same provider may turn out to be the one.
        Usd? worst = null;
        DateTimeOffset at = terms.At ?? Clock.GetUtcNow();
        string? first = null;
        foreach (PriceMatch match in matches)
        {
            ModelPricing line = match.Line;
            if (!line.IsInEffect(at) || !line.Conditions.HoldFor(terms) || !line.Conditions.MayHoldFor(atMost.ImageSize, atMost.ImageQuality) || (first ??= line.Provider) != line.Provider)
                continue;
            if (line.WorstCase(atMost, terms) is { } one)
                worst = Usd.Max(worst ?? one, one);
        }

        return worst;
    }

    /// <summary>Replaces all books at once, with a layer on top that is read first. If that fails, the books stay as they are.</summary>
    /// <exception cref="InvalidOperationException">This is <see cref="Embedded"/>, which everybody shares.</exception>
    public async ValueTask ReloadAsync(PriceBook embedded, IReadOnlyList<PriceBook> layers, IPriceLayer top, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(top);
        Reload(embedded, await top.ReadAsync(cancellationToken).ConfigureAwait(false) is { } rows ? [.. layers, rows] : [.. layers]);
    }

    private static long Milliseconds(TimeSpan length) => (length.Ticks / TimeSpan.TicksPerMillisecond) + (length.Ticks % TimeSpan.TicksPerMillisecond > 0 ? 1 : 0);

    private PriceMatch? Find(PriceIndex index, string model, in LlmUsage usage, CallTerms terms, string? provider)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(terms);
        PriceMatch[] matches = index.Resolve(model, provider);
        return usage.Images > 0 ? PicturePrices.Find(matches, usage, terms, Clock) : PriceDates.At(matches, terms.At, Clock, terms);
    }
}
