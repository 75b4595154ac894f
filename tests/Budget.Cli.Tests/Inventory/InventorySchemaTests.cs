using System.Text.Json;
using System.Text.RegularExpressions;

namespace BudgetGen.Cli.Tests.Inventory;

/// <summary>docs/schemas/llm-calls.schema.json says what is written: every field of it, and nothing else.</summary>
public class InventorySchemaTests
{
    private static readonly JsonElement s_schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "schemas", "llm-calls.schema.json"))).RootElement;

    [Theory]
    [InlineData("llm-calls.json")]
    [InlineData("before.json")]
    public async Task What_is_written_is_what_the_schema_says(string file)
    {
        foreach (string[] prices in (string[][])[[], ["--prices", "prices.json"]])
        {
            (_, string output, _) = await Tool.RunAsync(["inventory", file, "--format", "json", .. prices]);
            Assert.Empty(Faults(JsonDocument.Parse(output).RootElement, s_schema, "$"));
        }
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "$.version")]
    [InlineData("\"status\": \"untracked\"", "\"status\": \"lost\"", "$.calls[2].status")]
    [InlineData("\"line\": 12", "\"line\": \"12\"", "$.calls[0].line")]
    [InlineData("\"line\": 12", "\"row\": 12", "$.calls[0].row")]
    [InlineData("\"estimated_usd\": \"0.0065\"", "\"estimated_usd\": \"6.5e-3\"", "$.calls[0].estimated_usd")]
    public void The_check_finds_faults(string good, string bad, string place)
    {
        string text = File.ReadAllText(Path.Combine(Tool.Examples, "llm-calls.json"));
        Assert.Contains(good, text, StringComparison.Ordinal);
        Assert.Contains(place, Faults(JsonDocument.Parse(text.Replace(good, bad, StringComparison.Ordinal)).RootElement, s_schema, "$"));
    }

    /// <summary>The places where a value is not as a schema says; of schemas, what this one uses.</summary>
    private static IEnumerable<string> Faults(JsonElement value, JsonElement schema, string place)
    {
        foreach (JsonProperty rule in schema.EnumerateObject())
        {
            IEnumerable<string> faults = rule.Name switch
            {
                "$ref" => Faults(value, s_schema.GetProperty("$defs").GetProperty(rule.Value.GetString()!.Split('/')[^1]), place),
                "const" => Unless(value.ValueKind == JsonValueKind.Number && value.GetInt32() == rule.Value.GetInt32(), place),
                "enum" => Unless(value.ValueKind == JsonValueKind.String && rule.Value.EnumerateArray().Any(word => word.GetString() == value.GetString()), place),
                "type" => Unless((rule.Value.ValueKind == JsonValueKind.Array ? rule.Value.EnumerateArray().ToArray() : [rule.Value]).Any(type => Is(value, type.GetString()!)), place),
                "pattern" => Unless(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.Value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(10)), place),
                "minimum" => Unless(value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= rule.Value.GetDecimal(), place),
                "maximum" => Unless(value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= rule.Value.GetDecimal(), place),
                "required" => rule.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{place}.{name.GetString()}"),

                // Stricter than the schema, which leaves room for later fields: what is written today is in it.
                "properties" => value.EnumerateObject().SelectMany(field => rule.Value.TryGetProperty(field.Name, out JsonElement known) ? Faults(field.Value, known, $"{place}.{field.Name}") : [$"{place}.{field.Name}"]),
                "items" => value.EnumerateArray().SelectMany((item, at) => Faults(item, rule.Value, $"{place}[{at}]")),
                "$schema" or "$id" or "$defs" or "title" or "description" => [],
                _ => throw new InvalidOperationException($"The check does not know '{rule.Name}'."),
            };
            foreach (string fault in faults)
                yield return fault;
        }
    }

    private static string[] Unless(bool isGood, string place) => isGood ? [] : [place];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new InvalidOperationException($"The check does not know '{type}'."),
    };
}
