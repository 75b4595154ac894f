using System.Text.Json;

namespace BudgetGen;

/// <summary>Reads <c>budgetgen-models/1</c>. What it does not know it refuses: a misspelt capability would be one that nobody has.</summary>
internal static class ModelCatalogueReader
{
    private const string Schema = "budgetgen-models/1";

    /// <exception cref="FormatException">It is not one; the message says where and what to do.</exception>
    public static ModelCatalogue Read(byte[] utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json);
            return Catalogue(new JsonPart("catalogue of models", "the catalogue", document.RootElement));
        }
        catch (JsonException broken)
        {
            throw new FormatException($"The catalogue of models is no JSON: {broken.Message}", broken);
        }
        catch (PriceBookException refusal)
        {
            throw new FormatException(refusal.Message, refusal);
        }
    }

    private static ModelCatalogue Catalogue(JsonPart root)
    {
        root.AllowOnly("schema", "version", "specialised", "models", "batch");
        JsonPart schema = root.Required("schema");
        if (schema.Text() != Schema)
            throw schema.Refused($"it must be \"{Schema}\"");
        return new ModelCatalogue(
            root.Required("version").Text(),
            [.. root.Required("models").Items().Select(Model)],
            [.. root.Required("batch").Items().Select(Discount)],
            Texts(root.Required("specialised")));
    }

    private static ModelCapabilities Model(JsonPart line)
    {
        line.AllowOnly("family", "class", "context", "capabilities", "source", "checked", "assumed");
        JsonPart family = line.Required("family"), rank = line.Required("class");
        string[] words = Texts(family), capabilities = [.. line.Required("capabilities").Items().Select(Capability)];
        if (words.Length == 0)
            throw family.Refused("at least one word is needed here");
        JsonPart source = line.Optional("source"), assumed = line.Optional("assumed");
        if (source.IsAbsent && assumed.IsAbsent)
            throw source.Refused("add it with the day on which it was 'checked', or say what is 'assumed'");
        return new ModelCapabilities
        {
            Family = words,
            Class = rank.Text() switch
            {
                "small" => ModelClass.Small,
                "middle" => ModelClass.Middle,
                "top" => ModelClass.Top,
                _ => throw rank.Refused("known classes are small, middle and top"),
            },
            Context = line.Required("context").Count()!.Value,
            Vision = capabilities.Contains("vision"),
            Tools = capabilities.Contains("tools"),
            Reasoning = capabilities.Contains("reasoning"),
            Source = OptionalText(source),
            Checked = source.IsAbsent ? null : line.Required("checked").Day(),
            Assumed = OptionalText(assumed),
        };
    }

    private static BatchDiscount Discount(JsonPart line)
    {
        line.AllowOnly("provider", "percent", "source", "checked", "assumed");
        JsonPart percent = line.Required("percent");
        if (percent.Count() is not <= 100)
            throw percent.Refused("100 is the most");
        return new BatchDiscount(line.Required("provider").Text(), (int)percent.Count()!.Value, line.Required("source").Text(), line.Required("checked").Day(), OptionalText(line.Optional("assumed")));
    }

    private static string Capability(JsonPart part) =>
        part.Text() is "vision" or "tools" or "reasoning" ? part.Text() : throw part.Refused("known capabilities are vision, tools and reasoning");

    private static string[] Texts(JsonPart part) => [.. part.Items().Select(static item => item.Text())];

    private static string? OptionalText(JsonPart part) => part.IsAbsent ? null : part.Text();
}
