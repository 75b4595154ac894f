using System.Text.Json;

namespace BudgetGen;

/// <summary>The prices of one row of LiteLLM's list. Every key that states a price is read, or noted as left out.</summary>
internal sealed class LiteLlmPrices(ImportedLines lines, JsonProperty row, ModelMode mode, LiteLlmName name, bool zeroIsFree)
{
    private readonly SortedDictionary<(ServiceTier Tier, long Border), Dictionary<string, UnitPrice>> _prices = [];
    private readonly List<PriceMultiplier> _multipliers = [];
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);
    private bool _hasZero;

    /// <summary>True if there is a price to begin with; borders and service tiers alone say nothing of an ordinary call.</summary>
    public bool Any => Of(ServiceTier.Standard, 0) is not null;

    public string WhyNone => _hasZero ? "all its prices are 0, which may mean free or unknown" : _left.Count > 0 ? "none of its prices is of a known kind: " + string.Join(", ", _left.Order(StringComparer.Ordinal)) : "it has no price";

    public void Read()
    {
        foreach (JsonProperty field in row.Value.EnumerateObject())
        {
            if (LiteLlmKeys.TryRead(field.Name, out int bucket, out long border, out ServiceTier tier))
                Put(tier, border, bucket, field.Name, field.Value);
            else if (!ReadOther(field) && LiteLlmKeys.IsOfPrices(field.Name) && ExactNumber.Read(field.Value) is not { IsZero: true })
                _left.Add(field.Name);
        }

        ReadPictures();
        ReadTime();
        foreach (ServiceTier tier in _prices.Keys.Select(static key => key.Tier).Distinct().Where(tier => Of(tier, 0) is null))
            _left.Add($"{tier} prices without one below their borders");
        if (_left.Count > 0 && Any)
            lines.Note(row.Name, $"left out: {string.Join(", ", _left.Order(StringComparer.Ordinal))}");
    }

    public ModelPricing Complete(ModelPricing line) => line with
    {
        Price = Of(ServiceTier.Standard, 0) ?? new BucketPrices(),
        Tiers = Tiers(ServiceTier.Standard),
        ServiceTiers = [.. new[] { ServiceTier.Flex, ServiceTier.Priority, ServiceTier.Batch }
            .Where(tier => Of(tier, 0) is not null)
            .Select(tier => new ServiceTierPrice(tier, Of(tier, 0)!) { Tiers = Tiers(tier) })],
        Multipliers = _multipliers,
        WebSearchPerCall = !(ListJson.Text(row.Value, "web_search_billing_unit") == "per_query" || name.Provider is "anthropic" or "bedrock"),
    };

    private bool ReadOther(JsonProperty field)
    {
        switch (field.Name)
        {
            case "input_cost_per_query":
                Put(ServiceTier.Standard, 0, mode == ModelMode.Rerank ? Bucket.SearchUnit : Bucket.Query, field.Name, field.Value);
                return true;
            case "input_cost_per_token_cache_hit":
                if (!row.Value.TryGetProperty("cache_read_input_token_cost", out _))
                    Put(ServiceTier.Standard, 0, Bucket.CacheRead, field.Name, field.Value);
                return true;
            case "input_cost_per_character" when mode == ModelMode.Speech:
                Put(ServiceTier.Standard, 0, Bucket.Character, field.Name, field.Value);
                return true;
            case "search_context_cost_per_query":
                ReadSearchFees(field.Value);
                return true;
            case "tiered_pricing":
                ReadRanges(field.Value);
                return true;
            case "regional_processing_uplift_multiplier_eu" or "regional_processing_uplift_multiplier_us":
                Multiply(field.Name, field.Value, static (n, d, region) => new PriceMultiplier(n, d) { Region = region }, field.Name[^2..]);
                return true;
            case "provider_specific_entry":
                ReadProviderSpecific(field.Value);
                return true;

            // Read together, below.
            case "input_cost_per_image" or "output_cost_per_image" or "input_cost_per_pixel" or "output_cost_per_pixel"
                or "input_cost_per_second" or "output_cost_per_second" or "output_cost_per_video_per_second":
                return true;
            default:
                return field.Name is "web_search_billing_unit" or "supports_url_context_pricing";
        }
    }

    private void ReadSearchFees(JsonElement fees)
    {
        UnitPrice? Fee(string size) => fees.TryGetProperty("search_context_size_" + size, out JsonElement fee) && ExactNumber.Read(fee) is { } number
            ? lines.Price(row.Name, "search_context_cost_per_query", number, 1, zeroIsFree)
            : null;
        UnitPrice? medium = Fee("medium");
        Put(Bucket.WebSearch, medium);
        if (Fee("low") is { } low && low != medium)
            Put(Bucket.WebSearchLow, low);
        if (Fee("high") is { } high && high != medium)
            Put(Bucket.WebSearchHigh, high);
    }

    /// <summary>A table of ranges: the first one is the price, each other one begins above the border that is its start.</summary>
    private void ReadRanges(JsonElement ranges)
    {
        foreach (JsonElement range in ranges.EnumerateArray())
        {
            if (!range.TryGetProperty("range", out JsonElement ends) || ExactNumber.Read(ends[0]) is not { } start || (!start.IsZero && start.AsCount() is null))
            {
                _left.Add("tiered_pricing");
                return;
            }

            foreach (JsonProperty price in range.EnumerateObject())
            {
                if (LiteLlmKeys.TryRead(price.Name, out int bucket, out _, out _))
                    Put(ServiceTier.Standard, start.AsCount() ?? 0, bucket, price.Name, price.Value);
            }
        }
    }

    private void ReadProviderSpecific(JsonElement entry)
    {
        foreach (JsonProperty factor in entry.EnumerateObject())
        {
            if (factor.Name == "fast")
                Multiply(factor.Name, factor.Value, static (n, d, speed) => new PriceMultiplier(n, d) { Speed = speed }, factor.Name);
            else if (factor.Value.ValueKind == JsonValueKind.Number)
                Multiply(factor.Name, factor.Value, static (n, d, geo) => new PriceMultiplier(n, d) { InferenceGeo = geo }, ModelNames.Normalise(factor.Name));
        }
    }

    private void Multiply(string key, JsonElement value, Func<int, int, string, PriceMultiplier> make, string of)
    {
        if (ExactNumber.Read(value)?.AsRatio() is { } ratio)
            _multipliers.Add(make(ratio.Numerator, ratio.Denominator, of));
        else
            _left.Add(key);
    }

    private void ReadPictures()
    {
        if (mode != ModelMode.Image)
        {
            LeaveOut("input_cost_per_image", "output_cost_per_image", "input_cost_per_pixel", "output_cost_per_pixel");
            return;
        }

        // One picture has one price: the output's, else the input's; else its pixels, multiplied out exactly.
        foreach (string key in new[] { "output_cost_per_image", "input_cost_per_image", "output_cost_per_pixel", "input_cost_per_pixel" })
        {
            bool perPixel = key.EndsWith("pixel", StringComparison.Ordinal);
            if (Positive(key) is not { } number)
                continue;
            if (Has(Bucket.Image))
                continue;
            if (!perPixel)
                Put(Bucket.Image, lines.Price(row.Name, key, number, 1, zeroIsFree));
            else if (name.Pixels is { } pixels)
                Put(Bucket.Image, lines.Price(row.Name, key, number.Times(pixels), 1, zeroIsFree));
            else
                _left.Add(key);
        }
    }

    private void ReadTime()
    {
        string[] keys = ["output_cost_per_video_per_second", "output_cost_per_second", "input_cost_per_second"];
        bool isOfTokens = Has(Bucket.Input) || Has(Bucket.Output);
        if (mode is not (ModelMode.Video or ModelMode.Transcription or ModelMode.Speech) || isOfTokens)
        {
            LeaveOut(keys);
            return;
        }

        // 43 rows have an output price of 0.0 beside the real one, and some state the same rate twice: one of them, never both, never 0.
        if (keys.Select(key => (key, number: Positive(key))).FirstOrDefault(static rate => rate.number is not null) is { number: { } rate, key: var key })
            Put(mode == ModelMode.Video ? Bucket.VideoTime : Bucket.AudioTime, lines.Price(row.Name, key, rate, 1, zeroIsFree));
    }

    private void LeaveOut(params string[] keys)
    {
        foreach (string key in keys)
        {
            if (Positive(key) is not null)
                _left.Add(key);
        }
    }

    private ExactNumber? Positive(string key) =>
        row.Value.TryGetProperty(key, out JsonElement value) && ExactNumber.Read(value) is { IsZero: false, IsNegative: false } number ? number : null;

    private bool Has(int bucket) => _prices.TryGetValue((ServiceTier.Standard, 0), out Dictionary<string, UnitPrice>? prices) && prices.ContainsKey(Bucket.Name(bucket));

    private void Put(ServiceTier tier, long border, int bucket, string key, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return;
        if (ExactNumber.Read(value) is not { } number)
        {
            _left.Add(key);
            return;
        }

        _hasZero |= number.IsZero;
        if (lines.Price(row.Name, key, number, 1, zeroIsFree) is { } price)
            At(tier, border)[Bucket.Name(bucket)] = price;
    }

    private void Put(int bucket, UnitPrice? price)
    {
        if (price is { } known)
            At(ServiceTier.Standard, 0)[Bucket.Name(bucket)] = known;
    }

    private Dictionary<string, UnitPrice> At(ServiceTier tier, long border)
    {
        if (!_prices.TryGetValue((tier, border), out Dictionary<string, UnitPrice>? prices))
            _prices.Add((tier, border), prices = new(StringComparer.Ordinal));
        return prices;
    }

    private BucketPrices? Of(ServiceTier tier, long border) => _prices.TryGetValue((tier, border), out Dictionary<string, UnitPrice>? prices)
        ? Bucket.PricesOf(bucket => prices.TryGetValue(bucket, out UnitPrice price) ? price : null)
        : null;

    private PriceTier[] Tiers(ServiceTier tier) =>
        [.. _prices.Keys.Where(key => key.Tier == tier && key.Border > 0).Select(key => new PriceTier(key.Border, name.Provider == "xai", Of(tier, key.Border)!))];
}
