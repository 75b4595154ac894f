namespace BudgetGen.Inventory;

/// <summary>One LLM call in the code.</summary>
internal sealed record InventoryCall
{
    /// <summary>The <see cref="Kind"/> of an annotated method that is metered as a whole.</summary>
    public const string MethodKind = "method";

    /// <summary>The <see cref="Kind"/> of a request that no client library makes.</summary>
    public const string HttpKind = "http";

    /// <summary>The project that it is compiled in, by its assembly's name.</summary>
    public required string Project { get; init; }

    /// <summary>The file, from the project's directory, with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>The line of the called method's name, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The column of the called method's name, from 1.</summary>
    public required int Column { get; init; }

    /// <summary>The member that calls, as <c>Type.Method</c>.</summary>
    public required string Member { get; init; }

    /// <summary>The method that is called, as <c>Type.Method</c>; of a request that is made by hand, the method, constructor (<c>Type.new</c>) or property that has its address.</summary>
    public required string Called { get; init; }

    /// <summary>The assembly of the called method.</summary>
    public required string Library { get; init; }

    /// <summary>What is paid for: chat, messages, embedding ...; <c>method</c> for an annotated method that is metered as a whole, <c>http</c> for a request that is made by hand.</summary>
    public required string Kind { get; init; }

    public required CallStatus Status { get; init; }

    /// <summary>Why it is not tracked; null: it is.</summary>
    public string? Why { get; init; }

    /// <summary>The diagnostic that says so in the build; null: none does.</summary>
    public string? Diagnostic { get; init; }

    /// <summary>The model that is asked.</summary>
    public required CallBinding Model { get; init; }

    /// <summary>The user who pays.</summary>
    public required CallBinding User { get; init; }

    /// <summary>The project that pays.</summary>
    public required CallBinding PaidBy { get; init; }

    /// <summary>The provider as the attribute, else the library, says it; null: neither does.</summary>
    public string? Provider { get; init; }

    /// <summary>The operation's name or template; null: the member's name.</summary>
    public string? Operation { get; init; }

    /// <summary>Tags as they are written, <c>name=template</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The cap on the call's cost, USD as decimal text; null: it has none.</summary>
    public string? MaxCost { get; init; }

    /// <summary>The bound on output that the request is made with; null: the code shows none.</summary>
    public long? MaxOutputTokens { get; init; }

    /// <summary>What the model's tokens cost; null: see <see cref="Unpriced"/>.</summary>
    public CallPrices? Prices { get; init; }

    /// <summary>What the call costs by estimate, USD; null: see <see cref="Unpriced"/>.</summary>
    public decimal? EstimatedCost { get; init; }

    /// <summary>Why there are no prices; null: there are.</summary>
    public string? Unpriced { get; init; }
}
