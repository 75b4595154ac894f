using System.Text.Json;

namespace BudgetGen;

/// <summary>Reads the prices of one entry of genai-prices. An unknown kind of price refuses the whole row: leaving it out would under-price.</summary>
internal sealed class GenaiPricesReader(ImportedLines lines, string row, bool zeroIsFree, bool inclusive)
{
    private const long Million = 1_000_000;
    private const long GroqMinimumSeconds = 10;
    private const long Thousand = 1_000;
    private const long SecondsPerHour = 3_600;

    private static readonly Dictionary<string, (int Bucket, long Units)> s_kinds = new(StringComparer.Ordinal)
    {
        ["input_mtok"] = (Bucket.Input, Million),
        ["output_mtok"] = (Bucket.Output, Million),
        ["cache_read_mtok"] = (Bucket.CacheRead, Million),
        ["cache_write_mtok"] = (Bucket.CacheWrite5m, Million),
        ["cache_write_1h_mtok"] = (Bucket.CacheWrite1h, Million),
        ["input_audio_mtok"] = (Bucket.InputAudio, Million),
        ["input_image_mtok"] = (Bucket.InputImage, Million),
        ["input_video_mtok"] = (Bucket.InputVideo, Million),
        ["output_audio_mtok"] = (Bucket.OutputAudio, Million),
        ["output_image_mtok"] = (Bucket.OutputImage, Million),
        ["output_video_mtok"] = (Bucket.OutputVideo, Million),
        ["cache_audio_read_mtok"] = (Bucket.CacheReadAudio, Million),
        ["cache_image_read_mtok"] = (Bucket.CacheReadImage, Million),
        ["output_reasoning_mtok"] = (Bucket.Reasoning, Million),
        ["output_citation_mtok"] = (Bucket.Citation, Million),
        ["cache_write_5m_mtok"] = (Bucket.CacheWrite5m, Million),
        ["audio_hours"] = (Bucket.AudioTime, SecondsPerHour),
        ["input_audio_hours"] = (Bucket.AudioTime, SecondsPerHour),
        ["input_document_kpages"] = (Bucket.Page, Thousand),
        ["input_mchars"] = (Bucket.Character, Million),
        ["rerank_searches_kcount"] = (Bucket.SearchUnit, Thousand),
        ["requests_kcount"] = (Bucket.Request, Thousand),
        ["web_searches_kcount"] = (Bucket.WebSearch, Thousand),
    };

    /// <summary>The line with these prices; null: none, or one that is not understood.</summary>
    public ModelPricing? Read(ModelPricing line, JsonElement prices)
    {
        var steps = new SortedDictionary<long, Dictionary<string, UnitPrice>> { [0] = new(StringComparer.Ordinal) };
        foreach (JsonProperty price in prices.EnumerateObject())
        {
            if (!s_kinds.TryGetValue(price.Name, out (int Bucket, long Units) kind))
            {
                // Pieces stand beside tokens, and a usage has no count of those that we do not know; tokens are priced as others if left out.
                if (!price.Name.EndsWith("_mtok", StringComparison.Ordinal))
                {
                    lines.Note(row, $"left out: {price.Name}");
                    continue;
                }

                lines.Note(row, $"the kind of price '{price.Name}' is not known");
                return null;
            }

            if (price.Value.ValueKind == JsonValueKind.Object)
            {
                Put(steps, 0, kind, price.Name, price.Value.GetProperty("base"));
                foreach (JsonElement tier in price.Value.GetProperty("tiers").EnumerateArray())
                {
                    if (ExactNumber.Read(tier.GetProperty("start"))?.AsCount() is not { } start)
                        return null;
                    Put(steps, start, kind, price.Name, tier.GetProperty("price"));
                }
            }
            else if (price.Value.ValueKind != JsonValueKind.Null)
            {
                Put(steps, 0, kind, price.Name, price.Value);
            }
        }

        if (steps[0].Count == 0)
            return null;

        // Each price has its own ladder there. Beyond a border of one, the others cost what they did before it.
        long[] borders = [.. steps.Keys.Where(static border => border > 0)];
        Dictionary<string, UnitPrice> current = steps[0];
        var tiers = new List<PriceTier>();
        foreach (long border in borders)
        {
            current = new Dictionary<string, UnitPrice>(current, StringComparer.Ordinal);
            foreach ((string bucket, UnitPrice price) in steps[border])
                current[bucket] = price;
            Dictionary<string, UnitPrice> all = current;
            tiers.Add(new PriceTier(Border(border), inclusive, Bucket.PricesOf(bucket => all.TryGetValue(bucket, out UnitPrice price) ? price : null)));
        }

        Dictionary<string, UnitPrice> first = steps[0];
        return line with
        {
            // Its own client has this minimum in code and not in data.
            MinimumSeconds = line.Provider == "groq" && first.ContainsKey(Bucket.Name(Bucket.AudioTime)) ? GroqMinimumSeconds : 0,
            Mode = first.ContainsKey(Bucket.Name(Bucket.AudioTime)) ? ModelMode.Transcription : line.Mode,
            Price = Bucket.PricesOf(bucket => first.TryGetValue(bucket, out UnitPrice price) ? price : null),
            Tiers = tiers,
        };
    }

    /// <summary>xAI's borders are inclusive; newer releases of the list write them as one less, which comes to the same.</summary>
    private long Border(long start) => inclusive && start % 1_000 == 999 ? start + 1 : start;

    private void Put(SortedDictionary<long, Dictionary<string, UnitPrice>> steps, long border, (int Bucket, long Units) kind, string key, JsonElement value)
    {
        if (ExactNumber.Read(value) is not { } number || lines.Price(row, key, number, kind.Units, zeroIsFree) is not { } price)
            return;
        if (!steps.TryGetValue(border, out Dictionary<string, UnitPrice>? step))
            steps.Add(border, step = new(StringComparer.Ordinal));
        step[Bucket.Name(kind.Bucket)] = price;
    }
}
