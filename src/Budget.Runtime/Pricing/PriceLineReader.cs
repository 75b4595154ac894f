namespace BudgetGen;

/// <summary>Reads one line of a price book.</summary>
internal static class PriceLineReader
{
    private static readonly Dictionary<string, ModelMode> Modes = new(StringComparer.Ordinal)
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
            "id", "provider", "model", "match", "mode", "unit", "price", "tiers", "conditions", "effective_from", "effective_to", "retired", "limits", "source", "checked");

        var line = new ModelPricing
        {
            Id = id,
            Provider = Provider(part.Required("provider")),
            Model = part.Required("model").Name(),
            Aliases = Aliases(part.Optional("match")),
            DatedSame = DatedSame(part.Optional("match")),
            Mode = Mode(part.Optional("mode")),
            Price = Prices(part.Required("price"), part.Required("unit"), notes),
            Tiers = [.. part.Optional("tiers").Items().Select(tier => Tier(tier, part.Required("unit"), notes))],
            Conditions = Conditions(part.Optional("conditions")),
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

    private static string[] Aliases(JsonPart match)
    {
        if (match.IsAbsent)
            return [];
        if (match.Element.ValueKind == System.Text.Json.JsonValueKind.Object)
        {
            foreach (string unsupported in (ReadOnlySpan<string>)["starts_with", "ends_with", "contains", "regex", "or", "and"])
            {
                if (!match.Optional(unsupported).IsAbsent)
                    throw match.Optional(unsupported).Refused("this match clause is not supported by this version; list the names under \"equals\", or say \"dated\": \"same\"");
            }
        }

        match.AllowOnly("equals", "dated");
        return [.. match.Optional("equals").Items().Select(name => name.Name())];
    }

    private static bool DatedSame(JsonPart match)
    {
        if (match.IsAbsent || match.Optional("dated") is not { IsAbsent: false } dated)
            return false;
        return dated.Text() == "same" ? true : throw dated.Refused("only \"same\" is known here: dated versions cost the same");
    }

    private static ModelMode Mode(JsonPart part)
    {
        if (part.IsAbsent)
            return ModelMode.Chat;
        return Modes.TryGetValue(part.Text(), out ModelMode mode) ? mode : throw part.Refused($"this mode is not known; known are {string.Join(", ", Modes.Keys)}");
    }

    private static BucketPrices Prices(JsonPart part, JsonPart unit, List<string> notes) => PriceUnit.Read(unit).Prices(part, notes);

    private static PriceTier Tier(JsonPart part, JsonPart unit, List<string> notes)
    {
        part.AllowOnly("above", "inclusive", "price");
        return new PriceTier(
            part.Required("above").Count() ?? 0,
            part.Optional("inclusive").Flag(),
            Prices(part.Required("price"), unit, notes));
    }

    private static PriceConditions Conditions(JsonPart part)
    {
        if (part.IsAbsent)
            return default;

        // Other conditions would make a line apply where its price does not hold, so they are refused until they are understood.
        part.AllowOnly("size", "quality");
        JsonPart size = part.Optional("size"), quality = part.Optional("quality");
        return new PriceConditions(size.IsAbsent ? null : size.Name(), quality.IsAbsent ? null : quality.Name());
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
        }
        catch (ArgumentException impossible)
        {
            throw part.Optional("tiers").Refused("borders must ascend; order the tiers by \"above\" and name each border once", impossible);
        }
    }
}
