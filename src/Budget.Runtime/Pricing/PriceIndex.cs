namespace BudgetGen;

/// <summary>All layers as one, ready to be asked. Immutable but for its memory of names that it has resolved; a reload makes a new one.</summary>
internal sealed class PriceIndex
{
    private readonly Dictionary<string, List<PriceMatch>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelPricing> _byId = new(StringComparer.Ordinal);
    private readonly List<ModelPricing> _patterns = [];
    private readonly Dictionary<string, string> _deployments = new(StringComparer.Ordinal);
    private readonly Dictionary<ModelPricing, Origin> _origins = new(ReferenceEqualityComparer.Instance);
    private readonly ResolvedNames _resolved = new();

    /// <summary>Makes the index.</summary>
    /// <param name="layers">The layers, the weakest first.</param>
    public PriceIndex(IReadOnlyList<PriceBook> layers)
    {
        Layers = layers;

        // Strongest first, so that the first match of a name wins. A line is replaced whole by one of the same id above it.
        foreach (PriceBook layer in layers.Reverse())
        {
            foreach ((string deployment, string model) in layer.Deployments)
                _deployments.TryAdd(deployment, model);
            foreach (ModelPricing line in ByCondition(layer.Lines).Where(line => !_byId.ContainsKey(line.Id)).ToArray())
            {
                _byId.Add(line.Id, line);
                _origins.Add(line, new Origin(layer));
                if (line.Pattern is not null)
                    _patterns.Add(line);
                AddName(line.Model, new PriceMatch(line, PriceMatchKind.Exact));
                foreach (string alias in line.Aliases)
                    AddName(alias, new PriceMatch(line, PriceMatchKind.Alias));
            }
        }
    }

    public IReadOnlyList<PriceBook> Layers { get; }

    public IEnumerable<ModelPricing> Lines => _byId.Values;

    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>What a name may stand for, the strongest first; which one is in effect depends on the time.</summary>
    public PriceMatch[] Resolve(string model, string? provider)
    {
        if (_resolved.Find(model, provider) is { } known)
            return known;

        PriceMatch[] matches = Array.ConvertAll(
            Served(ModelNames.Normalise(model), provider is null ? null : ProviderNames.Normalise(provider)),
            match => match with { Provenance = _origins[match.Line].Provenance(match) });
        _resolved.Remember(model, provider, matches);
        return matches;
    }

    /// <summary>
    /// A name that may be a deployment's. On Azure it is one, even if it is called like another model; elsewhere it is one where it is nothing else, for adapters say <c>openai</c> of Azure too.
    /// </summary>
    private PriceMatch[] Served(string name, string? provider)
    {
        if (!_deployments.TryGetValue(name, out string? model))
            return Search(name, provider);

        PriceMatch[] own = provider == ProviderNames.Azure ? [] : Search(name, provider);
        if (own.Length > 0)
            return own;

        PriceMatch[] served = Search(model, provider);
        return served.Length > 0 ? As(PriceMatchKind.Alias, served) : As(PriceMatchKind.Upstream, Search(model, null));
    }

    private PriceMatch[] Search(string name, string? provider)
    {
        if (provider is not null)
        {
            PriceMatch[] own = OfProvider(name, provider);
            return own.Length == 0 && ProviderNames.TrySplit(name, out string owner, out string bare) && owner == provider
                ? As(PriceMatchKind.Prefix, OfProvider(bare, provider))
                : own;
        }

        // An id of the usual form names a model of a provider: then all its prices count, earlier ones and overriding ones too.
        if (_byId.TryGetValue(name, out ModelPricing? line))
            return line.Id == $"{line.Provider}/{line.Model}" ? Named(line.Model, line.Provider) : [new PriceMatch(line, PriceMatchKind.Exact)];

        PriceMatch[] direct = Direct(name, null);
        return direct.Length == 0 && ProviderNames.TrySplit(name, out string prefix, out string rest)
            ? As(PriceMatchKind.Prefix, OfProvider(rest, prefix))
            : direct;
    }

    private PriceMatch[] OfProvider(string name, string provider)
    {
        PriceMatch[] direct = Direct(name, provider);
        return direct.Length == 0 && ProviderNames.TryUpstream(provider, name, out string upstream, out string model)
            ? As(PriceMatchKind.Upstream, Direct(model, upstream))
            : direct;
    }

    private PriceMatch[] Direct(string name, string? provider)
    {
        PriceMatch[] matches = Named(name, provider);
        if (matches.Length == 0 && ModelNames.TryFineTune(name, out string fineTune))
            matches = As(PriceMatchKind.FineTune, Named(fineTune, provider));
        if (matches.Length == 0 && ModelNames.TrySplitDate(name, out string undated))
            matches = As(PriceMatchKind.Dated, [.. Named(undated, provider).Where(match => match.Line.DatedSame && match.Kind == PriceMatchKind.Exact)]);
        return matches.Length > 0 || _patterns.Count == 0 || name.Length > ModelNames.LongestPatterned ? matches : OfPattern(name, provider);
    }

    private PriceMatch[] Named(string name, string? provider) =>
        _byName.TryGetValue(name, out List<PriceMatch>? matches)
            ? [.. matches.Where(match => provider is null || match.Line.Provider == provider)]
            : [];

    private PriceMatch[] OfPattern(string name, string? provider) =>
        [.. _patterns.Where(line => (provider is null || line.Provider == provider) && line.Pattern!.Matches(name)).Select(line => new PriceMatch(line, PriceMatchKind.Pattern))];

    /// <summary>Of one provider's lines, the ones under the most conditions first: of those that apply to a call, the first is taken.</summary>
    private static IEnumerable<ModelPricing> ByCondition(IReadOnlyList<ModelPricing> lines)
    {
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ModelPricing line in lines)
            order.TryAdd(line.Provider, order.Count);
        return lines.OrderBy(line => order[line.Provider]).ThenByDescending(line => line.Conditions.Count);
    }

    private void AddName(string name, PriceMatch match)
    {
        if (!_byName.TryGetValue(name, out List<PriceMatch>? matches))
            _byName.Add(name, matches = []);
        if (!matches.Exists(other => ReferenceEquals(other.Line, match.Line)))
            matches.Add(match);
    }

    /// <summary>Gives matches the weaker of two kinds, so that "upstream" survives a prefix.</summary>
    private static PriceMatch[] As(PriceMatchKind kind, PriceMatch[] matches) =>
        Array.ConvertAll(matches, match => match with { Kind = (match.Kind > kind && kind != PriceMatchKind.Upstream) || (match.Kind == PriceMatchKind.Dated && kind == PriceMatchKind.Prefix) ? match.Kind : kind });

    /// <summary>Where a line is from, and what records of calls that it prices say: one object for all of them, made when a name first leads to it.</summary>
    private sealed class Origin(PriceBook book)
    {
        private PriceProvenance?[] _byKind = [];

        public PriceProvenance Provenance(in PriceMatch match)
        {
            // Two threads may both make it; both say the same.
            PriceProvenance?[] known = _byKind;
            if ((int)match.Kind >= known.Length)
                _byKind = known = [.. known, .. new PriceProvenance?[(int)match.Kind + 1 - known.Length]];
            return known[(int)match.Kind] ??= new PriceProvenance(match.Line, match.Kind, CallTerms.Standard, book.Name, book.VersionOf(match.Line));
        }
    }
}
