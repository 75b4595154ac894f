using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BudgetGen;

/// <summary>Applies settings (usually the section <c>Budget</c> of appsettings.json, or a YAML file) to options: all of them, or none if anything is wrong.</summary>
internal sealed class BudgetConfiguration
{
    public const string SectionName = "Budget";

    private readonly ConfigurationReading _reading;
    private readonly BudgetOptions _options;
    private readonly List<Action<BudgetOptions>> _changes = [];

    private BudgetConfiguration(ConfigurationReading reading, BudgetOptions options)
    {
        _reading = reading;
        _options = options;
    }

    /// <exception cref="OptionsValidationException">Something cannot be read; the message names each key path, value and remedy.</exception>
    public static void Apply(IConfigurationSection section, BudgetOptions options) =>
        // These sections belong to sibling packages, which read them themselves.
        Apply(new ConfigurationSetting(section), new ConfigurationReading(), options, "Store", "Sqlite", "PostgreSql", "Alerts", "Dashboard");

    /// <exception cref="OptionsValidationException">Something cannot be read, or was complained of before.</exception>
    public static void Apply(Setting section, ConfigurationReading reading, BudgetOptions options, params ReadOnlySpan<string> siblings)
    {
        var configuration = new BudgetConfiguration(reading, options);
        reading.RefuseOthers(
            section,
            [
                "Policies", "MaxBudget", "PerRequestLimit", "DefaultUserLimit", "DefaultUserPeriod", "DefaultSoftLimitPercent", "DefaultAction", "UnknownModel",
                "MaxHoldTtl", "StoreTimeout", "ShutdownTimeout", "Enabled", "Durability", "FlushInterval", "SummaryCacheTtl", "AlertChannels", HoldConfiguration.SectionName, PriceConfiguration.SectionName, DeploymentConfiguration.SectionName, PriceRefreshConfiguration.SectionName, .. siblings,
            ]);
        configuration.ReadLimits(section);
        configuration.ReadStorage(section);
        HoldConfiguration.Read(section, reading, configuration._changes);
        PriceConfiguration.Read(section, reading, options.Prices, configuration._changes);
        PriceRefreshConfiguration.Read(section, reading, options.PriceRefresh, configuration._changes);
        configuration.ReadPolicies(section);
        if (reading.Count == 0)
            configuration.CheckTogether(section);
        if (reading.Count > 0)
            throw reading.Refusal();

        configuration.Change(options);
    }

    /// <summary>What only shows when all is read, such as two policies of one name.</summary>
    private void CheckTogether(Setting section)
    {
        var draft = new BudgetOptions();
        Change(draft);
        foreach (string complaint in draft.Complaints())
            _reading.Add($"{section.Path}: {complaint}");
    }

    private void Change(BudgetOptions options)
    {
        foreach (Action<BudgetOptions> change in _changes)
            change(options);
    }

    private void ReadLimits(Setting section)
    {
        Set(_reading.Money(section, "MaxBudget", Usd.MaxLimit), static (options, value) => options.MaxBudget = value);
        Set(_reading.Money(section, "PerRequestLimit", Usd.MaxCall), static (options, value) => options.PerRequestLimit = value);
        Set(_reading.Money(section, "DefaultUserLimit", Usd.MaxLimit), static (options, value) => options.DefaultUserLimit = value);
        Set(_reading.OneOf<BudgetPeriod>(section, "DefaultUserPeriod"), static (options, value) => options.DefaultUserPeriod = value);
        Set(_reading.Boolean(section, "Enabled"), static (options, value) => options.Enabled = value);
        if (ReadUnknownModel(section) is { } rule)
            _changes.Add(options => options.UnknownModel = rule);
    }

    private void ReadStorage(Setting section)
    {
        Set(_reading.Duration(section, "MaxHoldTtl", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), static (options, value) => options.MaxHoldTtl = value);
        Set(_reading.Duration(section, "StoreTimeout", BudgetOptions.ShortestStoreTimeout, BudgetOptions.LongestStoreTimeout), static (options, value) => options.StoreTimeout = value);
        Set(_reading.Duration(section, "ShutdownTimeout", TimeSpan.Zero, BudgetOptions.LongestShutdownTimeout), static (options, value) => options.ShutdownTimeout = value);
        Set(_reading.OneOf<Storage.DurabilityLevel>(section, "Durability"), static (options, value) => options.Durability = value);
        Set(_reading.Duration(section, "FlushInterval", BudgetOptions.ShortestFlushInterval, BudgetOptions.LongestFlushInterval), static (options, value) => options.FlushInterval = value);
        Set(_reading.Duration(section, "SummaryCacheTtl", TimeSpan.Zero, BudgetOptions.LongestCacheTtl), static (options, value) => options.SummaryCacheTtl = value);
        if (AlertChannelSettings.Read(section, _reading, _options.AlertChannels) is { } channels)
            _changes.Add(options => options.AlertChannels = channels);
    }

    private void ReadPolicies(Setting section)
    {
        int? percent = _reading.Integer(section, "DefaultSoftLimitPercent", 1, 100);
        LimitAction? action = _reading.OneOf<LimitAction>(section, "DefaultAction");
        Set(percent, static (options, value) => options.DefaultSoftLimitPercent = value);
        Set(action, static (options, value) => options.DefaultAction = value);
        var policies = new PolicySettings(_reading, percent ?? _options.DefaultSoftLimitPercent, action ?? _options.DefaultAction);
        foreach (Setting setting in _reading.Items(section, "Policies"))
        {
            if (policies.Read(setting) is { } policy)
                _changes.Add(options => options.AddPolicy(policy));
        }
    }

    private UnknownModelRule? ReadUnknownModel(Setting section)
    {
        Setting rule = section.Find("UnknownModel");
        if (rule.IsSection)
        {
            _reading.RefuseOthers(rule, "InputPerMillion", "OutputPerMillion");
            return UnknownModelRule.DefaultPrice(_reading.Price(rule, "InputPerMillion") ?? 10m, _reading.Price(rule, "OutputPerMillion") ?? 30m);
        }

        string? text = _reading.Text(section, "UnknownModel");
        if (text is null)
            return null;
        if (string.Equals(text, "Block", StringComparison.OrdinalIgnoreCase))
            return UnknownModelRule.Block;
        if (string.Equals(text, "DefaultPrice", StringComparison.OrdinalIgnoreCase) || string.Equals(text, "default_price", StringComparison.OrdinalIgnoreCase))
            return UnknownModelRule.DefaultPrice();

        _reading.Complain(section, "UnknownModel", text, $"{section.Spell("Block")}, {section.Spell("DefaultPrice")}, or a section with {section.Spell("InputPerMillion")} and {section.Spell("OutputPerMillion")}");
        return null;
    }

    private void Set<T>(T? value, Action<BudgetOptions, T> set)
        where T : struct
    {
        if (value is { } known)
            _changes.Add(options => set(options, known));
    }
}
