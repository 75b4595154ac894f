using System.Globalization;
using System.Text.RegularExpressions;

namespace BudgetGen;

/// <summary>What the decimals of a price line are for: so many tokens, a picture, a second ... Decides which buckets a line may have.</summary>
internal sealed partial class PriceUnit
{
    // With tokens, everything else may be priced too: by the piece, or by the second.
    private static readonly string[] Any = [.. Bucket.AllNames];

    private static readonly PriceUnit[] All =
    [
        new("1M tokens", 1_000_000, Any),
        new("1k tokens", 1_000, Any),
        new("1 token", 1, Any),
        new("image", 1, ["image"]),
        new("second", 1, ["audio_time", "video_time"]),
        new("minute", 60, ["audio_time", "video_time"]),
        new("hour", 3_600, ["audio_time", "video_time"]),
        new("character", 1, ["character"]),
        new("1M characters", 1_000_000, ["character"]),
        new("page", 1, ["page"]),
        new("query", 1, ["query"]),
        new("1k queries", 1_000, ["query"]),
        new("search unit", 1, ["search_unit"]),
        new("request", 1, ["request"]),
    ];

    private readonly string _name;
    private readonly long _units;
    private readonly string[] _buckets;

    private PriceUnit(string name, long units, string[] buckets) => (_name, _units, _buckets) = (name, units, buckets);

    public static PriceUnit Read(JsonPart part)
    {
        string name = part.Text();
        return Array.Find(All, unit => unit._name == name) ?? throw part.Refused($"this unit is not known; known are {string.Join(", ", All.Select(unit => $"\"{unit._name}\""))}");
    }

    public BucketPrices Prices(JsonPart part, List<string> notes)
    {
        part.AllowOnly(_buckets);
        BucketPrices prices = Bucket.PricesOf(bucket => Price(part, bucket, notes));
        return prices == new BucketPrices() ? throw part.Refused("at least one price is needed; a model without a known price has no line") : prices;
    }

    private UnitPrice? Price(JsonPart prices, string bucket, List<string> notes)
    {
        JsonPart part = prices.Optional(bucket);
        if (part.IsAbsent)
            return null;
        if (part.Element.ValueKind != System.Text.Json.JsonValueKind.String || !PlainDecimal().IsMatch(part.Element.GetString()!))
            throw part.Refused("a price is a plain decimal in quotes, 0 or more, such as \"2.50\"; leave out a price that is not known");

        decimal dollars = decimal.Parse(part.Element.GetString()!, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        long perUnits = ReferenceEquals(_buckets, Any) && Array.IndexOf(Any, bucket) >= Bucket.FirstPiece ? 1 : _units;
        try
        {
            UnitPrice price = UnitPrice.FromDollars(dollars, perUnits);
            if (price.Picos * (decimal)perUnits != dollars * 1_000_000_000_000m)
                notes.Add($"{part.File}: {part.Line}: '{part.Key}' is finer than a pico-dollar per unit and was rounded up.");
            return price;
        }
        catch (ArgumentOutOfRangeException beyond)
        {
            throw part.Refused("a unit price is at most 1,000,000 USD", beyond);
        }
    }

    [GeneratedRegex(@"^[0-9]{1,9}(\.[0-9]{1,15})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainDecimal();
}
