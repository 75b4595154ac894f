using Microsoft.Extensions.Configuration;

namespace BudgetGen;

/// <summary>A section of the host's configuration. It does not tell lists from sections (a layer above may name the elements), and keys have no case.</summary>
internal sealed class ConfigurationSetting(IConfigurationSection section) : Setting
{
    private const int LongestPathShown = 200;

    public override string Key => section.Key;

    public override string Path => SettingText.Shown(section.Path, LongestPathShown);

    public override string? Value => IsSection ? null : section.Value;

    public override bool IsSection => section.GetChildren().Any();

    public override bool IsList => IsSection;

    public override IEnumerable<Setting> Children => section.GetChildren().Select(static child => new ConfigurationSetting(child));

    public override Setting Find(string name) => new ConfigurationSetting(section.GetSection(name));

    public override bool Is(string name) => string.Equals(section.Key, name, StringComparison.OrdinalIgnoreCase);

    public override string Spell(string name) => name;
}
