namespace BudgetGen.Generator.Prices;

/// <summary>
/// What model names mean, as the runtime's <c>PriceIndex</c> says it; tests hold the two together. Books come in layers: the one that comes with the library, and the
/// project's own over it.
/// </summary>
internal sealed class ModelIndex
{
    // Aggregators come last: a name that two providers have means the provider's own model.
    private static readonly string[] _files = ["openai", "anthropic", "google", "mistral", "groq", "xai", "deepseek", "cohere", "azure", "bedrock", "openrouter"];
    private static readonly Lazy<PriceLine[]> _embeddedLines = new(() => [.. _files.SelectMany(file => PriceBookText.Read(Resource(file)))]);
    private static readonly Lazy<ModelIndex> _embedded = new(() => new ModelIndex([_embeddedLines.Value]));

    private static readonly Lazy<DateTimeOffset> _bookDate = new(() => PriceBookText.DateOf(Resource(_files[0])));

    private readonly Dictionary<string, List<(PriceLine Line, bool IsAlias)>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PriceLine> _byId = new(StringComparer.Ordinal);
    private readonly List<PriceLine> _shaped = [];

    private ModelIndex(IReadOnlyList<PriceLine[]> layers)
    {
        // Strongest first, so that the first match of a name wins. A line is replaced whole by one of the same id above it.
        foreach (PriceLine[] layer in layers.Reverse())
        {
            foreach (PriceLine line in ByCondition(layer).Where(line => !_byId.ContainsKey(line.Id)).ToArray())
            {
                _byId[line.Id] = line;
                if (line.Shape is not null)
                    _shaped.Add(line);
                AddName(line.Model, line, isAlias: false);
                foreach (string alias in line.Aliases)
                    AddName(alias, line, isAlias: true);
            }
        }
    }

    /// <summary>The names that come with the library.</summary>
    public static ModelIndex Embedded => _embedded.Value;

    /// <summary>The day of which the embedded book is.</summary>
    public static DateTimeOffset BookDate => _bookDate.Value;

    /// <summary>All names of models.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>The embedded names with a project's own over them.</summary>
    /// <param name="layers">The project's books, the weakest first.</param>
    public static ModelIndex With(IReadOnlyList<PriceLine[]> layers) => layers.Count == 0 ? Embedded : new ModelIndex([_embeddedLines.Value, .. layers]);

    /// <summary>The lines that a name may stand for, the strongest first; empty if nobody knows it.</summary>
    /// <param name="model">The name as it was written.</param>
    /// <param name="provider">The provider, if it is known: then only its lines count.</param>
    public IReadOnlyList<PriceLine> Resolve(string model, string? provider)
    {
        string name = ModelNames.Normalise(model);
        if (provider is not null)
        {
            string owner = ProviderNames.Normalise(provider);
            PriceLine[] own = OfProvider(name, owner);
            return own.Length == 0 && ProviderNames.TrySplit(name, out string named, out string bare) && named == owner ? OfProvider(bare, owner) : own;
        }

        // An id of the usual form names a model of a provider: then all its prices count, earlier ones and overriding ones too.
        if (_byId.TryGetValue(name, out PriceLine? line))
            return line.Id == $"{line.Provider}/{line.Model}" ? Lines(Named(line.Model, line.Provider)) : [line];

        PriceLine[] direct = Direct(name, null);
        return direct.Length == 0 && ProviderNames.TrySplit(name, out string prefix, out string rest) ? OfProvider(rest, prefix) : direct;
    }

    /// <summary>Known names that resemble an unknown one, the nearest first.</summary>
    public IReadOnlyList<string> Suggest(string model) => NearNames.Of(ModelNames.Normalise(model), Names);

    private PriceLine[] OfProvider(string name, string provider)
    {
        PriceLine[] direct = Direct(name, provider);
        return direct.Length == 0 && ProviderNames.TryUpstream(provider, name, out string upstream, out string model) ? Direct(model, upstream) : direct;
    }

    private PriceLine[] Direct(string name, string? provider)
    {
        PriceLine[] lines = Lines(Named(name, provider));
        if (lines.Length == 0 && ModelNames.TryFineTune(name, out string fineTune))
            lines = Lines(Named(fineTune, provider));
        if (lines.Length == 0 && ModelNames.TrySplitDate(name, out string undated))
            lines = Lines(Named(undated, provider).Where(match => match.Line.DatedSame && !match.IsAlias));
        return lines.Length > 0 || _shaped.Count == 0 || name.Length > ModelNames.LongestPatterned
            ? lines
            : [.. _shaped.Where(line => (provider is null || line.Provider == provider) && line.Shape!(name))];
    }

    private IEnumerable<(PriceLine Line, bool IsAlias)> Named(string name, string? provider) =>
        _byName.TryGetValue(name, out List<(PriceLine Line, bool IsAlias)>? matches) ? matches.Where(match => provider is null || match.Line.Provider == provider) : [];

    private static PriceLine[] Lines(IEnumerable<(PriceLine Line, bool IsAlias)> matches) => [.. matches.Select(match => match.Line)];

    private static IEnumerable<PriceLine> ByCondition(PriceLine[] lines)
    {
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (PriceLine line in lines)
        {
            if (!order.ContainsKey(line.Provider))
                order.Add(line.Provider, order.Count);
        }

        return lines.OrderBy(line => order[line.Provider]).ThenByDescending(line => line.Conditions);
    }

    private void AddName(string name, PriceLine line, bool isAlias)
    {
        if (!_byName.TryGetValue(name, out List<(PriceLine Line, bool IsAlias)>? matches))
            _byName.Add(name, matches = []);
        if (!matches.Exists(other => ReferenceEquals(other.Line, line)))
            matches.Add((line, isAlias));
    }

    private static string Resource(string file)
    {
        using Stream stream = typeof(ModelIndex).Assembly.GetManifestResourceStream($"BudgetGen.Pricing.Book.{file}.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
