namespace BudgetGen;

/// <summary>Reads one line of a price book.</summary>
internal static class PriceLineReader
{
    public static readonly IReadOnlyDictionary<string, ModelMode> Modes = new Dictionary<string, ModelMode>(StringComparer.Ordinal)
    {
        ["chat"] = ModelMode.Chat,
        ["embedding"] = ModelMode.Embedding,
        ["image"] = ModelMode.Image,
        ["transcription"] = ModelMode.Transcription,
        ["speech"] = ModelMode.Speech,
        ["rerank"] = ModelMode.Rerank,
        ["search"] = ModelMode.Search,
        ["video"] = ModelMode.Video,
        ["ocr"] = ModelMode.Ocr,
        ["moderation"] = ModelMode.Moderation,
    };

    public static ModelPricing Read(JsonPart part, List<string> notes)
    {
        if (part.Element.ValueKind != System.Text.Json.JsonValueKind.Object)
            throw part.Refused("an object is needed here");

        string id = part.Required("id").Name();
        part = new JsonPart(part.File, $"line '{id}'", part.Element);
        part.AllowOnly(
            "id", "provider", "model", "match", "mode", "unit", "price", "tiers", "service_tiers", "multipliers", "minimum", "web_search_per", "conditions",
            "effective_from", "effective_to", "retired", "limits", "source", "checked");

        (BucketPrices price, PriceTier[] tiers) = PriceTiersReader.Read(part, part.Required("unit"), notes);
        var line = new ModelPricing
        {
            Id = id,
            Provider = Provider(part.Required("provider")),
            Model = part.Required("model").Name(),
            Aliases = PriceMatchReader.Aliases(part.Optional("match")),
            DatedSame = PriceMatchReader.DatedSame(part.Optional("match")),
            Pattern = PriceMatchReader.Pattern(part.Optional("match")),
            Mode = Mode(part.Optional("mode")),
            Price = price,
            Tiers = tiers,
            ServiceTiers = PriceTermsReader.ServiceTiers(part.Optional("service_tiers"), part.Required("unit"), notes),
            Multipliers = PriceTermsReader.Multipliers(part.Optional("multipliers")),
            MinimumSeconds = part.Optional("minimum").Count() ?? 0,
            WebSearchPerCall = PriceTermsReader.WebSearchPerCall(part.Optional("web_search_per")),
            Conditions = PriceTermsReader.Conditions(part.Optional("conditions")),
            EffectiveFrom = part.Optional("effective_from").Instant(),
            EffectiveTo = part.Optional("effective_to").Instant(),
            Retired = part.Optional("retired").Instant(),
            Limits = Limits(part.Optional("limits")),
            Source = Source(part.Required("source")),
            Checked = part.Required("checked").Day(),
        };
        RefuseWhatCannotBe(line, part);
        return line;
    }

    private static string Provider(JsonPart part)
    {
        string name = part.Name();
        string known = ProviderNames.Normalise(name);
        return known == name ? name : throw part.Refused($"this provider is called \"{known}\" in price books");
    }

    private static ModelMode Mode(JsonPart part)
    {
        if (part.IsAbsent)
            return ModelMode.Chat;
        return Modes.TryGetValue(part.Text(), out ModelMode mode) ? mode : throw part.Refused($"this mode is not known; known are {string.Join(", ", Modes.Keys)}");
    }

    private static ModelLimits Limits(JsonPart part)
    {
        if (part.IsAbsent)
            return default;
        part.AllowOnly("max_input", "max_output");
        return new ModelLimits(part.Optional("max_input").Count(), part.Optional("max_output").Count());
    }

    private static string Source(JsonPart part)
    {
        string source = part.Text();
        return Uri.TryCreate(source, UriKind.Absolute, out Uri? uri) && uri.Scheme is "https" or "http"
            ? source
            : throw part.Refused("the address of the page that states the price is needed here, such as \"https://example.com/pricing\"");
    }

    private static void RefuseWhatCannotBe(ModelPricing line, JsonPart part)
    {
        if (line.EffectiveFrom is { } from && line.EffectiveTo is { } to && from >= to)
            throw part.Optional("effective_to").Refused("the end must be after \"effective_from\"");

        try
        {
            _ = line.Rates;
            foreach (ServiceTierPrice tier in line.ServiceTiers)
                _ = line.RatesOf(tier.Tier);
        }
        catch (ArgumentException impossible)
        {
            throw part.Optional("tiers").Refused("borders must ascend; order the tiers by \"above\" and name each border once", impossible);
        }
    }
}
