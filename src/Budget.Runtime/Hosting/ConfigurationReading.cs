using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace BudgetGen;

/// <summary>Reads single values of a configuration by hand: without reflection, money as decimals from text, and each complaint with key path, value and remedy.</summary>
internal sealed class ConfigurationReading
{
    public List<string> Complaints { get; } = [];

    /// <summary>An amount of USD, or null if the key is absent.</summary>
    public Usd? Money(IConfiguration section, string key)
    {
        if (Text(section, key) is not { } text)
            return null;

        // No thousands separators: "1,000" is one thousand to some and one to others.
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal dollars))
        {
            try
            {
                return Usd.FromDollars(dollars);
            }
            catch (ArgumentOutOfRangeException)
            {
                // Falls through to the complaint: too large, or finer than a nano-dollar.
            }
        }

        Complain(section, key, text, "an amount of USD such as 10.50, with at most nine decimals and no separators");
        return null;
    }

    public decimal? Decimal(IConfiguration section, string key)
    {
        if (Text(section, key) is not { } text)
            return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value <= 1_000_000_000m)
            return value;

        Complain(section, key, text, "USD such as 2.50, 0 or more");
        return null;
    }

    public int? Integer(IConfiguration section, string key)
    {
        if (Text(section, key) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
            return value;

        Complain(section, key, text, "a whole number");
        return null;
    }

    public bool? Boolean(IConfiguration section, string key)
    {
        if (Text(section, key) is not { } text)
            return null;
        if (bool.TryParse(text, out bool value))
            return value;

        Complain(section, key, text, "true or false");
        return null;
    }

    public TimeSpan? Duration(IConfiguration section, string key)
    {
        if (Text(section, key) is not { } text)
            return null;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan value))
            return value;

        Complain(section, key, text, "a duration such as 00:15:00");
        return null;
    }

    public DateTimeOffset? Instant(IConfiguration section, string key)
    {
        if (Text(section, key) is not { } text)
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset value))
            return value;

        Complain(section, key, text, "an instant such as 2026-01-01T00:00:00Z (UTC, if no offset is given)");
        return null;
    }

    public TEnum? OneOf<TEnum>(IConfiguration section, string key)
        where TEnum : struct, Enum
    {
        if (Text(section, key) is not { } text)
            return null;

        // A number would be taken for any value; only names are names.
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+') && Enum.TryParse(text, ignoreCase: true, out TEnum value) && Enum.IsDefined(value))
            return value;

        Complain(section, key, text, "one of " + string.Join(", ", Enum.GetNames<TEnum>()));
        return null;
    }

    /// <summary>The text of a key, or null if it is absent or empty.</summary>
    public string? Text(IConfiguration section, string key)
    {
        IConfigurationSection child = section.GetSection(key);
        if (child.GetChildren().Any())
        {
            Complaints.Add($"{child.Path} is a section. It must be one value.");
            return null;
        }

        return string.IsNullOrWhiteSpace(child.Value) ? null : child.Value.Trim();
    }

    /// <summary>Complains of keys that mean nothing: a budget with a misspelt key is no budget.</summary>
    public void RefuseOthers(IConfiguration section, params ReadOnlySpan<string> known)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            bool found = false;
            foreach (string key in known)
                found |= string.Equals(key, child.Key, StringComparison.OrdinalIgnoreCase);
            if (!found)
                Complaints.Add($"{child.Path} is not known. Known keys here are: {string.Join(", ", known!)}.");
        }
    }

    public void Complain(IConfiguration section, string key, string text, string expected) =>
        Complaints.Add($"{section.GetSection(key).Path} is '{text}'. It must be {expected}.");
}
