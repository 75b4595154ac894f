using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BudgetGen;

/// <summary>Writes a book as <c>budgetgen-prices/1</c>, so that reading it again gives the same lines.</summary>
internal static class PriceBookWriter
{
    private static readonly JsonWriterOptions s_readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    public static string Write(PriceBook book)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_readable))
        {
            json.WriteStartObject();
            json.WriteString("schema", PriceBookReader.Schema);
            json.WriteString("version", book.Version.Length == 0 ? "1" : book.Version);
            json.WriteStartArray("prices");
            foreach (ModelPricing line in book.Lines)
                Line(json, line);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Writes one line.</summary>
    public static void Line(Utf8JsonWriter json, ModelPricing line)
    {
        json.WriteStartObject();
        json.WriteString("id", line.Id);
        json.WriteString("provider", line.Provider);
        json.WriteString("model", line.Model);
        Match(json, line);
        json.WriteString("mode", PriceLineReader.Modes.First(mode => mode.Value == line.Mode).Key);
        json.WriteString("unit", "1M tokens");
        Prices(json, line.Price, line.Tiers);
        if (line.ServiceTiers.Count > 0)
        {
            json.WriteStartObject("service_tiers");
            foreach (ServiceTierPrice tier in line.ServiceTiers)
            {
                json.WriteStartObject(Word(tier.Tier));
                Prices(json, tier.Price, tier.Tiers);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        Multipliers(json, line.Multipliers);
        if (line.MinimumSeconds > 0)
            json.WriteNumber("minimum", line.MinimumSeconds);
        if (line.WebSearchPerCall)
            json.WriteString("web_search_per", "call");
        Conditions(json, line.Conditions);
        Instant(json, "effective_from", line.EffectiveFrom);
        Instant(json, "effective_to", line.EffectiveTo);
        Instant(json, "retired", line.Retired);
        if (line.Limits != default)
        {
            json.WriteStartObject("limits");
            Number(json, "max_input", line.Limits.MaxInput);
            Number(json, "max_output", line.Limits.MaxOutput);
            json.WriteEndObject();
        }

        json.WriteString("source", line.Source);
        json.WriteString("checked", line.Checked.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void Match(Utf8JsonWriter json, ModelPricing line)
    {
        if (line.Aliases.Count == 0 && !line.DatedSame && line.Pattern is null)
            return;

        json.WriteStartObject("match");
        if (line.Aliases.Count > 0)
        {
            json.WriteStartArray("equals");
            foreach (string alias in line.Aliases)
                json.WriteStringValue(alias);
            json.WriteEndArray();
        }

        // "equals" is taken by the list of names, so a shape that is one stands among shapes.
        if (line.Pattern is { Kind: "equals" } single)
            Clause(json, NamePattern.Any(single));
        else if (line.Pattern is not null)
            Clause(json, line.Pattern);
        if (line.DatedSame)
            json.WriteString("dated", "same");
        json.WriteEndObject();
    }

    private static void Clause(Utf8JsonWriter json, NamePattern pattern)
    {
        if (pattern.Parts.Count == 0)
        {
            json.WriteString(pattern.Kind, pattern.Text);
            return;
        }

        json.WriteStartArray(pattern.Kind);
        foreach (NamePattern part in pattern.Parts)
        {
            json.WriteStartObject();
            Clause(json, part);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Prices(Utf8JsonWriter json, BucketPrices price, IReadOnlyList<PriceTier> tiers)
    {
        Prices(json, price);
        if (tiers.Count == 0)
            return;

        json.WriteStartArray("tiers");
        foreach (PriceTier tier in tiers)
        {
            json.WriteStartObject();
            json.WriteNumber("above", tier.Border);
            if (tier.Inclusive)
                json.WriteBoolean("inclusive", true);
            Prices(json, tier.Price);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Prices(Utf8JsonWriter json, BucketPrices prices)
    {
        json.WriteStartObject("price");
        for (int bucket = 0; bucket < RateTable.Length; bucket++)
        {
            if (Bucket.PriceIn(prices, bucket) is { } price)
                json.WriteString(Bucket.Name(bucket), (price.Picos / (Bucket.IsOfTokens(bucket) ? 1_000_000m : 1_000_000_000_000m)).ToString("0.############", CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }

    private static void Multipliers(Utf8JsonWriter json, IReadOnlyList<PriceMultiplier> multipliers)
    {
        if (multipliers.Count == 0)
            return;

        json.WriteStartArray("multipliers");
        foreach (PriceMultiplier multiplier in multipliers)
        {
            json.WriteStartObject();
            json.WriteString("ratio", string.Create(CultureInfo.InvariantCulture, $"{multiplier.Numerator}/{multiplier.Denominator}"));
            Text(json, "region", multiplier.Region);
            Text(json, "inference_geo", multiplier.InferenceGeo);
            Text(json, "speed", multiplier.Speed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Conditions(Utf8JsonWriter json, PriceConditions conditions)
    {
        if (conditions == default)
            return;

        json.WriteStartObject("conditions");
        Text(json, "size", conditions.Size);
        Text(json, "quality", conditions.Quality);
        Text(json, "service_tier", conditions.ServiceTier is { } tier ? Word(tier) : null);
        Text(json, "region", conditions.Region);
        Text(json, "endpoint", conditions.Endpoint);
        if (conditions.TimeOfDay is { } hours)
        {
            json.WriteStartObject("time_of_day");
            json.WriteString("zone", hours.Zone);
            json.WriteStartArray("windows");
            foreach ((TimeOnly from, TimeOnly to) in hours.Windows)
                json.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{from:HH:mm}-{to:HH:mm}"));
            json.WriteEndArray();
            if (hours.Weekdays.Count > 0)
            {
                json.WriteStartArray("weekdays");
                foreach (DayOfWeek day in hours.Weekdays)
                    json.WriteStringValue(ModelNames.Normalise(day.ToString()));
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Word(ServiceTier tier) => ModelNames.Normalise(tier.ToString());

    private static void Instant(Utf8JsonWriter json, string key, DateTimeOffset? at)
    {
        if (at is { } instant)
            json.WriteString(key, instant.UtcDateTime.ToString(instant.UtcDateTime.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
    }

    private static void Number(Utf8JsonWriter json, string key, long? value)
    {
        if (value is { } known)
            json.WriteNumber(key, known);
    }

    private static void Text(Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null)
            json.WriteString(key, value);
    }
}
