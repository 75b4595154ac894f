using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>The price line of a call, or the default price where the model has none and the options allow that.</summary>
internal readonly struct CallPrice
{
    /// <summary>What a record shows where neither the request nor an attribute names a model.</summary>
    public const string UnnamedModel = "(unnamed)";

    /// <summary>The bound on output where neither the request nor the price book has one, tokens.</summary>
    private const long DefaultMaxOutputTokens = 16_384;

    private static readonly ModelPricing s_standardLine = UnknownModelRule.DefaultPrice().ToPriceLine()!;

    private readonly PriceMatch _match;

    private CallPrice(PriceMatch match) => _match = match;

    /// <summary>True if the model is not in the price book.</summary>
    public bool IsDefault => _match.Line.IsDefault;

    /// <summary>The id of the price line.</summary>
    public string LineId => _match.Line.Id;

    /// <summary>The provider whose line it is, or null for the default price.</summary>
    public string? Provider => IsDefault ? null : _match.Line.Provider;

    /// <summary>The most output that the model gives, or null if nobody knows, tokens.</summary>
    public long? MaxOutput => _match.Line.Limits.MaxOutput;

    /// <summary>False for an embedding: its output is not billed, so nothing bounds it.</summary>
    public bool HasOutput => _match.Line.Mode != ModelMode.Embedding;

    /// <summary>The price of a request.</summary>
    /// <exception cref="BudgetExceededException">The model has no price and such calls are refused.</exception>
    public static CallPrice For(BudgetManager manager, string? model, string? provider) => TryFor(manager, model, provider)
        ?? throw new BudgetExceededException(new BudgetRejection { Reason = RejectionReason.UnknownModel, Model = model ?? UnnamedModel });

    /// <summary>The price of a request, or null: the model has no price and such calls are refused.</summary>
    public static CallPrice? TryFor(BudgetManager manager, string? model, string? provider) =>
        Find(manager, model, provider) ?? (manager.UnknownModelPrice is null ? null : Default(manager));

    /// <summary>The price of what was served, when it was asked for: the response's model if it has a line, else the one that was asked for.</summary>
    public static CallPrice Billed(BudgetManager manager, string? servedModel, string? provider, DateTimeOffset? startedAt, CallPrice requested) =>
        Find(manager, servedModel, provider, startedAt) ?? requested;

    /// <summary>
    /// The price of a usage that has happened already. Refusing it would only lose it, so a model without a price is priced at the standard default
    /// even where the options would have refused the call.
    /// </summary>
    public static CallPrice Reported(BudgetManager manager, string? model, string? provider) =>
        Find(manager, model, provider) ?? Default(manager);

    /// <summary>The default price: the options', or the standard one where they refuse unknown models.</summary>
    public static CallPrice Default(BudgetManager manager) =>
        new(new PriceMatch(manager.UnknownModelPrice ?? s_standardLine, PriceMatchKind.Default));

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

    /// <summary>The most that a request can cost, at most <see cref="Usd.MaxCall"/>.</summary>
    public Usd WorstCase(in PromptSize prompt, long? maxOutputTokens, int choices)
    {
        try
        {
            long output = maxOutputTokens ?? MaxOutput ?? DefaultMaxOutputTokens;
            Usd? worst = _match.Line.WorstCase(prompt.UpperBoundTokens, output, Math.Max(1, choices), textOnly: !prompt.HasAttachments);
            return Usd.Min(worst ?? Usd.MaxCall, Usd.MaxCall);
        }
        catch (Exception error) when (error is OverflowException or ArgumentOutOfRangeException)
        {
            return Usd.MaxCall;
        }
    }

    /// <summary>
    /// The cost of a usage. One that the line cannot price, or that no provider could have meant (a negative count), is charged at the call's
    /// worst case: unknown is never zero.
    /// </summary>
    public Usd Cost(in LlmUsage usage, Usd worstCase)
    {
        try
        {
            return _match.CostOf(usage) is { } cost ? Usd.Min(cost.Amount, Usd.MaxCall) : worstCase;
        }
        catch (Exception error) when (error is OverflowException or ArgumentOutOfRangeException)
        {
            return worstCase;
        }
    }

    /// <summary>A line that has no price for tokens (pictures, speech) does not price a chat call.</summary>
    private static CallPrice? Find(BudgetManager manager, string? model, string? provider, DateTimeOffset? at = null) =>
        model is not null && manager.Pricing.Find(model, provider, at) is { } match && match.Line.WorstCase(1, 1) is not null ? new CallPrice(match) : null;
}
