using System.Globalization;
using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>
/// Which version of each price line of the store is in force. Nothing of it is in force before it is durable; what the store may have taken or not is marked so, and
/// never takes its number a second time. One caller at a time.
/// </summary>
internal sealed class PriceVersions
{
    /// <summary>What the book of these lines is called in records and messages.</summary>
    public const string BookName = "store";

    private readonly Dictionary<string, PriceLineChange> _newest = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (ModelPricing Line, int Version)> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unsure = new(StringComparer.Ordinal);

    /// <param name="stored">The newest version of every line that the store knows.</param>
    public PriceVersions(IReadOnlyList<PriceLineChange> stored)
    {
        var leftOut = new List<(PriceLineChange, Exception)>();
        var read = new List<(PriceLineChange Change, ModelPricing Line)>();
        foreach (PriceLineChange change in stored)
        {
            _newest[change.LineId] = change;
            try
            {
                if (change.Definition is { } definition)
                    read.Add((change, Read(change.LineId, definition)));
            }
            catch (Exception unreadable)
            {
                // Whatever it is, such as a line that a newer version wrote: it prices nothing, and all the others do.
                leftOut.Add((change, unreadable));
            }
        }

        Take(read, leftOut);
        LeftOut = leftOut;
    }

    /// <summary>What the store has and cannot be used, and why.</summary>
    public IReadOnlyList<(PriceLineChange Change, Exception Why)> LeftOut { get; }

    /// <summary>The lines in force as a book, in the order of their ids; null: there are none.</summary>
    public PriceBook? Book() => _lines.Count == 0 ? null : BookOf(_lines);

    /// <summary>Whether a line is, or may be, in the store.</summary>
    public bool MayHave(string lineId) => _unsure.Contains(lineId) || (_newest.TryGetValue(lineId, out PriceLineChange? newest) && newest.Definition is not null);

    /// <summary>The next version of a line; null if it says what is in force.</summary>
    public PriceLineChange? Next(string lineId, string? definition, DateTimeOffset now, string actor, string? reason)
    {
        PriceLineChange? newest = _newest.GetValueOrDefault(lineId);
        bool isInForce = newest is not null && newest.Definition == definition && !_unsure.Contains(lineId) && (definition is null || _lines.ContainsKey(lineId));
        return isInForce ? null : new PriceLineChange(lineId, (newest?.Version ?? 0) + 1, definition, now, actor, reason);
    }

    /// <summary>The book as it would be with a version.</summary>
    /// <exception cref="PriceBookException">The line contradicts another one.</exception>
    public PriceBook? BookWith(PriceLineChange change, ModelPricing? line)
    {
        var lines = new SortedDictionary<string, (ModelPricing, int)>(_lines, StringComparer.Ordinal);
        if (line is null)
            lines.Remove(change.LineId);
        else
            lines[change.LineId] = (line, change.Version);
        return lines.Count == 0 ? null : BookOf(lines);
    }

    /// <summary>A version is on its way to the store. Until it is accepted, nobody knows whether the store has it.</summary>
    public void Try(PriceLineChange change)
    {
        _newest[change.LineId] = change;
        _unsure.Add(change.LineId);
    }

    /// <summary>A version is durable.</summary>
    public void Accept(PriceLineChange change, ModelPricing? line)
    {
        _unsure.Remove(change.LineId);
        if (line is null)
            _lines.Remove(change.LineId);
        else
            _lines[change.LineId] = (line, change.Version);
    }

    private static ModelPricing Read(string lineId, string definition)
    {
        ModelPricing line = PriceLineJson.Read(definition, BookName);
        return line.Id == lineId ? line : throw new PriceBookException($"{BookName}: the text of line '{lineId}' is that of line '{line.Id}'.");
    }

    private void Take(List<(PriceLineChange Change, ModelPricing Line)> read, List<(PriceLineChange, Exception)> leftOut)
    {
        bool mayContradict = Contradiction([.. read.Select(static one => one.Line)]) is not null;

        // The newest first, so that of two that contradict each other the later decision stays.
        foreach ((PriceLineChange change, ModelPricing line) in read.OrderByDescending(static one => one.Change.At).ThenBy(static one => one.Line.Id, StringComparer.Ordinal))
        {
            if (mayContradict && Contradiction([.. _lines.Values.Select(static kept => kept.Line), line]) is { } contradiction)
                leftOut.Add((change, contradiction));
            else
                _lines.Add(line.Id, (line, change.Version));
        }
    }

    private static PriceBookException? Contradiction(IReadOnlyList<ModelPricing> lines)
    {
        try
        {
            PriceBookConflicts.Refuse(BookName, lines);
            return null;
        }
        catch (PriceBookException contradiction)
        {
            return contradiction;
        }
    }

    // A record names the version of its line, which the history of the line has, so that an edit of one line changes nothing in the records of another one's calls.
    private static PriceBook BookOf(SortedDictionary<string, (ModelPricing Line, int Version)> lines) => new(
        BookName,
        lines.Values.Sum(static kept => (long)kept.Version).ToString(CultureInfo.InvariantCulture),
        [.. lines.Values.Select(static kept => kept.Line)],
        lines.ToDictionary(static kept => kept.Key, static kept => kept.Value.Version.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal));
}
