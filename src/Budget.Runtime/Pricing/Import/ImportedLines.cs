namespace BudgetGen;

/// <summary>Collects what an importer finds, and sees to it that the lines make a book: no two for one name, and no row without a trace.</summary>
internal sealed class ImportedLines(PriceListFormat format, string file, string version)
{
    private readonly List<ModelPricing> _lines = [];
    private readonly Dictionary<string, ModelPricing> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Provider, string Name, PriceConditions Conditions), ModelPricing> _claims = [];
    private readonly List<SkippedRow> _skipped = [];
    private readonly List<string> _notes = [];

    public void Skip(string row, string reason) => _skipped.Add(new SkippedRow(row, reason));

    public void Note(string row, string text) => _notes.Add($"{file}: row '{row}': {text}.");

    /// <summary>Adds a line. Where another row has its name already, it keeps only the row's full key as its name.</summary>
    public void Add(string row, ModelPricing line)
    {
        if (Rival(line) is { } rival)
        {
            if (SamePrices(rival, line))
            {
                Skip(row, $"the same as '{rival.Id}' under the same name");
                return;
            }

            string key = ModelNames.Normalise(row);
            line = line with { Id = $"{line.Provider}/{key}", Model = key, Aliases = [] };
            if (Rival(line) is { } other)
            {
                Skip(row, $"another price than '{other.Id}' under the same name");
                return;
            }

            Note(row, $"its usual name is that of '{rival.Id}', which costs otherwise; this row is '{line.Id}'");
        }

        if (Refusal(line) is { } refusal)
        {
            Skip(row, refusal);
            return;
        }

        if (!_byId.TryAdd(line.Id, line))
        {
            Skip(row, $"another row is '{line.Id}' already");
            return;
        }

        _lines.Add(line);
        foreach (string name in line.Aliases.Prepend(line.Model))
            _claims.TryAdd((line.Provider, name, line.Conditions), line);
        SanityRatios.Note(line, text => Note(row, text));
    }

    /// <summary>Adds lines of one model that differ by their dates or hours; the caller sees to it that they do not overlap.</summary>
    public void AddHistory(string row, IReadOnlyList<ModelPricing> lines)
    {
        if (lines.Select(Refusal).FirstOrDefault(static refusal => refusal is not null) is { } reason)
        {
            Skip(row, reason);
            return;
        }

        foreach (ModelPricing line in lines)
        {
            if (!_byId.TryAdd(line.Id, line))
            {
                Skip(row, $"another row is '{line.Id}' already");
                return;
            }

            _lines.Add(line);
            SanityRatios.Note(line, text => Note(row, text));
        }
    }

    public PriceImport Finish() => new(format, new PriceBook(file, version, _lines, _notes), _skipped);

    /// <summary>A price of the list; a zero, unless meant, is none.</summary>
    public UnitPrice? Price(string row, string key, ExactNumber number, long units, bool zeroIsFree)
    {
        if (number.IsZero)
            return zeroIsFree ? new UnitPrice(0) : null;
        if (number.PerUnit(units, out bool rounded) is not { } price)
        {
            Note(row, $"'{key}' is negative or beyond 1,000,000 USD and was left out");
            return null;
        }

        if (rounded)
            Note(row, $"'{key}' is finer than a pico-dollar per unit and was rounded up");
        return price;
    }

    /// <summary>Why a line could not stand in a book of our own format, or null: lists have names and numbers that ours refuses.</summary>
    private static string? Refusal(ModelPricing line)
    {
        try
        {
            _ = PriceBook.Parse(new PriceBook("row", "1", line).ToJson(), "row");
            return null;
        }
        catch (PriceBookException refused)
        {
            return refused.Message;
        }
        catch (ArgumentException refused)
        {
            return refused.Message;
        }
    }

    private static bool SamePrices(ModelPricing left, ModelPricing right) =>
        left.Price == right.Price && left.Tiers.SequenceEqual(right.Tiers) && left.Mode == right.Mode && left.Multipliers.SequenceEqual(right.Multipliers)
        && left.ServiceTiers.Select(Text).SequenceEqual(right.ServiceTiers.Select(Text)) && left.Conditions == right.Conditions;

    private static string Text(ServiceTierPrice tier) => $"{tier.Tier} {tier.Price} {string.Join(' ', tier.Tiers)}";

    private ModelPricing? Rival(ModelPricing line)
    {
        foreach (string name in line.Aliases.Prepend(line.Model))
        {
            if (_claims.TryGetValue((line.Provider, name, line.Conditions), out ModelPricing? rival))
                return rival;
        }

        return _byId.GetValueOrDefault(line.Id);
    }
}
