using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BudgetGen;

/// <summary>Applies a configuration section (usually <c>Budget</c> of appsettings.json) to options.</summary>
internal static class BudgetConfiguration
{
    public const string SectionName = "Budget";

    /// <exception cref="OptionsValidationException">Something cannot be read; the message names each key path, value and remedy.</exception>
    public static void Apply(IConfiguration section, BudgetOptions options)
    {
        var reading = new ConfigurationReading();

        // The last names belong to sibling packages, which read their own sections.
        reading.RefuseOthers(
            section,
            "Policies",
            "MaxBudget",
            "PerRequestLimit",
            "DefaultUserLimit",
            "DefaultUserPeriod",
            "UnknownModel",
            "MaxHoldTtl",
            "Enabled",
            "Prices",
            HoldConfiguration.SectionName,
            "Store",
            "Sqlite",
            "PostgreSql",
            "Alerts",
            "Dashboard");
        options.MaxBudget = reading.Money(section, "MaxBudget") ?? options.MaxBudget;
        options.PerRequestLimit = reading.Money(section, "PerRequestLimit") ?? options.PerRequestLimit;
        options.DefaultUserLimit = reading.Money(section, "DefaultUserLimit") ?? options.DefaultUserLimit;
        options.DefaultUserPeriod = reading.OneOf<BudgetPeriod>(section, "DefaultUserPeriod") ?? options.DefaultUserPeriod;
        options.MaxHoldTtl = reading.Duration(section, "MaxHoldTtl") ?? options.MaxHoldTtl;
        options.Enabled = reading.Boolean(section, "Enabled") ?? options.Enabled;
        options.UnknownModel = ReadUnknownModel(section, reading) ?? options.UnknownModel;
        HoldConfiguration.Apply(section, options, reading);
        foreach (IConfigurationSection policy in section.GetSection("Policies").GetChildren())
            ReadPolicy(policy, reading, options);
        if (reading.Complaints.Count > 0)
            throw new OptionsValidationException(nameof(BudgetOptions), typeof(BudgetOptions), reading.Complaints);
    }

    private static void ReadPolicy(IConfigurationSection section, ConfigurationReading reading, BudgetOptions options)
    {
        reading.RefuseOthers(section, "Id", "Name", "Scope", "Key", "Period", "Limit", "Action", "SoftLimitPercent", "PerRequestLimit", "Starts", "Ends");
        int complaints = reading.Complaints.Count;
        string? name = reading.Text(section, "Name");
        string? limit = reading.Text(section, "Limit");
        if (name is null)
            reading.Complaints.Add($"{section.Path}:Name is missing. Set it to something that people recognise.");
        if (limit is null)
            reading.Complaints.Add($"{section.Path}:Limit is missing. Set it to an amount of USD such as 10.50, or to \"unlimited\".");

        bool unlimited = string.Equals(limit, "unlimited", StringComparison.OrdinalIgnoreCase);
        var policy = new BudgetPolicy
        {
            Id = (reading.Text(section, "Id") ?? name)!,
            Name = name!,
            Scope = reading.OneOf<BudgetScope>(section, "Scope") ?? BudgetScope.Global,
            Key = reading.Text(section, "Key"),
            Period = reading.OneOf<BudgetPeriod>(section, "Period") ?? BudgetPeriod.Monthly,
            Limit = unlimited ? null : reading.Money(section, "Limit"),
            Action = reading.OneOf<LimitAction>(section, "Action") ?? LimitAction.Block,
            SoftLimitPercent = reading.Integer(section, "SoftLimitPercent") ?? 80,
            PerRequestLimit = reading.Money(section, "PerRequestLimit"),
            Starts = reading.Instant(section, "Starts"),
            Ends = reading.Instant(section, "Ends"),
        };
        if (reading.Complaints.Count > complaints)
            return;

        // What the policy's own rules say is said here too, because only here the key path is known.
        foreach (string complaint in PolicyRules.Complaints(policy))
            reading.Complaints.Add($"{section.Path}: {complaint}");
        options.AddPolicy(policy);
    }

    private static UnknownModelRule? ReadUnknownModel(IConfiguration section, ConfigurationReading reading)
    {
        IConfigurationSection rule = section.GetSection("UnknownModel");
        if (rule.GetChildren().Any())
        {
            reading.RefuseOthers(rule, "InputPerMillion", "OutputPerMillion");
            return UnknownModelRule.DefaultPrice(reading.Decimal(rule, "InputPerMillion") ?? 10m, reading.Decimal(rule, "OutputPerMillion") ?? 30m);
        }

        string? text = reading.Text(section, "UnknownModel");
        if (text is null)
            return null;
        if (string.Equals(text, "Block", StringComparison.OrdinalIgnoreCase))
            return UnknownModelRule.Block;
        if (string.Equals(text, "DefaultPrice", StringComparison.OrdinalIgnoreCase))
            return UnknownModelRule.DefaultPrice();

        reading.Complain(section, "UnknownModel", text, "Block, DefaultPrice, or a section with InputPerMillion and OutputPerMillion");
        return null;
    }
}
