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
    private const long DefaultMaxOutputTokens = 16_384;

    private static readonly PriceMatch s_standardPrice = UnknownModelRule.DefaultPrice().ToPrice()!.Value;

    private readonly PriceMatch _match;
    private readonly PriceIndex _books;

    /// <summary>What the price may change to while the call is under way; null, as nearly always: nothing.</summary>
    private readonly ModelPricing[]? _later;

    private CallPrice(PriceMatch match, PriceIndex books, ModelPricing[]? later = null) => (_match, _books, _later) = (match, books, later);

    /// <summary>True if the model is not in the price book.</summary>
    public bool IsDefault => _match.Line.IsDefault;

    /// <summary>The id of the price line.</summary>
    public string LineId => _match.Line.Id;

    /// <summary>What a record of a call at this price keeps, on the usual terms.</summary>
    public PriceProvenance Provenance => _match.Provenance;

    /// <summary>The provider whose line it is, or null for the default price.</summary>
    public string? Provider => IsDefault ? null : _match.Line.Provider;

    /// <summary>The most output that the model gives, or null if nobody knows, tokens.</summary>
    public long? MaxOutput => _match.Line.Limits.MaxOutput;

    /// <summary>False for an embedding: its output is not billed, so nothing bounds it.</summary>
    public bool HasOutput => _match.Line.BillsOutput;

    /// <summary>True if web searches cost something.</summary>
    public bool HasSearchFee => _match.Line.BillsWebSearches;

    /// <summary>The price of a request.</summary>
    /// <exception cref="BudgetExceededException">The model has no price and such calls are refused.</exception>
    public static CallPrice For(BudgetManager manager, string? model, string? provider) => TryFor(manager, model, provider)
        ?? throw new BudgetExceededException(new BudgetRejection { Reason = RejectionReason.UnknownModel, Model = model ?? UnnamedModel });

    /// <summary>The price of a request, or null: the model has no price and such calls are refused.</summary>
    public static CallPrice? TryFor(BudgetManager manager, string? model, string? provider)
    {
        PriceIndex books = manager.Pricing.Index;
        PriceMatch[] matches = model is null ? [] : books.Resolve(model, provider);
        ModelPricing[]? later = null;
        DateTimeOffset? now = null;
        if (PriceDates.Matter(matches))
        {
            now = manager.Now;
            later = PriceDates.Between(matches, now.Value, now.Value + manager.LongestCall);
        }

        if (OfTokens(PriceDates.At(matches, now, manager.TimeProvider)) is { } match)
            return new CallPrice(match, books, later);
        return manager.UnknownModelPrice is null ? null : Default(manager, books, later);
    }

    /// <summary>
    /// The price of a usage that has happened already. Refusing it would only lose it, so a model without a price is priced at the standard default
    /// even where the options would have refused the call.
    /// </summary>
    public static CallPrice Reported(BudgetManager manager, string? model, string? provider)
    {
        PriceIndex books = manager.Pricing.Index;
        return Find(books, model, provider, manager.Now) is { } match ? new CallPrice(match, books) : Default(manager, books);
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
    public CallPrice Billed(string? servedModel, string? provider, string? askedModel, string? askedProvider, DateTimeOffset sentAt)
    {
        if (Find(_books, servedModel, provider, sentAt) is { } served)
            return new CallPrice(served, _books);
        return _later is not null && Find(_books, askedModel, askedProvider, sentAt) is { } asked ? new CallPrice(asked, _books) : this;
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
    /// The most that a request can cost, at most <see cref="Usd.MaxCall"/>: at the price of now, or at one that it may change to while the call is under way,
    /// whichever is dearer.
    /// </summary>
    public Usd WorstCase(in PromptSize prompt, long? maxOutputTokens, int choices, long webSearches = 0)
    {
        Usd worst = WorstCase(_match.Line, prompt, maxOutputTokens, choices, webSearches);
        foreach (ModelPricing line in _later ?? [])
        {
            // One without token prices does not price the call then, either.
            if (IsOfTokens(line))
                worst = Usd.Max(worst, WorstCase(line, prompt, maxOutputTokens, choices, webSearches));
        }

        return worst;
    }

    /// <summary>
    /// The cost of a usage. One that the line cannot price, or that no provider could have meant (a negative count), is charged at the call's
    /// worst case: unknown is never zero.
    /// </summary>
    public Usd Cost(in LlmUsage usage, Usd worstCase) => CostOrNull(usage) ?? worstCase;

    /// <summary>The cost of a usage; null if the line cannot price it, or no provider could have meant it.</summary>
    public Usd? CostOrNull(in LlmUsage usage)
    {
        try
        {
            return _match.CostOf(usage) is { } cost ? Usd.Min(cost.Amount, Usd.MaxCall) : null;
        }
        catch (Exception error) when (error is OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static Usd WorstCase(ModelPricing line, in PromptSize prompt, long? maxOutputTokens, int choices, long webSearches)
    {
        try
        {
            long output = maxOutputTokens ?? line.Limits.MaxOutput ?? DefaultMaxOutputTokens;
            Usd? worst = line.WorstCase(prompt.UpperBoundTokens, output, Math.Max(1, choices), textOnly: !prompt.HasAttachments, webSearches);
            return Usd.Min(worst ?? Usd.MaxCall, Usd.MaxCall);
        }
        catch (Exception error) when (error is OverflowException or ArgumentOutOfRangeException)
        {
            return Usd.MaxCall;
        }
    }

    private static CallPrice Default(BudgetManager manager, PriceIndex books, ModelPricing[]? later = null) =>
        new(manager.UnknownModelPrice ?? s_standardPrice, books, later);

    private static PriceMatch? Find(PriceIndex books, string? model, string? provider, DateTimeOffset at) =>
        model is null ? null : OfTokens(PriceDates.At(books.Resolve(model, provider), at, TimeProvider.System));

    /// <summary>A line that has no price for tokens (pictures, speech) does not price a chat call.</summary>
    private static PriceMatch? OfTokens(PriceMatch? match) => match is { } found && IsOfTokens(found.Line) ? match : null;

    private static bool IsOfTokens(ModelPricing line) => line.WorstCase(1, 1) is not null;
}
