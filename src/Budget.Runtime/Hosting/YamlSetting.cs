using System.Globalization;

namespace BudgetGen;

/// <summary>A node of a YAML file. Keys are our names in lower case with underscores, or the names that the ATLAS budget manager's documents use.</summary>
internal sealed class YamlSetting : Setting
{
    private const int LongestKeyShown = 60;

    private static readonly Dictionary<string, string> s_documented = new(StringComparer.Ordinal)
    {
        ["Limit"] = "limit_amount",
        ["DefaultUserLimit"] = "default_limit",
        ["DefaultSoftLimitPercent"] = "soft_limit_percent",
        ["SummaryCacheTtl"] = "cache_ttl",
        ["Policies"] = "budget_policies",
    };

    private readonly string _source;
    private readonly YamlSetting? _parent;
    private readonly YamlNodeKind _kind;

    /// <param name="source">The file's name, for complaints.</param>
    /// <param name="parent">What it is in; null: it is the root.</param>
    /// <param name="key">Its key, or its index in a list.</param>
    /// <param name="line">Its line, from 1.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="value">Its text, if it is a value and not null.</param>
    public YamlSetting(string source, YamlSetting? parent, string key, long line, YamlNodeKind kind, string? value = null)
    {
        _source = source;
        _parent = parent;
        _kind = kind;
        Key = key;
        Line = line;
        Value = value;
    }

    /// <summary>A section of the root that is not in the file, and means what the root would say there.</summary>
    /// <param name="root">The root.</param>
    public YamlSetting(YamlSetting root)
        : this(root._source, root, root.Spell("Budget"), root.Line, YamlNodeKind.Section)
    {
    }

    public override string Key { get; }

    public long Line { get; }

    public override string? Value { get; }

    public override bool IsSection => _kind == YamlNodeKind.Section;

    public override bool IsList => _kind == YamlNodeKind.List;

    public override IEnumerable<YamlSetting> Children => Nodes;

    /// <summary>What is below it, in the order of the file.</summary>
    public List<YamlSetting> Nodes { get; } = [];

    /// <summary>Computed when a complaint needs it: a file may have very many nodes.</summary>
    public override string Path
    {
        get
        {
            string keys = KeyPath();
            return $"{_source}, line {Line.ToString(CultureInfo.InvariantCulture)}{(keys.Length == 0 ? "" : ": ")}{keys}";
        }
    }

    public override YamlSetting Find(string name) =>
        Nodes.Find(node => node.Is(name)) ?? new YamlSetting(_source, this, Spell(name), Line, YamlNodeKind.Value);

    public override bool Is(string name) => SnakeCase.Is(Key, name) || (s_documented.TryGetValue(name, out string? documented) && documented == Key);

    public override string Spell(string name) => s_documented.TryGetValue(name, out string? documented) ? documented : SnakeCase.Of(name);

    private string KeyPath()
    {
        // The parser bounds the depth, so this recursion is bounded too.
        if (_parent is null)
            return "";

        string parent = _parent.KeyPath();
        string key = SettingText.Shown(Key, LongestKeyShown);
        return _parent.IsList ? $"{parent}[{key}]" : parent.Length == 0 ? key : $"{parent}.{key}";
    }
}

/// <summary>What a node of a YAML file is.</summary>
internal enum YamlNodeKind
{
    Value,
    Section,
    List,
}
