using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>The price line of a call, or the default price where the model has none and the options allow that.</summary>
internal readonly struct CallPrice
{
    /// <summary>What a record shows where neither the request nor an attribute names a model.</summary>
    public const string UnnamedModel = "(unnamed)";

    /// <summary>The bound on output where neither the request nor the price book has one, tokens.</summary>
    private const long DefaultMaxOutputTokens = 16_384;

    private readonly PricingRegistry _registry;
    private readonly ModelPricing _line;

    private CallPrice(PricingRegistry registry, ModelPricing line, bool isDefault)
    {
        _registry = registry;
        _line = line;
        IsDefault = isDefault;
    }

    /// <summary>True if the model is not in the price book.</summary>
    public bool IsDefault { get; }

    /// <summary>The id of the price line.</summary>
    public string LineId => _line.Id;

    /// <summary>The provider whose line it is, or null for the default price.</summary>
    public string? Provider => IsDefault ? null : _line.Provider;

    /// <summary>The price of a request.</summary>
    /// <exception cref="BudgetExceededException">The model has no price and such calls are refused.</exception>
    public static CallPrice For(BudgetManager manager, string? model, string? provider)
    {
        if (model is not null && manager.Pricing.Find(model, provider) is { } match)
            return new CallPrice(manager.Pricing, match.Line, isDefault: false);

        if (manager.UnknownModelPrice is not { } fallback)
            throw new BudgetExceededException(new BudgetRejection { Reason = RejectionReason.UnknownModel, Model = model ?? UnnamedModel });

        return new CallPrice(manager.Pricing, fallback, isDefault: true);
    }

    /// <summary>The price of what was served: the response's model if it has a line, else the one that was asked for.</summary>
    public static CallPrice Billed(BudgetManager manager, string? servedModel, string? provider, CallPrice requested) =>
        servedModel is not null && manager.Pricing.Find(servedModel, provider) is { } match ? new CallPrice(manager.Pricing, match.Line, isDefault: false) : requested;

    /// <summary>The most that a request can cost, at most <see cref="Usd.MaxCall"/>.</summary>
    public Usd WorstCase(in PromptSize prompt, long? maxOutputTokens, int choices)
    {
        try
        {
            long output = maxOutputTokens ?? _line.MaxOutputTokens ?? DefaultMaxOutputTokens;
            return Usd.Min(_registry.WorstCase(_line, prompt.UpperBoundTokens, output, Math.Max(1, choices)), Usd.MaxCall);
        }
        catch (OverflowException)
        {
            return Usd.MaxCall;
        }
    }

    /// <summary>The cost of a usage. A bucket that has no price at all is charged at the whole call's worst case: unknown is never zero.</summary>
    public Usd Cost(in LlmUsage usage, in PromptSize prompt)
    {
        try
        {
            return _registry.CalculateLlmCost(_line, usage) is { } cost ? Usd.Min(cost.Amount, Usd.MaxCall) : WorstCase(prompt, usage.TotalOutput, choices: 1);
        }
        catch (OverflowException)
        {
            return Usd.MaxCall;
        }
    }
}
