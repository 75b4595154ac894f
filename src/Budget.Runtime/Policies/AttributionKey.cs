using System.Runtime.InteropServices;

namespace BudgetGen;

/// <summary>The parts of a call's attribution that some policy looks at; the others are null, so that calls share a key where nothing tells them apart.</summary>
internal readonly record struct AttributionKey(
    string? User = null,
    string? Provider = null,
    string? Model = null,
    string? Project = null,
    string? Team = null,
    string? Client = null,
    string? Operation = null,
    CallTags? Tags = null)
{
    private const AttributionParts Rare = AttributionParts.Team | AttributionParts.Client | AttributionParts.Operation | AttributionParts.Tags;

    /// <summary>The same for every user: some user, or none.</summary>
    public AttributionKey Kind => User is null ? this : this with { User = "" };

    public static AttributionKey Of(in CallAttribution call, PolicyGeneration generation)
    {
        AttributionParts parts = generation.Parts;
        string? user = (parts & AttributionParts.User) != 0 ? Known(call.User) : null;
        string? provider = (parts & AttributionParts.Provider) != 0 ? Known(call.Provider) : null;
        string? model = (parts & AttributionParts.Model) != 0 ? Known(call.Model) : null;
        string? project = (parts & AttributionParts.Project) != 0 ? Known(call.Project) : null;
        if ((parts & Rare) == 0)
            return new AttributionKey(user, provider, model, project);

        return new AttributionKey(
            user,
            provider,
            model,
            project,
            (parts & AttributionParts.Team) != 0 ? Known(call.Team) : null,
            (parts & AttributionParts.Client) != 0 ? Known(call.Client) : null,
            (parts & AttributionParts.Operation) != 0 ? Known(call.Operation) : null,
            (parts & AttributionParts.Tags) != 0 ? call.Tags?.Only(generation.TagNames) : null);
    }

    /// <summary>All parts of an attribution, whatever the policies look at.</summary>
    public static AttributionKey Of(in CallAttribution call) => new(
        Known(call.User), Known(call.Provider), Known(call.Model), Known(call.Project), Known(call.Team), Known(call.Client), Known(call.Operation), call.Tags);

    /// <summary>The value of a dimension, or null if the call does not have it.</summary>
    public string? ValueOf(BudgetScope scope, string? tagName) => scope switch
    {
        BudgetScope.User => User,
        BudgetScope.Provider => Provider,
        BudgetScope.Model => Model,
        BudgetScope.Project => Project,
        BudgetScope.Team => Team,
        BudgetScope.Client => Client,
        BudgetScope.Operation => Operation,
        BudgetScope.Tag => tagName is null ? null : Known(Tags?.Find(tagName)),
        _ => null,
    };

    /// <summary>True if a call with these parts is of this kind, whoever its user is.</summary>
    public bool IsKindOf(in AttributionKey call) =>
        (User is null) == (call.User is null)
        && Model == call.Model
        && Project == call.Project
        && Provider == call.Provider
        && Team == call.Team
        && Client == call.Client
        && Operation == call.Operation
        && (ReferenceEquals(Tags, call.Tags) || (Tags is not null && Tags.Equals(call.Tags)));

    /// <summary>
    /// A hash for the front caches: of most parts a few characters only, because a collision there costs a look-up and no more. The user is what tells calls
    /// apart, and may end as all others do: in the domain of a mail address.
    /// </summary>
    public uint QuickHash()
    {
        ulong hash = User is null ? 0 : MixAll(User);
        hash = Mix(hash, Provider);
        hash = Mix(hash, Model);
        hash = Mix(hash, Project);
        hash = Mix(hash, Team);
        hash = Mix(hash, Client);
        hash = Mix(hash, Operation);
        if (Tags is { } tags)
            hash = Mix(hash, (uint)tags.GetHashCode());
        return (uint)(hash >> 32);
    }

    // The parts that differ most often come first; calls of one place in the code have the very same texts.
    public bool Equals(AttributionKey other) =>
        User == other.User && IsKindOf(other);

    public override int GetHashCode()
    {
        int hash = Add(0, User);
        hash = Add(hash, Provider);
        hash = Add(hash, Model);
        hash = Add(hash, Project);
        hash = Add(hash, Team);
        hash = Add(hash, Client);
        hash = Add(hash, Operation);
        return Tags is null ? hash : HashCode.Combine(hash, Tags.GetHashCode());
    }

    private static ulong Mix(ulong hash, string? part)
    {
        if (part is null)
            return hash * 31;

        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(part.AsSpan());
        ulong end = bytes.Length >= sizeof(ulong) ? MemoryMarshal.Read<ulong>(bytes[^sizeof(ulong)..]) : part[0];
        return Mix(hash, end ^ (uint)part.Length);
    }

    private static ulong MixAll(string part)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(part.AsSpan());
        ulong hash = (uint)part.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            hash = Mix(hash, MemoryMarshal.Read<ulong>(bytes));
        foreach (byte rest in bytes)
            hash = (hash * 31) + rest;
        return Mix(hash, hash >> 32);
    }

    private static ulong Mix(ulong hash, ulong part) => ((hash * 31) ^ part) * 0x9E3779B97F4A7C15;

    private static int Add(int hash, string? part) => (hash * 31) + (part is null ? 0 : string.GetHashCode(part));

    private static string? Known(string? part) => string.IsNullOrEmpty(part) ? null : part;
}

/// <summary>Which parts of an attribution the policies look at.</summary>
[Flags]
internal enum AttributionParts
{
    None = 0,
    User = 1,
    Provider = 2,
    Model = 4,
    Project = 8,
    Team = 16,
    Client = 32,
    Operation = 64,
    Tags = 128,
}
