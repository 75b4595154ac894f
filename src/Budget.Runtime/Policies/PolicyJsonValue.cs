using System.Globalization;
using System.Text.Json;

namespace BudgetGen;

/// <summary>The value of one property in the text of a policy. Each refusal names property and value.</summary>
internal readonly struct PolicyJsonValue(string name, JsonElement element)
{
    public const string DurationFormat = "c";
    public const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    private const int LongestShown = 80;

    public string Name => name;

    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    public static IEnumerable<PolicyJsonValue> Of(JsonElement element, string what) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().Select(static property => new PolicyJsonValue(property.Name, property.Value))
            : throw new PolicyJsonValue(what, element).Refused("an object");

    public IEnumerable<JsonElement> Items() => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw Refused("an array");

    public string Text() => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Refused("a text");

    public bool Flag() => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Refused("true or false");

    public int Number() => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number) ? number : throw Refused("a whole number");

    public TEnum Member<TEnum>()
        where TEnum : struct, Enum
    {
        int index = Array.IndexOf(Enum.GetNames<TEnum>(), Text());
        return index >= 0 ? Enum.GetValues<TEnum>()[index] : throw Refused("one of " + string.Join(", ", Enum.GetNames<TEnum>()));
    }

    public Usd Money()
    {
        string text = Text();
        try
        {
            // Rendered again, because more than 28 digits are rounded while they are parsed.
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal dollars)
                && dollars.ToString(CultureInfo.InvariantCulture) == text)
                return Usd.FromDollars(dollars);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Falls through to the refusal: too large, or finer than a nano-dollar.
        }

        throw Refused("an amount of USD as text, such as \"10.5\", with at most nine decimals");
    }

    public TimeSpan Duration() =>
        TimeSpan.TryParseExact(Text(), DurationFormat, CultureInfo.InvariantCulture, out TimeSpan value) && value.ToString(DurationFormat, CultureInfo.InvariantCulture) == Text()
            ? value
            : throw Refused("a duration such as \"00:05:00\" or \"30.00:00:00\"");

    public DateTimeOffset Instant() =>
        DateTimeOffset.TryParseExact(Text(), InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset value)
            ? value
            : throw Refused("an instant in UTC such as \"2026-09-01T16:00:00Z\"");

    public FormatException Unknown() => Refused("left out: this property is not known here");

    private FormatException Refused(string needed)
    {
        string value = element.GetRawText();
        if (value.Length > LongestShown)
            value = value[..LongestShown] + "...";
        return new FormatException($"{name} in the text of a policy is {value}. It must be {needed}.");
    }
}
