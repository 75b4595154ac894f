using System.Globalization;

namespace BudgetGen;

/// <summary>Reads what the price of a line depends on: service tiers, multipliers, conditions.</summary>
internal static class PriceTermsReader
{
    private static readonly Dictionary<string, DayOfWeek> s_days = Enum.GetValues<DayOfWeek>().ToDictionary(day => ModelNames.Normalise(day.ToString()), StringComparer.Ordinal);

    public static ServiceTierPrice[] ServiceTiers(JsonPart part, JsonPart unit, List<string> notes)
    {
        if (part.IsAbsent)
            return [];
        part.AllowOnly("flex", "priority", "batch");
        return [.. new[] { ("flex", ServiceTier.Flex), ("priority", ServiceTier.Priority), ("batch", ServiceTier.Batch) }
            .Where(tier => !part.Optional(tier.Item1).IsAbsent)
            .Select(tier => OneTier(part.Optional(tier.Item1), tier.Item2, unit, notes))];
    }

    public static PriceMultiplier[] Multipliers(JsonPart part) => [.. part.Items().Select(Multiplier)];

    public static bool WebSearchPerCall(JsonPart part)
    {
        if (part.IsAbsent)
            return false;
        return part.Text() switch
        {
            "search" => false,
            "call" => true,
            _ => throw part.Refused("\"search\" or \"call\" is needed here"),
        };
    }

    public static PriceConditions Conditions(JsonPart part)
    {
        if (part.IsAbsent)
            return default;

        // Other conditions would make a line apply where its price does not hold, so they are refused until they are understood.
        part.AllowOnly("size", "quality", "service_tier", "region", "endpoint", "time_of_day");
        return new PriceConditions(Name(part, "size"), Name(part, "quality"))
        {
            ServiceTier = Tier(part.Optional("service_tier")),
            Region = Name(part, "region"),
            Endpoint = Name(part, "endpoint"),
            TimeOfDay = Hours(part.Optional("time_of_day")),
        };
    }

    private static ServiceTierPrice OneTier(JsonPart part, ServiceTier tier, JsonPart unit, List<string> notes)
    {
        part.AllowOnly("price", "tiers");
        (BucketPrices price, PriceTier[] tiers) = PriceTiersReader.Read(part, unit, notes);
        return new ServiceTierPrice(tier, price) { Tiers = tiers };
    }

    private static PriceMultiplier Multiplier(JsonPart part)
    {
        part.AllowOnly("ratio", "region", "inference_geo", "speed");
        JsonPart ratio = part.Required("ratio");
        string[] numbers = ratio.Text().Split('/');
        if (numbers.Length != 2 || !TryFactor(numbers[0], out int numerator) || !TryFactor(numbers[1], out int denominator))
            throw ratio.Refused("a ratio of two whole numbers of 1 to 10,000 is needed here, such as \"11/10\"");
        var multiplier = new PriceMultiplier(numerator, denominator)
        {
            Region = Name(part, "region"),
            InferenceGeo = Name(part, "inference_geo"),
            Speed = Name(part, "speed"),
        };
        return multiplier is { Region: null, InferenceGeo: null, Speed: null }
            ? throw part.Refused("say for which \"region\", \"inference_geo\" or \"speed\" it is; a factor on every call belongs into the price")
            : multiplier;
    }

    private static bool TryFactor(string text, out int factor) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out factor) && factor is >= 1 and <= PriceMultiplier.Most;

    private static ServiceTier? Tier(JsonPart part)
    {
        if (part.IsAbsent)
            return null;
        return part.Text() switch
        {
            // The ordinary prices, which also stand in for those that another tier lacks: no condition.
            "standard" => null,
            "flex" => ServiceTier.Flex,
            "priority" => ServiceTier.Priority,
            "batch" => ServiceTier.Batch,
            _ => throw part.Refused("this service tier is not known; known are standard, flex, priority, batch"),
        };
    }

    private static TimeOfDay? Hours(JsonPart part)
    {
        if (part.IsAbsent)
            return null;
        part.AllowOnly("zone", "windows", "weekdays");
        (TimeOnly, TimeOnly)[] windows = [.. part.Required("windows").Items().Select(Window)];
        DayOfWeek[] days = [.. part.Optional("weekdays").Items().Select(day => s_days.TryGetValue(day.Name(), out DayOfWeek known) ? known : throw day.Refused("a day of the week is needed here, such as \"monday\""))];
        try
        {
            return new TimeOfDay(part.Required("zone").Text(), windows, days);
        }
        catch (Exception unknown) when (unknown is TimeZoneNotFoundException or ArgumentException)
        {
            throw part.Refused("an IANA time zone such as \"UTC\" and at least one window are needed here", unknown);
        }
    }

    private static (TimeOnly From, TimeOnly To) Window(JsonPart part)
    {
        string[] ends = part.Text().Split('-');
        return ends.Length == 2 && TryTime(ends[0], out TimeOnly from) && TryTime(ends[1], out TimeOnly to) && from != to
            ? (from, to)
            : throw part.Refused("a window is needed here, such as \"16:30-00:30\"");
    }

    private static bool TryTime(string text, out TimeOnly time) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private static string? Name(JsonPart part, string key) => part.Optional(key) is { IsAbsent: false } named ? named.Name() : null;
}
