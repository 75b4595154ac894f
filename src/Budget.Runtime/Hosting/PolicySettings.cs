namespace BudgetGen;

/// <summary>Reads the policies of a settings file.</summary>
/// <param name="reading">Where complaints go.</param>
/// <param name="defaultPercent">The soft limit of policies that do not say theirs.</param>
/// <param name="defaultAction">The action of policies that do not say theirs.</param>
internal sealed class PolicySettings(ConfigurationReading reading, int defaultPercent, LimitAction defaultAction)
{
    private readonly Dictionary<string, string> _likenesses = new(StringComparer.Ordinal);

    /// <summary>One policy, or null if there is anything to complain of.</summary>
    public BudgetPolicy? Read(Setting section)
    {
        int complaints = reading.Count;
        if (!reading.IsSection(section))
            return null;

        reading.RefuseOthers(
            section, "Name", "Scope", "Period", "Limit", "SoftLimitPercent", "Action", "Id", "Key", "TagName", "And", "Length", "TimeZone", "IsSoft", "FallbackModel",
            "MaxRatePerMinute", "MaxWait", "PerRequestLimit", "Starts", "Ends", "OnStoreDown", "OpenCap", "OnLost", "ChargeLostAfter", "Backfill");
        if (section.Find("Name") is { IsNothing: true } name)
            reading.Add($"{name.Path} is missing. Set it to something that people recognise.");
        if (section.Find("Limit") is { IsNothing: true } limit)
            reading.Add($"{limit.Path} is missing. Set it to an amount of USD such as 10.50, or to \"unlimited\".");

        BudgetPolicy policy = Read(section, reading.Text(section, "Name"));
        if (reading.Count > complaints)
            return null;

        // What the policy's own rules say is said here too, because only here the key path is known.
        foreach (string complaint in PolicyRules.Complaints(policy))
            reading.Add($"{section.Path}: {complaint}");
        RefuseLikeness(section, "id", policy.Id);
        if (policy.Name != policy.Id)
            RefuseLikeness(section, "name", policy.Name);
        return reading.Count > complaints ? null : policy;
    }

    private BudgetPolicy Read(Setting section, string? name)
    {
        var defaults = new BudgetPolicy { Name = name!, Limit = null };
        return new BudgetPolicy
        {
            Id = reading.Text(section, "Id")!,
            Name = name!,
            Scope = reading.OneOf<BudgetScope>(section, "Scope") ?? defaults.Scope,
            Key = reading.Text(section, "Key"),
            TagName = reading.Text(section, "TagName"),
            And = [.. reading.Items(section, "And").Select(Part).OfType<ScopePart>()],
            Period = reading.OneOf<BudgetPeriod>(section, "Period") ?? defaults.Period,
            Length = reading.Duration(section, "Length"),
            TimeZone = reading.Zone(section, "TimeZone"),
            Limit = Limit(section),
            Action = reading.OneOf<LimitAction>(section, "Action") ?? defaultAction,
            IsSoft = reading.Boolean(section, "IsSoft") ?? defaults.IsSoft,
            FallbackModel = reading.Text(section, "FallbackModel"),
            SoftLimitPercent = reading.Integer(section, "SoftLimitPercent") ?? defaultPercent,
            MaxRatePerMinute = reading.Integer(section, "MaxRatePerMinute") ?? defaults.MaxRatePerMinute,
            MaxWait = reading.Duration(section, "MaxWait") ?? defaults.MaxWait,
            PerRequestLimit = reading.Money(section, "PerRequestLimit", Usd.MaxCall),
            Starts = reading.Instant(section, "Starts"),
            Ends = reading.Instant(section, "Ends"),
            OnStoreDown = reading.OneOf<StoreDownRule>(section, "OnStoreDown"),
            OpenCap = reading.Money(section, "OpenCap", Usd.MaxLimit),
            OnLost = reading.OneOf<LostRule>(section, "OnLost") ?? defaults.OnLost,
            ChargeLostAfter = reading.Duration(section, "ChargeLostAfter"),
            Backfill = reading.Boolean(section, "Backfill") ?? defaults.Backfill,
        };
    }

    private Usd? Limit(Setting section) =>
        string.Equals(section.Find("Limit").Value?.Trim(), "unlimited", StringComparison.OrdinalIgnoreCase) ? null : reading.Money(section, "Limit", Usd.MaxLimit);

    private ScopePart? Part(Setting section)
    {
        if (!reading.IsSection(section))
            return null;

        reading.RefuseOthers(section, "Scope", "Key", "TagName");
        if (section.Find("Scope") is { IsNothing: true } scope)
            reading.Add($"{scope.Path} is missing. Set it to one of {string.Join(", ", Enum.GetNames<BudgetScope>().Select(section.Spell))}.");
        return new ScopePart(reading.OneOf<BudgetScope>(section, "Scope") ?? BudgetScope.Global, reading.Text(section, "Key"), reading.Text(section, "TagName"));
    }

    /// <summary>Two policies that people take for one: whoever edits the wrong one leaves the other as it was.</summary>
    private void RefuseLikeness(Setting section, string what, string text)
    {
        string likeness = what + ":" + SettingText.Likeness(text);
        if (!_likenesses.TryAdd(likeness, text) && _likenesses[likeness] is { } other && other != text)
            reading.Add($"{section.Path}: Its {what} '{SettingText.Shown(text)}' looks like '{SettingText.Shown(other)}', which another policy has. Give them names that differ by more.");
    }

}
