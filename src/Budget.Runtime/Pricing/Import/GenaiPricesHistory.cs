using System.Globalization;
using System.Text.Json;

namespace BudgetGen;

/// <summary>
/// Prices of genai-prices over time. A list of them is tried from its last to its first, and the first is taken where no constraint holds; so each start
/// date ends the price before it, and hours of the day stand beside the price of all other hours.
/// </summary>
internal static class GenaiPricesHistory
{
    /// <returns>One line for each price; none if a price cannot be read.</returns>
    public static List<ModelPricing> Lines(ModelPricing line, JsonElement prices, GenaiPricesReader reader)
    {
        if (prices.ValueKind == JsonValueKind.Object)
            return reader.Read(line, prices) is { } only ? [only] : [];

        var dated = new List<(DateTimeOffset? From, JsonElement Prices)>();
        var hours = new List<(TimeOfDay Hours, JsonElement Prices)>();
        foreach (JsonElement entry in prices.EnumerateArray())
        {
            JsonElement own = entry.GetProperty("prices");
            if (!entry.TryGetProperty("constraint", out JsonElement constraint) || constraint.ValueKind == JsonValueKind.Null)
                dated.Add((null, own));
            else if (Date(constraint) is { } from)
                dated.Add((from, own));
            else if (Hours(constraint) is { } window)
                hours.Add((window, own));
            else
                return [];
        }

        // Several without a constraint, or dates out of order, would need more than intervals to say.
        if (dated.Count == 0 || dated[0].From is not null || dated.Skip(1).Any(static entry => entry.From is null) || !dated.Skip(1).Select(static entry => entry.From).SequenceEqual(dated.Skip(1).Select(static entry => entry.From).Order()))
            return [];

        var result = new List<ModelPricing>();
        for (int i = 0; i < dated.Count; i++)
        {
            string suffix = dated[i].From is { } start ? start.ToString("@yyyy-MM-dd", CultureInfo.InvariantCulture) : "";
            if (reader.Read(line with { Id = line.Id + suffix, EffectiveFrom = dated[i].From, EffectiveTo = i + 1 < dated.Count ? dated[i + 1].From : null }, dated[i].Prices) is not { } one)
                return [];
            result.Add(one);
        }

        foreach ((TimeOfDay window, JsonElement own) in hours)
        {
            if (reader.Read(line with { Id = $"{line.Id}@{window.Windows[0].From:HHmm}-{window.Windows[0].To:HHmm}", Conditions = new PriceConditions { TimeOfDay = window } }, own) is not { } one)
                return [];
            result.Add(one);
        }

        return result;
    }

    private static DateTimeOffset? Date(JsonElement constraint) =>
        Kinds(constraint) == 1 && constraint.TryGetProperty("start_date", out JsonElement start)
        && DateOnly.TryParseExact(start.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
            : null;

    private static TimeOfDay? Hours(JsonElement constraint) =>
        Kinds(constraint) == 2 && Time(constraint, "start_time") is { } from && Time(constraint, "end_time") is { } to && from != to
            ? new TimeOfDay("UTC", [(from, to)])
            : null;

    /// <summary>Newer lists name the kind of constraint as well.</summary>
    private static int Kinds(JsonElement constraint) => constraint.EnumerateObject().Count(static part => part.Name != "type");

    private static TimeOnly? Time(JsonElement constraint, string key) =>
        constraint.TryGetProperty(key, out JsonElement value) && TimeOnly.TryParseExact(value.GetString(), "HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) && time.Second == 0
            ? time
            : null;
}
