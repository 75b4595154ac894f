using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>
/// The price line of a call, or the default price where the model has none and the options allow that. It keeps the books that it is from: those that are
/// loaded later are for later calls.
/// </summary>
internal readonly struct CallPrice
{
    /// <summary>What a record shows where neither the request nor an attribute names a model.</summary>
    public const string UnnamedModel = "(unnamed)";

    /// <summary>The bound on output where neither the request nor the price book has one, tokens.</summary>
    internal const long DefaultMaxOutputTokens = 16_384;

    private static readonly PriceMatch s_standardPrice = UnknownModelRule.DefaultPrice().ToPrice()!.Value;

    private readonly PriceMatch _match;
    private readonly PriceIndex _books;

    /// <summary>What the call may cost instead; null: nothing else.</summary>
    private readonly CallOutlook? _outlook;

    /// <summary>What the request can use other than the tokens of a chat; null: it is a chat.</summary>
    private readonly LlmBounds? _bounds;

    private CallPrice(PriceMatch match, PriceIndex books, CallOutlook? outlook = null, LlmBounds? bounds = null) => (_match, _books, _outlook, _bounds) = (match, books, outlook, bounds);

    /// <summary>True if the model is not in the price book.</summary>
    public bool IsDefault => _match.Line.IsDefault;

    /// <summary>The provider whose line it is, or null for the default price.</summary>
    public string? Provider => IsDefault ? null : _match.Line.Provider;

    /// <summary>The most output that the model gives, or null if nobody knows, tokens.</summary>
    public long? MaxOutput => _match.Line.Limits.MaxOutput;

    /// <summary>The most input that the model takes; a usual figure where nobody knows it, tokens.</summary>
    public long Context => _match.Line.Limits.MaxInput ?? 128_000;

    /// <summary>False for an embedding, and for what is no chat: its output is not billed or has its own bounds, so nothing is to bound it.</summary>
    public bool HasOutput => _bounds is null && _match.Line.BillsOutput;

    /// <summary>What the request asks for besides the model, or null.</summary>
    public LlmTerms? Asked => _outlook?.Asked;

    /// <summary>The same as the price of a call that was made on the usual terms.</summary>
    public BilledPrice Usual => new(_match);

    /// <summary>The price of a request.</summary>
    /// <exception cref="BudgetExceededException">The model has no price and such calls are refused.</exception>
    public static CallPrice For(BudgetManager manager, string? model, string? provider, LlmTerms? asked = null, LlmBounds? bounds = null) => TryFor(manager, model, provider, asked, bounds)
        ?? throw new BudgetExceededException(new BudgetRejection { Reason = RejectionReason.UnknownModel, Model = model ?? UnnamedModel });

    /// <summary>The price of a request, or null: the model has no price and such calls are refused.</summary>
    public static CallPrice? TryFor(BudgetManager manager, string? model, string? provider, LlmTerms? asked = null, LlmBounds? bounds = null)
    {
        PriceIndex books = manager.Pricing.Index;
        PriceMatch[] matches = model is null ? [] : books.Resolve(model, provider);
        CallOutlook? outlook = CallOutlook.Of(asked, manager.Holds.AssumedServiceTier);
        DateTimeOffset? now = PriceDates.Matter(matches) ? manager.Now : null;
        PriceMatch? match = Fitting(bounds, PriceDates.At(matches, now, manager.TimeProvider, outlook?.Standard ?? CallTerms.Standard));
        if (now is not null || outlook?.Dearer is not null || bounds is { AtMost.Images: not null })
            outlook = WithOthers(manager, matches, ref match, now, outlook, bounds);

        if (match is { } found)
            return new CallPrice(found, books, outlook, bounds);
        return manager.UnknownModelPrice is null ? null : Default(manager, books, outlook, bounds);
    }

    /// <summary>
    /// The price of a usage that has happened already. Refusing it would only lose it, so a model without a price is priced at the standard default
    /// even where the options would have refused the call.
    /// </summary>
    public static CallPrice Reported(BudgetManager manager, string? model, string? provider)
    {
        PriceIndex books = manager.Pricing.Index;
        return Find(books, model, provider, manager.Now, CallTerms.Standard, default, null) is { } match ? new CallPrice(match, books) : Default(manager, books);
    }

    /// <summary>The default price: the options', or the standard one where they refuse unknown models.</summary>
    public static CallPrice Default(BudgetManager manager) => Default(manager, manager.Pricing.Index);

    /// <summary>
    /// The price of what was served, at the instant when the request was sent: that of the response's model if it has one, else that of the model that
    /// was asked for. It is the price in force then, also if it has changed meanwhile, and it is from the books of then.
    /// </summary>
    /// <param name="servedModel">The response's model, or null.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="askedModel">The request's model, or null.</param>
    /// <param name="askedProvider">The provider as it was known when the request was priced.</param>
    /// <param name="sentAt">When the request was sent, which may be later than when it was priced: it may have waited for its hold.</param>
    /// <param name="terms">The terms on which the response says that it was served, or null.</param>
    /// <param name="usage">What was used: of pictures, size and quality decide which line it is.</param>
    public BilledPrice Billed(string? servedModel, string? provider, string? askedModel, string? askedProvider, DateTimeOffset sentAt, LlmTerms? terms, in LlmUsage usage)
    {
        BilledTerms billed = BilledTerms.Of(Asked, terms);
        CallTerms on = billed.Terms ?? CallTerms.Standard;
        if (Find(_books, servedModel, provider, sentAt, on, usage, _bounds) is { } served)
            return new BilledPrice(served, billed);

        // What applied when the request was priced may not apply to it now.
        bool mayDiffer = billed.Terms is not null || _outlook is { Others.Length: > 0 };
        return new BilledPrice(mayDiffer && Find(_books, askedModel, askedProvider, sentAt, on, usage, _bounds) is { } asked ? asked : _match, billed);
    }

    /// <summary>
    /// The bound on output for a request that has none: what the model can give, or what its context leaves after the prompt where that is less, because
    /// many providers refuse a request whose prompt and bound together do not fit.
    /// </summary>
    public long OutputBound(in PromptSize prompt)
    {
        ModelLimits limits = _match.Line.Limits;
        long bound = limits.MaxOutput ?? DefaultMaxOutputTokens;
        return limits.MaxInput is { } context ? Math.Min(bound, Math.Max(1, context - prompt.ExpectedTokens)) : bound;
    }

    /// <summary>
    /// The most that a request can cost, at most <see cref="Usd.MaxCall"/>: at the price of now, at one that it may change to while the call is under way, on
    /// whatever terms the request may be served; whichever is dearest.
    /// </summary>
    public Usd WorstCase(in PromptSize prompt, long? maxOutputTokens, int choices, long webSearches = 0)
    {
        if (_outlook is null)
            return WorstCase(_match.Line, CallTerms.Standard, prompt, maxOutputTokens, choices, webSearches, _bounds);

        Usd worst = Usd.Zero;
        foreach (CallTerms terms in _outlook.TermsOn(_match.Line))
            worst = Usd.Max(worst, WorstCase(_match.Line, terms, prompt, maxOutputTokens, choices, webSearches, _bounds));
        foreach (ModelPricing line in _outlook.Others)
        {
            foreach (CallTerms terms in _outlook.TermsOn(line))
                worst = Usd.Max(worst, WorstCase(line, terms, prompt, maxOutputTokens, choices, webSearches, _bounds));
        }

        return worst;
    }

    private static Usd WorstCase(ModelPricing line, CallTerms terms, in PromptSize prompt, long? maxOutputTokens, int choices, long webSearches, LlmBounds? bounds)
    {
        try
        {
            if (bounds is not null)
                return Usd.Min((WorkOnLine.AtMost(line, bounds, prompt, maxOutputTokens) is { } most ? line.WorstCase(most, terms) : null) ?? Usd.MaxCall, Usd.MaxCall);

            long output = maxOutputTokens ?? line.Limits.MaxOutput ?? DefaultMaxOutputTokens;
            Usd? worst = CostCalculator.WorstCase(line, prompt.UpperBoundTokens, output, Math.Max(1, choices), textOnly: !prompt.HasAttachments, webSearches, terms, null);
            return Usd.Min(worst ?? Usd.MaxCall, Usd.MaxCall);
        }
        catch (Exception error) when (error is OverflowException or ArgumentOutOfRangeException)
        {
            return Usd.MaxCall;
        }
    }

    /// <summary>Adds the lines that may price the call besides the one of now: those of another tier, and those that take effect while the call may be under way.</summary>
    private static CallOutlook? WithOthers(BudgetManager manager, PriceMatch[] matches, ref PriceMatch? match, DateTimeOffset? now, CallOutlook? outlook, LlmBounds? bounds)
    {
        IEnumerable<ModelPricing>? others = null;
        if (outlook?.Dearer is { } dearer)
        {
            PriceMatch? other = Fitting(bounds, PriceDates.At(matches, now, manager.TimeProvider, dearer));
            match ??= other;
            if (other is { } found && !ReferenceEquals(found.Line, match!.Value.Line))
                others = [found.Line];
            if (now is { } at && PriceDates.Between(matches, at, at + manager.LongestCall, dearer) is { } later)
                others = [.. others ?? [], .. later];
        }

        if (now is { } start && PriceDates.Between(matches, start, start + manager.LongestCall, outlook?.Standard ?? CallTerms.Standard) is { } next)
            others = [.. others ?? [], .. next];

        if (bounds is { AtMost.Images: not null } && PicturesLike(matches, ref match, now ?? manager.Now, outlook?.Standard ?? CallTerms.Standard, bounds) is { Length: > 0 } pictures)
            others = [.. others ?? [], .. pictures];

        // One that has no price for what is asked for does not price the call then, either.
        return others is null ? outlook : CallOutlook.With(outlook, Fitting(bounds, others));
    }

    // Apart, because its closure would be allocated for every call.
    private static ModelPricing[] Fitting(LlmBounds? bounds, IEnumerable<ModelPricing> lines) => [.. lines.Where(line => Fits(bounds, line)).Distinct()];

    /// <summary>
    /// Of lines for different pictures, the one that is meant, and all others that may be: a request need not say which size and quality it wants.
    /// </summary>
    private static ModelPricing[] PicturesLike(PriceMatch[] matches, ref PriceMatch? match, DateTimeOffset at, CallTerms terms, LlmBounds bounds)
    {
        PriceMatch[] possible =
        [
            .. matches.Where(other => other.Line.IsInEffect(at)
                && other.Line.Conditions.HoldFor(terms)
                && other.Line.Conditions.MayHoldFor(bounds.AtMost.ImageSize, bounds.AtMost.ImageQuality)
                && Fits(bounds, other.Line)),
        ];
        if (possible.Length == 0)
            return [];

        if (match is not { } found || !possible.Any(other => ReferenceEquals(other.Line, found.Line)))
            match = possible[0];
        string provider = match.Value.Line.Provider;
        return [.. possible.Select(static other => other.Line).Where(line => line.Provider == provider)];
    }

    private static CallPrice Default(BudgetManager manager, PriceIndex books, CallOutlook? outlook = null, LlmBounds? bounds = null) =>
        new(manager.UnknownModelPrice ?? s_standardPrice, books, outlook, bounds);

    private static PriceMatch? Find(PriceIndex books, string? model, string? provider, DateTimeOffset at, CallTerms terms, in LlmUsage usage, LlmBounds? bounds)
    {
        if (model is null)
            return null;

        PriceMatch[] matches = books.Resolve(model, provider);
        return Fitting(bounds, usage.Images > 0 ? PicturePrices.Find(matches, usage, terms with { At = at }, TimeProvider.System) : PriceDates.At(matches, at, TimeProvider.System, terms));
    }

    /// <summary>The line, or null if it has no price for what is asked for.</summary>
    private static PriceMatch? Fitting(LlmBounds? bounds, PriceMatch? match) => match is { } found && Fits(bounds, found.Line) ? match : null;

    /// <summary>A line that has no price for tokens (pictures, speech) does not price a chat call, nor one for other pictures these.</summary>
    private static bool Fits(LlmBounds? bounds, ModelPricing line) => bounds is null
        ? line.WorstCase(1, 1) is not null
        : WorkOnLine.On(line, bounds.AtMost with { Input = Math.Max(1, bounds.AtMost.Input ?? 0) }) is { } some && line.WorstCase(some, CallTerms.Standard) is not null;
}
