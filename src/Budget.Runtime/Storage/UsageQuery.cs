namespace BudgetGen.Storage;

/// <summary>Selects usage records. A part that is null does not select.</summary>
public sealed record UsageQuery
{
    /// <summary>From this instant on, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Up to this instant, exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Of this user only.</summary>
    public string? User { get; init; }

    /// <summary>Of this provider only.</summary>
    public string? Provider { get; init; }

    /// <summary>Of this model only.</summary>
    public string? Model { get; init; }

    /// <summary>Of this project only.</summary>
    public string? Project { get; init; }

    /// <summary>Of this team only.</summary>
    public string? Team { get; init; }

    /// <summary>Of this client only.</summary>
    public string? Client { get; init; }

    /// <summary>Of this operation only.</summary>
    public string? Operation { get; init; }

    /// <summary>At most so many records, newest first.</summary>
    public int Limit { get; init; } = 1000;
}
