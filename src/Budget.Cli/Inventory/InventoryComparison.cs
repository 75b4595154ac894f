using BudgetGen.Inventory;

namespace BudgetGen.Cli;

/// <summary>A call that is different now.</summary>
/// <param name="Before">As it was.</param>
/// <param name="After">As it is.</param>
internal sealed record ChangedCall(InventoryCall Before, InventoryCall After)
{
    /// <summary>What is different, each as <c>what: before -> after</c>.</summary>
    public string What => string.Join("; ", Differences());

    private IEnumerable<string> Differences()
    {
        foreach ((string name, string before, string after) in InventoryComparison.Named(Before).Zip(InventoryComparison.Named(After), static (before, after) => (before.Name, before.Value, after.Value)))
        {
            if (before != after)
                yield return $"{name}: {before} -> {after}";
        }

        if (Before.EstimatedCost is { } was && After.EstimatedCost is { } now && was != now)
            yield return $"a call: ${CallPrices.Text(was)} -> ${CallPrices.Text(now)}";
    }
}

/// <summary>
/// What is different between two inventories. A call is the same one if the same member calls the same method, wherever in the file that is now, and in whichever file: moved code is
/// no change. Prices are none either: both sides are priced by the same book.
/// </summary>
internal sealed class InventoryComparison
{
    private readonly HashSet<InventoryCall> _added;
    private readonly HashSet<InventoryCall> _changed;

    private InventoryComparison(InventoryReport before, InventoryReport after, List<InventoryCall> added, List<InventoryCall> removed, List<ChangedCall> changed)
    {
        (Before, After) = (before, after);
        Added = added;
        Removed = removed;
        Changed = [.. changed.OrderBy(static call => call.After.Project, StringComparer.Ordinal).ThenBy(static call => call.After.File, StringComparer.Ordinal).ThenBy(static call => call.After.Line).ThenBy(static call => call.After.Column)];
        _added = new HashSet<InventoryCall>(added, ReferenceEqualityComparer.Instance);
        _changed = new HashSet<InventoryCall>(changed.Select(static call => call.After), ReferenceEqualityComparer.Instance);
    }

    public InventoryReport Before { get; }

    public InventoryReport After { get; }

    public IReadOnlyList<InventoryCall> Added { get; }

    public IReadOnlyList<InventoryCall> Removed { get; }

    public IReadOnlyList<ChangedCall> Changed { get; }

    /// <summary>Calls whose cost is in no budget now, and was in one, or was not there, before.</summary>
    public IEnumerable<InventoryCall> NewlyEscaping => Added.Where(InventoryGate.IsEscaping).Concat(Changed.Where(static call => InventoryGate.IsEscaping(call.After) && !InventoryGate.IsEscaping(call.Before)).Select(static call => call.After));

    /// <summary>Compares two inventories.</summary>
    public static InventoryComparison Of(InventoryReport before, InventoryReport after)
    {
        List<InventoryCall> old = [.. before.Calls], fresh = [.. after.Calls];
        var changed = new List<ChangedCall>();

        // The surest first: the same call unchanged in its file, then in another one; then one that differs.
        Pair(old, fresh, static call => (call.File, Identity(call), Facts(call)), null);
        Pair(old, fresh, static call => (Identity(call), Facts(call)), null);
        Pair(old, fresh, static call => (call.File, Identity(call)), changed);
        Pair(old, fresh, static call => Identity(call), changed);
        return new InventoryComparison(before, after, fresh, old, changed);
    }

    /// <summary>How a call compares, in SARIF's words.</summary>
    public string StateOf(InventoryCall call) => _added.Contains(call) ? "new" : _changed.Contains(call) ? "updated" : "unchanged";

    /// <summary>Everything about a call that is no place and no price, as one text.</summary>
    public static string Facts(InventoryCall call) => string.Join('\n', Named(call).Select(static fact => fact.Value));

    /// <summary>The same, by name.</summary>
    public static IEnumerable<(string Name, string Value)> Named(InventoryCall call) =>
    [
        ("status", CallStatusText.Of(call.Status)), ("why", call.Why ?? "-"), ("model", call.Model.ToString()), ("user", call.User.ToString()), ("paid by", call.PaidBy.ToString()),
        ("provider", call.Provider ?? "-"), ("operation", call.Operation ?? "-"), ("tags", call.Tags.Count == 0 ? "-" : string.Join(", ", call.Tags)), ("max cost", call.MaxCost ?? "-"),
        ("max output", call.MaxOutputTokens?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"),
    ];

    private static (string Project, string Member, string Called, string Kind) Identity(InventoryCall call) => (call.Project, call.Member, call.Called, call.Kind);

    /// <summary>Takes the calls that are the same by a key out of both lists, in their order.</summary>
    private static void Pair<TKey>(List<InventoryCall> old, List<InventoryCall> fresh, Func<InventoryCall, TKey> key, List<ChangedCall>? changed)
        where TKey : notnull
    {
        var waiting = old.GroupBy(key).ToDictionary(static group => group.Key, static group => new Queue<InventoryCall>(group));
        var gone = new HashSet<InventoryCall>(ReferenceEqualityComparer.Instance);
        fresh.RemoveAll(call =>
        {
            if (!waiting.TryGetValue(key(call), out Queue<InventoryCall>? same) || !same.TryDequeue(out InventoryCall? before))
                return false;
            gone.Add(before);
            changed?.Add(new ChangedCall(before, call));
            return true;
        });
        old.RemoveAll(gone.Contains);
    }
}
