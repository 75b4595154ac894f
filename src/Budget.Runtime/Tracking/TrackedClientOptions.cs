namespace BudgetGen;

/// <summary>
/// Who pays for the calls of a client that meters itself (<see cref="TrackedChatClient"/>, <see cref="TrackedEmbeddingGenerator{TInput, TEmbedding}"/>), as <c>[TrackLlmCall]</c> says it for a method. What is null here comes from the call (model, provider), from the
/// <see cref="LlmCallScope"/> around it, or from the ambient <see cref="BudgetContext"/>. Immutable.
/// </summary>
public abstract record TrackedClientOptions
{
    private protected TrackedClientOptions()
    {
    }

    /// <summary>What usage records call the client, such as <c>support-bot</c>. Null: the provider's name, or the inner client's type.</summary>
    public string? Name { get; init; }

    /// <summary>The user who pays for every call, or null: the ambient one.</summary>
    public string? User { get; init; }

    /// <summary>The project that every call is booked on, or null: the ambient one.</summary>
    public string? Project { get; init; }

    /// <summary>The team that every call is booked on, or null: the ambient one.</summary>
    public string? Team { get; init; }

    /// <summary>The client (application, API key, tenant) that every call is booked on, or null: the ambient one.</summary>
    public string? Client { get; init; }

    /// <summary>What the calls are for, or null: the ambient operation.</summary>
    public string? Operation { get; init; }

    /// <summary>The provider that bills, or null: what the inner client says of itself, else the one whose price line the model has.</summary>
    public string? Provider { get; init; }

    /// <summary>The model to price a request by that names none, where the inner client has no default model either; or null.</summary>
    public string? Model { get; init; }

    /// <summary>Free labels, added to the ambient ones; or null.</summary>
    public CallTags? Tags { get; init; }

    /// <summary>The most that one request may cost, or null: no cap of the client's own. A tighter one around it counts.</summary>
    public Usd? MaxCost { get; init; }

    /// <summary>The manager that books the calls, or null: the ambient one, else <see cref="BudgetManager.Default"/>.</summary>
    public BudgetManager? Manager { get; init; }

    /// <summary>
    /// True if every request of the pipeline around leaves through this client. A tracked call outside of it that is answered without reaching it was then answered by a cache, and
    /// nothing is booked for it. Leave it false where a router or a fallback may go another way: such a request would cost money that nobody books.
    /// </summary>
    public bool SeesEveryRequest { get; init; }

    internal CallAttribution Attribution => new(User, Provider, Model, Project, Team, Client, Operation, Tags);
}
