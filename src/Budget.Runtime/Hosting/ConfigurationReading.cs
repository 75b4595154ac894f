using System.Globalization;
using Microsoft.Extensions.Options;

namespace BudgetGen;

/// <summary>Reads single values of a settings file by hand: without reflection, money as decimals from text, and each complaint with key path, value and remedy.</summary>
internal sealed class ConfigurationReading
{
    /// <summary>Who reads a hundred complaints has enough to do; a hostile file must not make a million of them.</summary>
    private const int MostComplaints = 100;

    private const int MostDecimals = 9;

    private static readonly string[] s_durations = [@"h\:mm\:ss", @"hh\:mm\:ss", @"d\.hh\:mm\:ss", @"hh\:mm\:ss\.FFFFFFF", @"d\.hh\:mm\:ss\.FFFFFFF"];

    private static readonly string[] s_instants =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK"];

    private readonly List<string> _complaints = [];

    /// <summary>How many complaints there are.</summary>
    public int Count { get; private set; }

    public void Add(string complaint)
    {
        if (Count++ < MostComplaints)
            _complaints.Add(complaint);
    }

    /// <summary>All complaints as one exception.</summary>
    public OptionsValidationException Refusal() => new(
        nameof(BudgetOptions),
        typeof(BudgetOptions),
        Count <= MostComplaints ? _complaints : [.. _complaints, $"And {Number(Count - MostComplaints)} more."]);

    /// <summary>All complaints, with a last one after which there is nothing to read.</summary>
    public OptionsValidationException Refused(string complaint)
    {
        Add(complaint);
        return Refusal();
    }

    /// <summary>An amount of USD, or null if the key is absent.</summary>
    public Usd? Money(Setting section, string key, Usd most)
    {
        if (Text(section, key) is not { } text)
            return null;
        if (TryDecimal(text, out decimal dollars) && dollars <= most.ToDollars())
            return Usd.FromDollars(dollars);

        Complain(section, key, text, $"an amount of USD such as 10.50, from 0 to {most}, with at most nine decimals and no separators");
        return null;
    }

    /// <summary>USD per 1,000,000 units, or null if the key is absent.</summary>
    public decimal? Price(Setting section, string key)
    {
        if (Text(section, key) is not { } text)
            return null;
        if (TryDecimal(text, out decimal value) && value <= 1_000_000_000m)
            return value;

        Complain(section, key, text, "USD such as 2.50, 0 or more, with at most nine decimals");
        return null;
    }

    public int? Integer(Setting section, string key, int least = 0, int most = int.MaxValue)
    {
        if (Text(section, key) is not { } text)
            return null;
        if (IsPlain(text, 0) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            return value;

        Complain(section, key, text, most == int.MaxValue ? "a whole number" : $"a whole number from {Number(least)} to {Number(most)}");
        return null;
    }

    public bool? Boolean(Setting section, string key)
    {
        if (Text(section, key) is not { } text)
            return null;
        if (bool.TryParse(text, out bool value))
            return value;

        Complain(section, key, text, "true or false");
        return null;
    }

    public TimeSpan? Duration(Setting section, string key, TimeSpan least, TimeSpan most)
    {
        if (Duration(section, key) is not { } value)
            return null;
        if (value >= least && value <= most)
            return value;

        Complain(section, key, section.Find(key).Value!, $"between {least:c} and {most:c}");
        return null;
    }

    public TimeSpan? Duration(Setting section, string key)
    {
        if (Text(section, key) is not { } text)
            return null;

        // To TimeSpan.Parse, 300 are days and so are 24:00:00. Nobody means that.
        if (IsPlain(text, 0) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
            return TimeSpan.FromSeconds(seconds);
        if (TimeSpan.TryParseExact(text, s_durations, CultureInfo.InvariantCulture, out TimeSpan value))
            return value;

        Complain(section, key, text, "a duration: seconds such as 300, or hours, minutes and seconds such as 00:05:00, after days such as 30.00:00:00");
        return null;
    }

    public DateTimeOffset? Instant(Setting section, string key)
    {
        if (Text(section, key) is not { } text)
            return null;
        if (DateTimeOffset.TryParseExact(text, s_instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset value))
            return value;

        Complain(section, key, text, "an instant such as 2026-01-01T00:00:00Z (UTC, if no offset is given)");
        return null;
    }

    public TEnum? OneOf<TEnum>(Setting section, string key)
        where TEnum : struct, Enum
    {
        if (Text(section, key) is not { } text)
            return null;

        // By hand: Enum.Parse takes numbers for any value, and "Daily, Weekly" for one of them.
        string[] names = Enum.GetNames<TEnum>();
        for (int i = 0; i < names.Length; i++)
        {
            if (string.Equals(text, names[i], StringComparison.OrdinalIgnoreCase) || string.Equals(text, SnakeCase.Of(names[i]), StringComparison.OrdinalIgnoreCase))
                return Enum.GetValues<TEnum>()[i];
        }

        Complain(section, key, text, "one of " + string.Join(", ", names.Select(section.Spell)));
        return null;
    }

    /// <summary>The id of a time zone, or null if the key is absent. Whether there is such a zone is for the policy's own rules to say.</summary>
    public string? Zone(Setting section, string key)
    {
        if (Text(section, key) is not { } text)
            return null;

        // Zones are looked up as files by the runtime: a path would be opened.
        if (char.IsAsciiLetter(text[0]) && !text.Contains("//", StringComparison.Ordinal) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+'))
            return text;

        Complain(section, key, text, "the IANA name of a time zone such as Europe/Berlin");
        return null;
    }

    /// <summary>The text of a key, or null if it is absent or empty.</summary>
    public string? Text(Setting section, string key, int longest = SettingText.Longest)
    {
        Setting setting = section.Find(key);
        if (!setting.IsSection && !setting.IsList)
            return Text(setting, longest);

        Add($"{setting.Path} is a section. It must be one value.");
        return null;
    }

    /// <summary>The texts of a list; none if it is absent or empty.</summary>
    public List<string> Texts(Setting section, string key) => [.. Items(section, key).Select(OneText).OfType<string>()];

    /// <summary>The elements of a list; none if it is absent or empty.</summary>
    public IEnumerable<Setting> Items(Setting section, string key)
    {
        Setting setting = section.Find(key);
        if (setting.IsList)
            return setting.Children;
        if (!setting.IsNothing)
            Add($"{setting.Path} is not a list. It must be a list, with one element for each.");
        return [];
    }

    /// <summary>A section below another, or null if it is absent.</summary>
    public Setting? Section(Setting section, string key)
    {
        Setting setting = section.Find(key);
        return setting.IsNothing || !IsSection(setting) ? null : setting;
    }

    /// <summary>True if it is a section; otherwise complains.</summary>
    public bool IsSection(Setting setting)
    {
        if (!setting.IsSection)
            Add($"{setting.Path} is not a section. It must have keys of its own.");
        return setting.IsSection;
    }

    /// <summary>Complains of keys that mean nothing (a budget with a misspelt key is no budget), and of two that mean the same.</summary>
    public void RefuseOthers(Setting section, params ReadOnlySpan<string> known)
    {
        Span<bool> seen = stackalloc bool[known.Length];
        foreach (Setting child in section.Children)
        {
            int found = -1;
            for (int i = 0; i < known.Length && found < 0; i++)
                found = child.Is(known[i]) ? i : -1;
            if (found < 0)
                Add($"{child.Path} is not known. Known keys here are: {string.Join(", ", known.ToArray().Select(section.Spell))}.");
            else if (seen[found])
                Add($"{child.Path} says again what another key says. Keep one of them.");
            else
                seen[found] = true;
        }
    }

    public void Complain(Setting section, string key, string text, string expected) =>
        Add($"{section.Find(key).Path} is '{SettingText.Shown(text)}'. It must be {expected}.");

    /// <summary>The text of an element, or null after a complaint: it is none, or empty.</summary>
    public string? OneText(Setting item)
    {
        if (item.IsSection || item.IsList)
            Add($"{item.Path} is a section. It must be one value.");
        else if (item.IsNothing)
            Add($"{item.Path} is empty. Remove it, or set it to a text.");
        else
            return Text(item, SettingText.Longest);
        return null;
    }

    private string? Text(Setting setting, int longest)
    {
        string? text = setting.Value?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        if (SettingText.Complaint(text, longest) is not { } complaint)
            return text;

        Add($"{setting.Path} {complaint}");
        return null;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool TryDecimal(string text, out decimal value)
    {
        value = 0;
        return IsPlain(text, MostDecimals) && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>
    /// True for digits, with a point and decimals if those are allowed. No sign, exponent, separator (1,000 is one to some), nor leading zero (octal to some):
    /// what is read must be what every reader reads.
    /// </summary>
    private static bool IsPlain(ReadOnlySpan<char> text, int decimals)
    {
        int point = text.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? text : text[..point];
        ReadOnlySpan<char> rest = point < 0 ? [] : text[(point + 1)..];
        return whole.Length > 0 && (whole.Length == 1 || whole[0] != '0') && !whole.ContainsAnyExceptInRange('0', '9')
            && (point < 0 || (rest.Length > 0 && rest.Length <= decimals && !rest.ContainsAnyExceptInRange('0', '9')));
    }
}
