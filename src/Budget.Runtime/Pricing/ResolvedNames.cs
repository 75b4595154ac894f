using System.Collections.Concurrent;

namespace BudgetGen;

/// <summary>
/// Remembers what names were resolved to. Names come from users, so it is bounded in their number and length. A hot name is found by comparing it with what
/// was last asked for in its slot, without hashing.
/// </summary>
internal sealed class ResolvedNames
{
    private const int MostNames = 4_096;
    private const int LongestName = 256;
    private const int Slots = 128;

    private readonly Resolution?[] _recent = new Resolution?[Slots];
    private ConcurrentDictionary<(string Model, string? Provider), Resolution> _all = new();
    private int _count;

    public PriceMatch[]? Find(string model, string? provider)
    {
        ref Resolution? slot = ref _recent[SlotOf(model)];
        Resolution? recent = Volatile.Read(ref slot);
        if (recent is not null && string.Equals(recent.Model, model, StringComparison.Ordinal) && string.Equals(recent.Provider, provider, StringComparison.Ordinal))
            return recent.Matches;

        if (!Volatile.Read(ref _all).TryGetValue((model, provider), out Resolution? known))
            return null;
        Volatile.Write(ref slot, known);
        return known.Matches;
    }

    public void Remember(string model, string? provider, PriceMatch[] matches)
    {
        if (model.Length > LongestName || provider?.Length > LongestName)
            return;

        if (Interlocked.Increment(ref _count) > MostNames)
        {
            // Forgetting everything is rare and cheap: what is hot is back at once.
            Volatile.Write(ref _all, new());
            Volatile.Write(ref _count, 1);
        }

        Volatile.Read(ref _all).TryAdd((model, provider), new Resolution(model, provider, matches));
    }

    private static int SlotOf(string model) => model.Length == 0 ? 0 : ((model.Length * 31) + (model[^1] * 7) + model[model.Length / 2]) % Slots;

    private sealed record Resolution(string Model, string? Provider, PriceMatch[] Matches);
}
