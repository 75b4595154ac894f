using System.Text.Json;

namespace BudgetGen.Cli.Tests.Inventory;

/// <summary>What SARIF 2.1.0 asks of the parts that we write.</summary>
internal static class SarifCheck
{
    /// <summary>The only run, checked.</summary>
    public static JsonElement Run(string text)
    {
        JsonElement root = JsonDocument.Parse(text).RootElement;
        Assert.Equal("2.1.0", root.GetProperty("version").GetString());
        JsonElement run = Assert.Single(root.GetProperty("runs").EnumerateArray());
        JsonElement[] rules = [.. run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()];
        Assert.Equal("BudgetGen", run.GetProperty("tool").GetProperty("driver").GetProperty("name").GetString());
        Assert.All(rules, static rule =>
        {
            Assert.EndsWith($"{rule.GetProperty("id").GetString()}.md", rule.GetProperty("helpUri").GetString(), StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Repository.Root, "docs", "diagnostics", rule.GetProperty("id").GetString() + ".md")));
        });
        foreach (JsonElement result in run.GetProperty("results").EnumerateArray())
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            Assert.Contains(result.GetProperty("level").GetString(), (string[])["none", "note", "warning", "error"]);
            Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
            JsonElement place = Assert.Single(result.GetProperty("locations").EnumerateArray()).GetProperty("physicalLocation");
            Assert.True(Uri.TryCreate(place.GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.Relative, out _));
            Assert.True(place.GetProperty("region").GetProperty("startLine").GetInt32() > 0);
            Assert.True(place.GetProperty("region").GetProperty("startColumn").GetInt32() > 0);
        }

        return run;
    }

    /// <summary>A result in a line.</summary>
    public static string Describe(JsonElement result)
    {
        JsonElement place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        string line = $"{result.GetProperty("ruleId")} {result.GetProperty("level")} {place.GetProperty("artifactLocation").GetProperty("uri")}:{place.GetProperty("region").GetProperty("startLine")}";
        return result.TryGetProperty("suppressions", out JsonElement suppressions) ? $"{line} suppressed: {suppressions[0].GetProperty("justification")}" : line;
    }
}
