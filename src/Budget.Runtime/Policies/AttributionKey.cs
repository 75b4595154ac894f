using System.Runtime.InteropServices;

namespace BudgetGen;

/// <summary>The parts of a call's attribution that some policy looks at; the others are null, so that calls share a key where nothing tells them apart.</summary>
internal readonly record struct AttributionKey(string? User, string? Provider, string? Model, string? Project)
{
    public static AttributionKey Of(in CallAttribution call, PolicyGeneration generation) => Of(call, generation.Parts);

    private static AttributionKey Of(in CallAttribution call, AttributionParts parts) => new(
        (parts & AttributionParts.User) != 0 ? Known(call.User) : null,
        (parts & AttributionParts.Provider) != 0 ? Known(call.Provider) : null,
        (parts & AttributionParts.Model) != 0 ? Known(call.Model) : null,
        (parts & AttributionParts.Project) != 0 ? Known(call.Project) : null);

    /// <summary>A hash for the front cache: a few characters only, because a collision there costs a look-up and no more.</summary>
    public uint QuickHash()
    {
        ulong hash = Mix(0, User);
        hash = Mix(hash, Provider);
        hash = Mix(hash, Model);
        hash = Mix(hash, Project);
        return (uint)(hash >> 32);
    }

    private static ulong Mix(ulong hash, string? part)
    {
        if (part is null)
            return hash;

        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(part.AsSpan());
        ulong end = bytes.Length >= sizeof(ulong) ? MemoryMarshal.Read<ulong>(bytes[^sizeof(ulong)..]) : part[0];
        return ((hash * 31) ^ end ^ (uint)part.Length) * 0x9E3779B97F4A7C15;
    }

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
}
