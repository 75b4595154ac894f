using System.Globalization;
using System.Text;
using System.Text.Json;
using BudgetGen.Storage;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BudgetGen.Tests.Hosting;

public class SettingsTests
{
    private static readonly Arbitrary<int> s_seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void The_documents_quick_start_loads_as_it_stands()
    {
        var options = new BudgetOptions().UseYaml(CorpusFiles.PathOf("Hosting", "quick-start.yaml"));
        Assert.True(options.Enabled);
        Assert.Equal((TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(60)), (options.FlushInterval, options.SummaryCacheTtl));
        Assert.Equal((Usd.FromDollars(100), BudgetPeriod.Monthly, 80), (options.DefaultUserLimit!.Value, options.DefaultUserPeriod, options.DefaultSoftLimitPercent));
        Assert.Empty(options.Policies);
    }

    [Fact]
    public async Task The_documents_reference_loads_as_it_stands()
    {
        var options = new BudgetOptions().UseYaml(CorpusFiles.PathOf("Hosting", "reference.yaml"));
        Assert.Equal((LimitAction.Warn, Usd.FromDollars(100)), (options.DefaultAction, options.DefaultUserLimit!.Value));
        Assert.Equal(
            new BudgetPolicy { Name = "Global Monthly Budget", Limit = Usd.FromDollars(500), Action = LimitAction.Warn },
            Assert.Single(options.Policies));
        Assert.Equal((true, true, AlertLevel.Warning, false, false), (options.AlertChannels.Ui, options.AlertChannels.Log, options.AlertChannels.LogLevel, options.AlertChannels.Email, options.AlertChannels.Webhook));
        Assert.Empty(options.AlertChannels.EmailRecipients);
        Assert.Null(options.AlertChannels.WebhookUrl);

        // A user over the default limit is warned of, because the file's default action says so.
        await using var manager = new BudgetManager(options);
        BudgetPolicy users = manager.GetPolicy("default-user")!;
        Assert.Equal((LimitAction.Warn, 80, BudgetPeriod.Monthly), (users.Action, users.SoftLimitPercent, users.Period));
        manager.Reserve(Make.Request(Usd.FromDollars(101).Nanos, user: "alice"));
    }

    [Fact]
    public void Every_key_is_read_and_json_says_the_same_as_yaml()
    {
        BudgetOptions yaml = new BudgetOptions().UseYaml(CorpusFiles.PathOf("Hosting", "everything.yaml"));
        BudgetOptions json = FromJson(File.ReadAllText(CorpusFiles.PathOf("Hosting", "everything.json")));
        Assert.Equal(Describe(yaml), Describe(json));
        Assert.Equal(yaml.Policies, json.Policies);
        Assert.Equal(
            [
                new BudgetPolicy { Name = "plain", Limit = Usd.FromDollars(10.5m), SoftLimitPercent = 75, Action = LimitAction.Notify },
                new BudgetPolicy
                {
                    Id = "o", Name = "openai", Scope = BudgetScope.Provider, Key = "openai", Limit = Usd.FromDollars(20), Action = LimitAction.Warn, SoftLimitPercent = 60,
                    PerRequestLimit = Usd.FromDollars(0.25m),
                },
                new BudgetPolicy
                {
                    Name = "count é", Scope = BudgetScope.Model, Key = "gpt-*", Limit = null, Period = BudgetPeriod.Lifetime, Backfill = true, SoftLimitPercent = 75,
                    Action = LimitAction.Notify,
                },
                new BudgetPolicy
                {
                    Name = "sale", Period = BudgetPeriod.Custom, Limit = Usd.FromDollars(1), SoftLimitPercent = 75, Action = LimitAction.Notify,
                    Starts = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero), Ends = new DateTimeOffset(2026, 8, 31, 22, 0, 0, TimeSpan.Zero),
                    OnStoreDown = StoreDownRule.OpenCapped, OpenCap = new Usd(1), ChargeLostAfter = TimeSpan.FromDays(30),
                },
                new BudgetPolicy
                {
                    Name = "hour", Scope = BudgetScope.User, And = [new ScopePart(BudgetScope.Model, "o3"), new ScopePart(BudgetScope.Tag, "prod", "env")],
                    Period = BudgetPeriod.Rolling, Length = TimeSpan.FromHours(1), Limit = Usd.FromDollars(2), Action = LimitAction.Throttle, IsSoft = true,
                    SoftLimitPercent = 75, MaxRatePerMinute = 30, MaxWait = TimeSpan.FromSeconds(5), OnLost = LostRule.Release,
                },
                new BudgetPolicy
                {
                    Name = "berlin", Scope = BudgetScope.Tag, TagName = "team", Period = BudgetPeriod.Daily, TimeZone = "Europe/Berlin", Limit = Usd.FromDollars(4),
                    Action = LimitAction.Fallback, FallbackModel = "gpt-4o-mini", SoftLimitPercent = 75,
                },
            ],
            yaml.Policies);
        Assert.Equal(
            "True Relaxed 00:05:00 00:01:30 00:10:00 $1,000.000000001 $0.50 $3.00 Weekly 75 Notify 12.5 40 False True Critical True ops@example.com,cfo@example.com True https://example.com/hook",
            Describe(yaml));
    }

    [Fact]
    public void Any_policy_is_read_alike_from_json_and_from_yaml() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(s_seeds, static seed =>
        {
            BudgetPolicy policy = new RandomPolicies(seed).Next();
            List<KeyValuePair<string, object>> settings = SettingsOf(policy);
            BudgetPolicy json = Assert.Single(FromJson($$$"""{"Budget":{"Policies":[{{{Render(settings, static name => name)}}}]}}""").Policies);
            BudgetPolicy yaml = Assert.Single(new BudgetOptions().UseYamlText($"budget_policies: [{Render(settings, SnakeCase.Of)}]").Policies);
            Assert.Equal(policy, json);
            Assert.Equal(policy, yaml);
        }));

    [Fact]
    public void The_other_valid_files_load()
    {
        BudgetOptions flow = new BudgetOptions().UseYaml(CorpusFiles.PathOf("Hosting", "flow.yaml"));
        Assert.False(flow.Enabled);
        Assert.Equal(["a", "it's b"], flow.Policies.Select(static p => p.Name));
        BudgetOptions block = new BudgetOptions().UseYaml(CorpusFiles.PathOf("Hosting", "block.yaml"));
        Assert.Equal(["folded name", "plain over lines"], block.Policies.Select(static p => p.Name));
        Assert.Equal((Usd.FromDollars(7.25m), "America/New_York"), (block.Policies[0].Limit!.Value, block.Policies[0].TimeZone));
        Assert.Equal((null, null), (block.Policies[1].Limit, block.Policies[1].Key));
        Assert.Equal(AlertLevel.Info, block.AlertChannels.LogLevel);
    }

    [Fact]
    public void Files_add_up_and_the_later_one_counts()
    {
        BudgetOptions options = new BudgetOptions { DefaultAction = LimitAction.Warn }
            .UseYamlText("budget: {max_budget: 5, soft_limit_percent: 50}\nbudget_policies: [{name: a, limit: 1}]")
            .UseYamlText("\ufeffbudget: {max_budget: 7}\nbudget_policies: [{name: b, limit: 1, action: block}]");
        Assert.Equal(Usd.FromDollars(7), options.MaxBudget);
        Assert.Equal([("a", LimitAction.Warn, 50), ("b", LimitAction.Block, 50)], options.Policies.Select(static p => (p.Name, p.Action, p.SoftLimitPercent)));
        BudgetPolicy most = options.AllPolicies().Single(static p => p.Id == "max-budget");
        Assert.Equal((LimitAction.Block, 50), (most.Action, most.SoftLimitPercent));
    }

    [Fact]
    public void Nothing_of_a_wrong_file_is_applied()
    {
        var options = new BudgetOptions();
        string before = Describe(options);
        Assert.Throws<OptionsValidationException>(() => options.UseYamlText("budget: {enabled: false, max_budget: 5}\nbudget_policies: [{name: a, limit: 1}, {name: b, limit: x}]"));
        Assert.Throws<OptionsValidationException>(() => FromJson("""{"Budget":{"Enabled":false,"MaxBudget":5,"Policies":[{"Name":"a","Limit":1},{"Name":"a","Limit":1}]}}""", options));
        Assert.Equal((before, 0), (Describe(options), options.Policies.Count));
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_to_be_missing() =>
        Assert.Throws<FileNotFoundException>(static () => new BudgetOptions().UseYaml(CorpusFiles.PathOf("Hosting", "none.yaml")));

    [Theory]
    [InlineData("DefaultSoftLimitPercent is 0")]
    [InlineData("DefaultAction is Fallback")]
    [InlineData("Durability is 9")]
    [InlineData("FlushInterval is 00:00:00")]
    [InlineData("SummaryCacheTtl is -00:00:01")]
    [InlineData("AlertChannels.LogLevel is 9")]
    [InlineData("AlertChannels.Email is true and EmailRecipients is empty")]
    [InlineData("AlertChannels.WebhookUrl must be an https address")]
    public void Wrong_options_from_code_are_refused_too(string complaint)
    {
        var options = new BudgetOptions
        {
            DefaultSoftLimitPercent = 0,
            DefaultAction = LimitAction.Fallback,
            Durability = (DurabilityLevel)9,
            FlushInterval = TimeSpan.Zero,
            SummaryCacheTtl = TimeSpan.FromSeconds(-1),
            AlertChannels = new AlertChannelOptions { LogLevel = (AlertLevel)9, Email = true, Webhook = true },
        };
        Assert.Contains(options.Complaints(), c => c.Contains(complaint, StringComparison.Ordinal));
    }

    internal static BudgetOptions FromJson(string json, BudgetOptions? options = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        options ??= new BudgetOptions();
        BudgetConfiguration.Apply(new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("Budget"), options);
        return options;
    }

    internal static string Describe(BudgetOptions o) => string.Join(
        ' ', o.Enabled, o.Durability, o.FlushInterval, o.SummaryCacheTtl, o.MaxHoldTtl, o.MaxBudget, o.PerRequestLimit, o.DefaultUserLimit, o.DefaultUserPeriod, o.DefaultSoftLimitPercent,
        o.DefaultAction, o.UnknownModel.Input?.ToDollarsPerMillion().ToString(CultureInfo.InvariantCulture), o.UnknownModel.Output?.ToDollarsPerMillion().ToString(CultureInfo.InvariantCulture),
        o.AlertChannels.Ui, o.AlertChannels.Log, o.AlertChannels.LogLevel, o.AlertChannels.Email, string.Join(',', o.AlertChannels.EmailRecipients), o.AlertChannels.Webhook, o.AlertChannels.WebhookUrl);

    /// <summary>What a person would write for a policy; everything, also what is the default.</summary>
    private static List<KeyValuePair<string, object>> SettingsOf(BudgetPolicy policy)
    {
        List<KeyValuePair<string, object>> settings = [];
        foreach (System.Reflection.PropertyInfo property in typeof(BudgetPolicy).GetProperties())
        {
            object? value = property.GetValue(policy);
            if (property.Name == "Limit")
                value ??= "unlimited";
            if (value is null || (property.Name == "Id" && policy.Id == policy.Name))
                continue;

            settings.Add(new(property.Name, value switch
            {
                Usd money => money.ToDollars().ToString("0.#########", CultureInfo.InvariantCulture),
                TimeSpan duration => duration.ToString("c", CultureInfo.InvariantCulture),
                DateTimeOffset instant => instant.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
                ScopeParts parts => parts.Select(PartSettings).ToList(),
                _ => value,
            }));
        }

        return settings;
    }

    private static List<KeyValuePair<string, object>> PartSettings(ScopePart part)
    {
        List<KeyValuePair<string, object>> settings = [new("Scope", part.Scope)];
        if (part.Key is { } key)
            settings.Add(new("Key", key));
        if (part.TagName is { } tag)
            settings.Add(new("TagName", tag));
        return settings;
    }

    /// <summary>JSON, which YAML is a superset of.</summary>
    private static string Render(List<KeyValuePair<string, object>> settings, Func<string, string> spell) =>
        "{" + string.Join(", ", settings.Select(s => $"\"{spell(s.Key)}\": {RenderValue(s.Value, spell)}")) + "}";

    private static string RenderValue(object value, Func<string, string> spell) => value switch
    {
        bool or int => JsonSerializer.Serialize(value),
        Enum member => $"\"{spell(member.ToString())}\"",
        string text => JsonSerializer.Serialize(text),
        List<List<KeyValuePair<string, object>>> parts => "[" + string.Join(", ", parts.Select(p => Render(p, spell))) + "]",
        _ => throw new InvalidOperationException($"{value.GetType()} is not rendered."),
    };
}
