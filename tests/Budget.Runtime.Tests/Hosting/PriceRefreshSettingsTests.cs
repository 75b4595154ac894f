using Microsoft.Extensions.Options;

namespace BudgetGen.Tests.Hosting;

/// <summary>The section <c>PriceRefresh</c> of settings files.</summary>
public sealed class PriceRefreshSettingsTests
{
    private static readonly string s_sha256 = new('a', 64);

    [Fact]
    public void Every_key_is_read_from_json_and_from_yaml()
    {
        var expected = new PriceRefreshSchedule
        {
            Source = new PriceRefreshOptions
            {
                Url = new Uri("https://prices.example/book.json"), File = "state/prices.json", Sha256 = s_sha256, MaxBytes = 1_000_000, Timeout = TimeSpan.FromMinutes(2), Accept = true,
            },
            Interval = TimeSpan.FromHours(6),
        };
        Assert.Equal(expected, Json($$"""
            { "Enabled": true, "Url": "https://prices.example/book.json", "File": "state/prices.json", "Sha256": "{{s_sha256}}", "Interval": "06:00:00", "MaxBytes": 1000000, "Timeout": 120, "Accept": true }
            """).PriceRefresh);
        Assert.Equal(expected, new BudgetOptions().UseYamlText($$"""
            budget:
              price_refresh: {enabled: true, url: "https://prices.example/book.json", file: state/prices.json, sha256: {{s_sha256}}, interval: 06:00:00, max_bytes: 1000000, timeout: 120, accept: true}
            """).PriceRefresh);
    }

    [Fact]
    public void Without_the_section_nothing_is_fetched_and_what_it_does_not_say_is_as_in_code()
    {
        Assert.Null(Json("null").PriceRefresh);
        Assert.Null(new BudgetOptions().UseYamlText("budget: {max_budget: 5}").PriceRefresh);
        Assert.Equal(new PriceRefreshSchedule { Source = new PriceRefreshOptions { Url = new Uri("http://127.0.0.1/"), File = "f" } }, Json("""{ "Url": "http://127.0.0.1/", "File": "f" }""").PriceRefresh);
    }

    [Fact]
    public void A_later_file_changes_what_it_says_or_switches_it_off()
    {
        using var client = new HttpClient();
        BudgetOptions options = Json("""{ "Url": "https://prices.example/a", "File": "f", "MaxBytes": 5 }""");
        options.PriceRefresh = options.PriceRefresh! with { Client = client };
        options.UseYamlText("budget: {price_refresh: {interval: 7200, url: 'https://prices.example/b'}}");
        Assert.Equal((new Uri("https://prices.example/b"), "f", 5, TimeSpan.FromHours(2)), (options.PriceRefresh.Source.Url, options.PriceRefresh.Source.File, options.PriceRefresh.Source.MaxBytes, options.PriceRefresh.Interval));
        Assert.Same(client, options.PriceRefresh.Client);
        Assert.Null(options.UseYamlText("budget: {price_refresh: {enabled: false}}").PriceRefresh);
    }

    [Theory]
    [InlineData("Url", "\"prices.example/book.json\"", "Budget:PriceRefresh:Url is not an address of the web. It must be an absolute one of http or https")]
    [InlineData("Url", "\"ftp://prices.example/book.json\"", "Budget:PriceRefresh:Url is not an address of the web")]
    [InlineData("Url", "\"\"", "Budget:PriceRefresh: Url and File are needed here")]
    [InlineData("File", "\"\"", "Budget:PriceRefresh: Url and File are needed here")]
    [InlineData("Sha256", "\"abc\"", "Budget:PriceRefresh:Sha256 is 'abc'. It must be the SHA-256 of the file, 64 hexadecimal digits")]
    [InlineData("Interval", "300", "Budget:PriceRefresh:Interval is '300'. It must be between 01:00:00 and 30.00:00:00")]
    [InlineData("Interval", "\"daily\"", "Budget:PriceRefresh:Interval is 'daily'. It must be a duration")]
    [InlineData("MaxBytes", "0", "Budget:PriceRefresh:MaxBytes is '0'. It must be a whole number from 1 to 1073741824")]
    [InlineData("Timeout", "\"02:00:00\"", "Budget:PriceRefresh:Timeout is '02:00:00'. It must be between 00:00:01 and 01:00:00")]
    [InlineData("Accept", "\"yes\"", "Budget:PriceRefresh:Accept is 'yes'. It must be true or false")]
    [InlineData("Enabled", "\"no\"", "Budget:PriceRefresh:Enabled is 'no'. It must be true or false")]
    [InlineData("Adress", "\"x\"", "Budget:PriceRefresh:Adress is not known. Known keys here are: Enabled, Url, File, Sha256, Interval, MaxBytes, Timeout, Accept.")]
    public void What_cannot_be_meant_is_refused_with_key_value_and_remedy(string key, string value, string complaint)
    {
        var settings = new Dictionary<string, string> { ["Url"] = "\"https://prices.example/book.json?key=secret\"", ["File"] = "\"f\"", [key] = value };
        OptionsValidationException refused = Assert.Throws<OptionsValidationException>(() => Json($"{{{string.Join(',', settings.Select(static one => $"\"{one.Key}\":{one.Value}"))}}}"));
        Assert.Contains(complaint, Assert.Single(refused.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_code_sets_is_held_to_the_same_bounds()
    {
        var options = new BudgetOptions
        {
            PriceRefresh = new PriceRefreshSchedule
            {
                Source = new PriceRefreshOptions { Url = new Uri("ftp://a.example/?key=secret"), File = " ", Sha256 = "x", MaxBytes = 0, Timeout = TimeSpan.Zero },
                Interval = TimeSpan.FromMinutes(1),
            },
        };
        OptionsValidationException refused = Assert.Throws<OptionsValidationException>(() => new BudgetManager(options));
        Assert.Equal(6, refused.Failures.Count());
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    private static BudgetOptions Json(string section) => SettingsTests.FromJson($$"""{ "Budget": { "MaxBudget": 5, "PriceRefresh": {{section}} } }""");
}
