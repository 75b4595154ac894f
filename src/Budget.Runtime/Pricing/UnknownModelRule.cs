namespace BudgetGen;

/// <summary>What happens to a call whose model has no price. Unknown is never zero: it is refused, or charged at a stated price.</summary>
public sealed record UnknownModelRule
{
    private UnknownModelRule(UnitPrice? input, UnitPrice? output)
    {
        Input = input;
        Output = output;
    }

    /// <summary>The call is refused with <see cref="RejectionReason.UnknownModel"/>.</summary>
    public static UnknownModelRule Block { get; } = new(null, null);

    /// <summary>The price of one input token, or null if such calls are refused.</summary>
    public UnitPrice? Input { get; }

    /// <summary>The price of one output token, or null if such calls are refused.</summary>
    public UnitPrice? Output { get; }

    /// <summary>True if such calls are refused.</summary>
    public bool Blocks => Input is null;

    /// <summary>The call is priced at a default.</summary>
    /// <param name="inputPerMillion">USD per 1,000,000 input tokens.</param>
    /// <param name="outputPerMillion">USD per 1,000,000 output tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException">A price is negative or beyond 1 million USD per token.</exception>
    public static UnknownModelRule DefaultPrice(decimal inputPerMillion = 10m, decimal outputPerMillion = 30m) =>
        new(UnitPrice.PerMillion(inputPerMillion), UnitPrice.PerMillion(outputPerMillion));

    /// <summary>The rule as a price line; null if such calls are refused.</summary>
    internal ModelPricing? ToPriceLine() => Blocks ? null : ModelPricing.DefaultPrice(Input!.Value.ToDollarsPerMillion(), Output!.Value.ToDollarsPerMillion());

    /// <summary>The rule as what prices a call, the same for all of them; null if such calls are refused.</summary>
    internal PriceMatch? ToPrice()
    {
        if (ToPriceLine() is not { } line)
            return null;

        var match = new PriceMatch(line, PriceMatchKind.Default);
        return match with { Provenance = match.Provenance };
    }
}
