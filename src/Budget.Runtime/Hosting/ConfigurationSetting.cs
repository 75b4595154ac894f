using Microsoft.Extensions.Configuration;

namespace BudgetGen;

/// <summary>A section of the host's configuration. It does not tell lists from sections (a layer above may name the elements), and keys have no case.</summary>
internal sealed class ConfigurationSetting : Setting
{
    private const int LongestPathShown = 200;

    private readonly IConfigurationSection _section;
    private ConfigurationSetting[]? _children;

    public ConfigurationSetting(IConfigurationSection section)
    {
        _section = section;
        Value = section.Value;
    }

    public override string Key => _section.Key;

    public override string Path => SettingText.Shown(_section.Path, LongestPathShown);

    public override string? Value { get; }

    public override bool IsSection => Below.Length > 0;

    public override bool IsList => IsSection;

    public override IEnumerable<Setting> Children => Below;

    /// <summary>Asked for once, and not at all for values: each time, the host looks at every key that it has.</summary>
    private ConfigurationSetting[] Below =>
        _children ??= string.IsNullOrEmpty(Value) ? [.. _section.GetChildren().Select(static child => new ConfigurationSetting(child))] : [];

    public override Setting Find(string name) =>
        Array.Find(Below, child => child.Is(name)) ?? new ConfigurationSetting(_section.GetSection(name)) { _children = [] };

    public override bool Is(string name) => string.Equals(_section.Key, name, StringComparison.OrdinalIgnoreCase);

    public override string Spell(string name) => name;
}
