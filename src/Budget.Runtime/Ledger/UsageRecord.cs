namespace BudgetGen;

/// <summary>One call as it was booked: who, what, how many tokens, how much money, and where the figure comes from.</summary>
public sealed partial record UsageRecord
{
    /// <summary>The model that was billed (the response's where it says one).</summary>
    public required string Model { get; init; }

    /// <summary>All input tokens, cached ones included.</summary>
    public long InputTokens { get; init; }

    /// <summary>All output tokens, reasoning included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>What the call cost.</summary>
    public required Usd Cost { get; init; }

    /// <summary>When the cost was booked, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The user who pays, or null.</summary>
    public string? User { get; init; }

    /// <summary>The call site or API endpoint, such as <c>Summarizer.SummarizeAsync</c>, or null.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The provider's id of the response, for reconciliation, or null.</summary>
    public string? RequestId { get; init; }

    /// <summary>The provider, or null.</summary>
    public string? Provider { get; init; }

    /// <summary>The project, or null.</summary>
    public string? Project { get; init; }

    /// <summary>The team, or null.</summary>
    public string? Team { get; init; }

    /// <summary>The client, or null.</summary>
    public string? Client { get; init; }

    /// <summary>What the call was for, or null.</summary>
    public string? Operation { get; init; }

    /// <summary>Free labels, or null.</summary>
    public CallTags? Tags { get; init; }

    /// <summary>The tokens by bucket, where they are known.</summary>
    public LlmUsage Usage { get; init; }

    /// <summary>The price line that priced it, such as <c>openai/gpt-4o</c>; null if the cost was given from outside.</summary>
    public string? PriceLine { get; init; }

    /// <summary>The service tier that it was priced at: the one that served it, where the response says so.</summary>
    public ServiceTier ServiceTier { get; init; }

    /// <summary>True if tokens or cost are our estimate and not the provider's figure.</summary>
    public bool Estimated { get; init; }

    /// <summary>The reservation that this settled, or null if it was recorded without one.</summary>
    public ReservationId? Reservation { get; init; }
}
