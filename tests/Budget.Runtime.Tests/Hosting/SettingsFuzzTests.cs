using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BudgetGen.Tests.Hosting;

/// <summary>Mutated settings load or are refused in the one way that is documented; nothing else ever happens.</summary>
public class SettingsFuzzTests
{
    private static readonly string s_untouched = SettingsTests.Describe(new BudgetOptions());

    [Fact]
    public void Yaml_loads_or_is_refused() => Run("YAML", Over("*.yaml"), ReadYaml, 20_000, share: 2);

    [Fact]
    public void Configuration_loads_or_is_refused() => Run("configuration", Over("everything.json"), ReadConfiguration, 10_000, share: 1);

    [Fact]
    public void The_text_of_a_policy_is_read_or_refused() => Run("policies", Over("policy*.json"), ReadPolicy, 20_000, share: 1);

    [Fact]
    public void A_planted_bug_is_found_in_each_format()
    {
        var yaml = Over("*.yaml");
        Assert.Contains(nameof(IndexOutOfRangeException), yaml.Run(static bytes => ReadYaml(bytes) | Planted(bytes, "limit_amount"), 20_000), StringComparison.Ordinal);
        var configuration = Over("everything.json");
        Assert.Contains(nameof(IndexOutOfRangeException), configuration.Run(static bytes => ReadConfiguration(bytes) | Planted(bytes, "\"Limit\""), 10_000), StringComparison.Ordinal);
        var policy = Over("policy*.json");
        Assert.Contains(nameof(IndexOutOfRangeException), policy.Run(static bytes => ReadPolicy(bytes) | Planted(bytes, "\"Limit\""), 20_000), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bug_behind_the_parser_is_found_too()
    {
        // Only what loads reaches it: a percentage that nobody has written into the corpus.
        var fuzzer = Over("*.yaml");
        bool[] table = new bool[100];
        string? finding = fuzzer.Run(bytes => LoadYaml(bytes) is { } options && table[options.DefaultSoftLimitPercent - 10], 20_000);
        Assert.Contains(nameof(IndexOutOfRangeException), finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_planted_hang_is_found()
    {
        using var never = new ManualResetEventSlim();
        var fuzzer = new Fuzzer(new Mutations(CorpusFiles.All("Hosting", "*.yaml")).Make) { Patience = TimeSpan.FromMilliseconds(200) };
        string? finding = fuzzer.Run(
            bytes =>
            {
                if (Encoding.UTF8.GetString(bytes).Contains("&a", StringComparison.Ordinal))
                    never.Wait();
                return true;
            },
            20_000);
        never.Set();
        Assert.Contains("no answer", finding, StringComparison.Ordinal);
    }

    private static Fuzzer Over(string corpus) => new(new Mutations(CorpusFiles.All("Hosting", corpus)).Make);

    private static void Run(string format, Fuzzer fuzzer, Func<byte[], bool> read, int count, int share)
    {
        // The formats are one target together. YAML is our own mapping over a parser that takes anything, so it gets half of the time.
        string? finding = fuzzer.Run(read, count, Soak.Fuzz * share / 4);
        Assert.True(finding is null, finding);

        // Were nothing accepted, or all of it, the mutations would not look where the bugs are.
        Assert.InRange(fuzzer.Accepted, fuzzer.Tried / 100, fuzzer.Tried * 9 / 10);
        SoakReport.Add($"F-FUZZ-2 {format}", fuzzer.Figures);
    }

    private static bool ReadYaml(byte[] bytes) => LoadYaml(bytes) is not null;

    private static BudgetOptions? LoadYaml(byte[] bytes)
    {
        var options = new BudgetOptions();
        try
        {
            BudgetYaml.Apply(options, bytes, "fuzz.yaml");
        }
        catch (OptionsValidationException e)
        {
            CheckRefusal(options, e, "fuzz.yaml");
            return null;
        }

        Assert.Empty(options.Complaints());
        return options;
    }

    private static bool ReadConfiguration(byte[] bytes)
    {
        IConfigurationSection section;
        try
        {
            using var stream = new MemoryStream(bytes);
            section = new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("Budget");
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or System.Text.Json.JsonException)
        {
            // The host's own parser refused it; ours never saw it.
            return false;
        }

        var options = new BudgetOptions();
        try
        {
            BudgetConfiguration.Apply(section, options);
        }
        catch (OptionsValidationException e)
        {
            CheckRefusal(options, e, "Budget");
            return false;
        }

        Assert.Empty(options.Complaints());
        return true;
    }

    private static bool ReadPolicy(byte[] bytes)
    {
        try
        {
            BudgetPolicy policy = PolicyJson.Read(Encoding.UTF8.GetString(bytes));
            string text = PolicyJson.Write(policy);
            Assert.Equal(policy with { Id = policy.Id }, PolicyJson.Read(text) is var again ? again with { Id = again.Id } : null);
            Assert.Equal(text, PolicyJson.Write(again));
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static void CheckRefusal(BudgetOptions options, OptionsValidationException refusal, string place)
    {
        Assert.NotEmpty(refusal.Failures);
        Assert.All(refusal.Failures, complaint => Assert.True(complaint.StartsWith(place, StringComparison.OrdinalIgnoreCase) || complaint.StartsWith("And ", StringComparison.Ordinal), complaint));
        Assert.Equal((s_untouched, 0), (SettingsTests.Describe(options), options.Policies.Count));
    }

    /// <summary>What a reader in a hurry does: it takes for granted that a colon and a value follow.</summary>
    private static bool Planted(byte[] bytes, string key)
    {
        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            if (line.Contains(key, StringComparison.Ordinal) && line.Split(key)[1].Split(':')[1].Trim()[0] == '?')
                return true;
        }

        return false;
    }
}
