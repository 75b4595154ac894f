using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BudgetGen;

/// <summary>
/// The text form of what priced a call. Prices stand with their fallbacks resolved, as <c>"2500000"</c> or, where they are not the bucket's own, as
/// <c>"2500000 input fallback"</c>: so neither a later book nor a later rule of fallback changes what an old record says.
/// </summary>
internal static class PriceProvenanceJson
{
    private const string Fallback = "fallback", Borrowed = "borrowed", Halved = "halved";

    private static readonly JsonWriterOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(PriceProvenance price)
    {
        ModelPricing line = price.Line;
        CallTerms terms = price.Terms;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_compact))
        {
            json.WriteStartObject();
            Text(json, "line", line.Id);
            Text(json, "book", price.Book);
            Text(json, "book_version", price.BookVersion);
            Text(json, "source", line.Source);
            Text(json, "checked", line.Checked.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Text(json, "match", price.MatchKind.ToString());
            Text(json, "service_tier", terms.ServiceTier == ServiceTier.Standard ? null : terms.ServiceTier.ToString());
            Text(json, "region", terms.Region);
            Text(json, "inference_geo", terms.InferenceGeo);
            Text(json, "speed", terms.Speed);
            Text(json, "endpoint", terms.Endpoint);
            Text(json, "conditions", price.Conditions.Length == 0 ? null : price.Conditions);
            Text(json, "size", line.Conditions.Size);
            Text(json, "quality", line.Conditions.Quality);
            if (line.MinimumSeconds != 0)
                json.WriteNumber("minimum", line.MinimumSeconds);
            if (line.WebSearchPerCall)
                json.WriteBoolean("web_search_per_call", true);
            json.WriteStartArray("multipliers");
            foreach (PriceMultiplier multiplier in line.Multipliers.Where(multiplier => multiplier.Applies(terms)))
                CostExplanationJson.Multiplier(json, multiplier);
            json.WriteEndArray();
            json.WriteStartArray("rates");
            foreach (RateCard card in line.RatesOf(terms.ServiceTier))
                Rates(json, card);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    public static PriceProvenance Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            var terms = new CallTerms
            {
                ServiceTier = Text(root, "service_tier") is { } tier ? Enum.Parse<ServiceTier>(tier) : ServiceTier.Standard,
                Region = Text(root, "region"),
                InferenceGeo = Text(root, "inference_geo"),
                Speed = Text(root, "speed"),
                Endpoint = Text(root, "endpoint"),
            };
            RateCard[] cards = [.. root.GetProperty("rates").EnumerateArray().Select(Rates)];
            if (cards.Length == 0)
                throw new FormatException("it has no rates");

            var line = new ModelPricing
            {
                Id = Needed(root, "line"),
                Provider = "",
                Model = "",
                Price = new BucketPrices(),
                Source = Needed(root, "source"),
                Checked = DateOnly.ParseExact(Needed(root, "checked"), "yyyy-MM-dd", CultureInfo.InvariantCulture),
                Conditions = new PriceConditions(Text(root, "size"), Text(root, "quality")),
                MinimumSeconds = root.TryGetProperty("minimum", out JsonElement seconds) ? seconds.GetInt64() : 0,
                WebSearchPerCall = root.TryGetProperty("web_search_per_call", out JsonElement perCall) && perCall.GetBoolean(),
                Multipliers = [.. root.GetProperty("multipliers").EnumerateArray().Select(CostExplanationJson.Multiplier)],
            };
            return new PriceProvenance(
                line.WithRates(terms.ServiceTier, cards), Enum.Parse<PriceMatchKind>(Needed(root, "match")), terms, Text(root, "book"), Text(root, "book_version"),
                Text(root, "conditions") ?? "");
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or OverflowException or FormatException)
        {
            throw new FormatException("This is not what priced a call: " + broken.Message, broken);
        }
    }

    private static void Rates(Utf8JsonWriter json, RateCard card)
    {
        json.WriteStartObject();
        if (card.From != 0)
            json.WriteNumber("from", card.From);
        for (int bucket = 0; bucket < RateTable.Length; bucket++)
        {
            if (card[bucket] == RateCard.Unpriced)
                continue;

            int bit = 1 << bucket;
            var words = new StringBuilder(card[bucket].ToString(CultureInfo.InvariantCulture));
            if (card.Source(bucket) != bucket || ((card.Fallbacks | card.Borrowed | card.Halved) & bit) != 0)
                words.Append(' ').Append(Bucket.Name(card.Source(bucket)));
            words.Append((card.Fallbacks & bit) == 0 ? "" : " " + Fallback).Append((card.Borrowed & bit) == 0 ? "" : " " + Borrowed).Append((card.Halved & bit) == 0 ? "" : " " + Halved);
            json.WriteString(Bucket.Name(bucket), words.ToString());
        }

        json.WriteEndObject();
    }

    private static RateCard Rates(JsonElement json)
    {
        var picos = default(RateTable);
        var sources = new sbyte[RateTable.Length];
        for (int bucket = 0; bucket < RateTable.Length; bucket++)
            (picos[bucket], sources[bucket]) = (RateCard.Unpriced, (sbyte)bucket);

        long from = 0;
        int fallbacks = 0, borrowed = 0, halved = 0;
        foreach (JsonProperty rate in json.EnumerateObject())
        {
            if (rate.NameEquals("from"))
            {
                from = rate.Value.GetInt64();
                continue;
            }

            int bucket = NumberOf(rate.Name), bit = 1 << bucket;
            string[] words = (rate.Value.GetString() ?? throw new FormatException($"'{rate.Name}' is null")).Split(' ');
            picos[bucket] = long.Parse(words[0], NumberStyles.None, CultureInfo.InvariantCulture);
            if (words.Length > 1)
                sources[bucket] = (sbyte)NumberOf(words[1]);
            foreach (string word in words.Skip(2))
            {
                switch (word)
                {
                    case Fallback:
                        fallbacks |= bit;
                        break;
                    case Borrowed:
                        borrowed |= bit;
                        break;
                    case Halved:
                        halved |= bit;
                        break;
                    default:
                        throw new FormatException($"'{word}' is not known");
                }
            }
        }

        return new RateCard(from, picos, sources, fallbacks, borrowed, halved);
    }

    private static int NumberOf(string bucket)
    {
        for (int number = 0; number < RateTable.Length; number++)
        {
            if (Bucket.Name(number) == bucket)
                return number;
        }

        throw new FormatException($"the bucket '{bucket}' is not known");
    }

    private static void Text(Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null)
            json.WriteString(key, value);
    }

    private static string? Text(JsonElement json, string key) => json.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;

    private static string Needed(JsonElement json, string key) => json.GetProperty(key).GetString() ?? throw new FormatException($"'{key}' is null");
}
