using System.Globalization;
using System.Text.Json;

namespace BudgetGen;

/// <summary>Reads genai-prices, version 2: providers, each with models, each with match clauses and prices per million.</summary>
internal static class GenaiPricesImporter
{
    private const string Page = "https://github.com/pydantic/genai-prices";

    public static PriceImport Import(JsonElement root, string file, PriceImportOptions options)
    {
        var lines = new ImportedLines(PriceListFormat.GenaiPrices, file, "genai-prices " + options.Checked.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        foreach (JsonElement provider in root.EnumerateArray())
            Add(lines, provider, options);
        return lines.Finish();
    }

    private static void Add(ImportedLines lines, JsonElement provider, PriceImportOptions options)
    {
        string id = provider.GetProperty("id").GetString()!, name = ProviderNames.Normalise(id);
        string source = provider.TryGetProperty("pricing_urls", out JsonElement urls) && urls.ValueKind == JsonValueKind.Array && urls.GetArrayLength() > 0 ? urls[0].GetString()! : Page;
        var models = new List<(string Row, string Name, NamePattern Match, JsonElement Json)>();
        foreach (JsonElement model in provider.GetProperty("models").EnumerateArray())
        {
            string row = $"{id}/{model.GetProperty("id").GetString()}";
            if (GenaiPricesMatch.Read(model.GetProperty("match")) is { } match)
                models.Add((row, ModelNames.Normalise(model.GetProperty("id").GetString()!), match, model));
            else
                lines.Skip(row, "its match clause is not understood");
        }

        // In the list the first model that matches a name has it. Exact names are found before shapes here, so only names that are a model's own there become its.
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string row, string model, NamePattern match, JsonElement json) in models)
        {
            if (!taken.Add(model))
            {
                lines.Skip(row, $"another model of '{id}' has this id");
                continue;
            }

            List<string> aliases = [];
            foreach (string alias in GenaiPricesMatch.Names(match).Where(alias => alias != model))
            {
                string owner = models.Find(other => other.Match.Matches(alias)).Name;
                if (owner != model || models.Exists(other => other.Name == alias))
                    lines.Note(row, $"the name '{alias}' is that of '{owner}'");
                else
                    aliases.Add(alias);
            }

            var line = new ModelPricing
            {
                Id = $"{name}/{model}",
                Provider = name,
                Model = model,
                Aliases = [.. aliases.Distinct(StringComparer.Ordinal)],
                Pattern = GenaiPricesMatch.Shapes(match),
                Mode = model.Contains("embed", StringComparison.Ordinal) ? ModelMode.Embedding : ModelMode.Chat,
                Price = new BucketPrices(),
                Limits = new ModelLimits(ListJson.Count(json, "context_window")),
                Source = Uri.TryCreate(source, UriKind.Absolute, out Uri? page) && page.Scheme is "https" or "http" ? source : Page,
                Checked = options.Checked,
            };
            if (json.TryGetProperty("deprecated", out JsonElement deprecated) && deprecated.ValueKind == JsonValueKind.True)
                lines.Note(row, "deprecated; the list says no date");
            if (GenaiPricesHistory.Lines(line, json.GetProperty("prices"), new GenaiPricesReader(lines, row, options.ZeroIsFree, name == "xai")) is { Count: > 0 } all)
                lines.AddHistory(row, all);
            else
                lines.Skip(row, "it has no price, or all its prices are 0, which may mean free or unknown, or one is of an unknown kind");
        }
    }
}
