using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BudgetGen;

/// <summary>The text form of a cost's explanation, for records. Prices are whole pico-dollars and costs whole nano-dollars, as strings.</summary>
internal static class CostExplanationJson
{
    public static string Write(CostExplanation cost)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            Text(json, "nano_usd", Number(cost.Cost?.Nanos));
            Text(json, "model", cost.Model);
            Text(json, "line", cost.PriceLine);
            Text(json, "book", cost.Book);
            Text(json, "book_version", cost.BookVersion);
            Text(json, "source", cost.Source);
            Text(json, "checked", cost.Checked.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Text(json, "match", cost.MatchKind.ToString());
            Text(json, "context_from", Number(cost.ContextFrom));
            Text(json, "service_tier", cost.ServiceTier.ToString());
            Text(json, "conditions", cost.Conditions);
            Text(json, "flags", Number((long)cost.Flags));
            json.WriteBoolean("estimated", cost.Estimated);
            Text(json, "provider_nano_usd", Number(cost.ProviderCost?.Nanos));
            json.WriteStartArray("multipliers");
            foreach (PriceMultiplier multiplier in cost.Multipliers)
                Multiplier(json, multiplier);
            json.WriteEndArray();
            json.WriteStartArray("components");
            foreach (CostComponent part in cost.Components)
                Component(json, part);
            json.WriteEndArray();
            json.WriteStartArray("unpriced");
            foreach (string bucket in cost.Unpriced)
                json.WriteStringValue(bucket);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static CostExplanation Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            return new CostExplanation
            {
                Cost = Whole(root, "nano_usd") is { } nanos ? new Usd(nanos) : null,
                Model = Needed(root, "model"),
                PriceLine = Needed(root, "line"),
                Book = Text(root, "book"),
                BookVersion = Text(root, "book_version"),
                Source = Needed(root, "source"),
                Checked = DateOnly.ParseExact(Needed(root, "checked"), "yyyy-MM-dd", CultureInfo.InvariantCulture),
                MatchKind = Enum.Parse<PriceMatchKind>(Needed(root, "match")),
                ContextFrom = Whole(root, "context_from") ?? 0,
                ServiceTier = Enum.Parse<ServiceTier>(Needed(root, "service_tier")),
                Conditions = Text(root, "conditions") ?? "",
                Flags = (CostCaveats)(Whole(root, "flags") ?? 0),
                Estimated = root.GetProperty("estimated").GetBoolean(),
                ProviderCost = Whole(root, "provider_nano_usd") is { } own ? new Usd(own) : null,
                Multipliers = [.. root.GetProperty("multipliers").EnumerateArray().Select(Multiplier)],
                Components = [.. root.GetProperty("components").EnumerateArray().Select(Component)],
                Unpriced = [.. root.GetProperty("unpriced").EnumerateArray().Select(static bucket => bucket.GetString() ?? "")],
            };
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new FormatException("This is not the explanation of a cost: " + broken.Message, broken);
        }
    }

    public static void Multiplier(Utf8JsonWriter json, PriceMultiplier multiplier)
    {
        json.WriteStartObject();
        json.WriteNumber("numerator", multiplier.Numerator);
        json.WriteNumber("denominator", multiplier.Denominator);
        Text(json, "region", multiplier.Region);
        Text(json, "inference_geo", multiplier.InferenceGeo);
        Text(json, "speed", multiplier.Speed);
        json.WriteEndObject();
    }

    public static PriceMultiplier Multiplier(JsonElement json) => new(json.GetProperty("numerator").GetInt32(), json.GetProperty("denominator").GetInt32())
    {
        Region = Text(json, "region"),
        InferenceGeo = Text(json, "inference_geo"),
        Speed = Text(json, "speed"),
    };

    private static void Component(Utf8JsonWriter json, CostComponent part)
    {
        json.WriteStartObject();
        Text(json, "bucket", part.Bucket);
        Text(json, "count", Number(part.Count));
        Text(json, "pico_usd", Number(part.Price.Picos));
        Text(json, "priced_as", part.PricedAs);
        json.WriteBoolean("borrowed", part.Borrowed);
        json.WriteBoolean("halved", part.Halved);
        json.WriteBoolean("multiplied", part.Multiplied);
        json.WriteEndObject();
    }

    private static CostComponent Component(JsonElement json) =>
        new(Needed(json, "bucket"), Whole(json, "count") ?? 0, new UnitPrice(Whole(json, "pico_usd") ?? 0), Needed(json, "priced_as"))
        {
            Borrowed = json.GetProperty("borrowed").GetBoolean(),
            Halved = json.GetProperty("halved").GetBoolean(),
            Multiplied = json.GetProperty("multiplied").GetBoolean(),
        };

    private static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static void Text(Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null)
            json.WriteString(key, value);
    }

    private static string? Text(JsonElement json, string key) => json.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;

    private static string Needed(JsonElement json, string key) => json.GetProperty(key).GetString() ?? throw new FormatException($"'{key}' is null.");

    private static long? Whole(JsonElement json, string key) =>
        Text(json, key) is { } digits ? long.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;
}
