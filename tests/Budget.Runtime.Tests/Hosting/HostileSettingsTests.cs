using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BudgetGen.Tests.Hosting;

/// <summary>What is refused, from YAML and from JSON, and that the refusal says where.</summary>
public class HostileSettingsTests
{
    private const string Policy = "budget_policies:\n- name: a\n  limit: 1\n  ";

    [Theory]
    [InlineData("{limit: 1}", "t.yaml, line 1: budget_policies[0].name is missing")]
    [InlineData("{name: a}", "t.yaml, line 1: budget_policies[0].limit_amount is missing. Set it to an amount of USD such as 10.50, or to \"unlimited\"")]
    [InlineData("{name: a, limit: .nan}", "t.yaml, line 1: budget_policies[0].limit is '.nan'. It must be an amount of USD such as 10.50")]
    [InlineData("{name: a, limit: .inf}", "limit is '.inf'")]
    [InlineData("{name: a, limit: NaN}", "limit is 'NaN'")]
    [InlineData("{name: a, limit: Infinity}", "limit is 'Infinity'")]
    [InlineData("{name: a, limit: 1e999}", "limit is '1e999'")]
    [InlineData("{name: a, limit: 1e-30}", "limit is '1e-30'")]
    [InlineData("{name: a, limit: '1e-30'}", "limit is '1e-30'")]
    [InlineData("{name: a, limit: -1}", "limit is '-1'")]
    [InlineData("{name: a, limit: +1}", "limit is '+1'")]
    [InlineData("{name: a, limit: 0.0000000001}", "limit is '0.0000000001'")]
    [InlineData("{name: a, limit: 0.00000000000000000000000000000000001}", "at most nine decimals")]
    [InlineData("{name: a, limit: 4000000000.000000001}", "from 0 to $4,000,000,000.00")]
    [InlineData("{name: a, limit: 99999999999999999999999999999999999}", "limit is '9999")]
    [InlineData("{name: a, limit: 0x10}", "limit is '0x10'")]
    [InlineData("{name: a, limit: 0o17}", "limit is '0o17'")]
    [InlineData("{name: a, limit: 010}", "limit is '010'")]
    [InlineData("{name: a, limit: 1_000}", "limit is '1_000'")]
    [InlineData("{name: a, limit: '1,000'}", "limit is '1,000'")]
    [InlineData("{name: a, limit: 1:30}", "limit is '1:30'")]
    [InlineData("{name: a, limit: \u0661}", "limit is '\u0661'")]
    [InlineData("{name: a, limit: }", "limit is missing")]
    [InlineData("{name: a, limit: ~}", "limit is missing")]
    [InlineData("{name: a, limit: [1]}", "limit is a section. It must be one value")]
    [InlineData("{name: a, limit: 1, limit_amount: 2}", "limit_amount says again what another key says")]
    [InlineData("{name: a, limit: 1, limit: 2}", "t.yaml, line 1: budget_policies[0].limit is there twice")]
    [InlineData("{name: a, limit: 1, Limit: 2}", "budget_policies[0].Limit is not known. Known keys here are: name, scope, period, limit_amount")]
    [InlineData("{name: a, limit: 1, amount: 2}", "budget_policies[0].amount is not known")]
    [InlineData("{name: a, limit: 1, <<: {}}", "budget_policies[0].<< is not known")]
    [InlineData("{name: a, limit: 1, backfill: yes}", "backfill is 'yes'. It must be true or false")]
    [InlineData("{name: a, limit: 1, backfill: on}", "backfill is 'on'")]
    [InlineData("{name: a, limit: 1, backfill: 1}", "backfill is '1'")]
    [InlineData("{name: a, limit: 1, scope: usr}", "scope is 'usr'. It must be one of global, user")]
    [InlineData("{name: a, limit: 1, period: 1}", "period is '1'")]
    [InlineData("{name: a, limit: 1, period: 'daily, weekly'}", "period is 'daily, weekly'")]
    [InlineData("{name: a, limit: 1, soft_limit_percent: 80.0}", "soft_limit_percent is '80.0'. It must be a whole number")]
    [InlineData("{name: a, limit: 1, soft_limit_percent: 101}", "budget_policies[0]: Policy 'a' has SoftLimitPercent 101")]
    [InlineData("{name: a, limit: 1, max_wait: 24:00:00}", "max_wait is '24:00:00'. It must be a duration")]
    [InlineData("{name: a, limit: 1, max_wait: -5}", "max_wait is '-5'")]
    [InlineData("{name: a, limit: 1, max_wait: 1.5}", "max_wait is '1.5'")]
    [InlineData("{name: a, limit: 1, starts: 1/2/2026}", "starts is '1/2/2026'. It must be an instant")]
    [InlineData("{name: a, limit: 1, time_zone: ../../dev/zero}", "time_zone is '../../dev/zero'. It must be the IANA name")]
    [InlineData("{name: a, limit: 1, time_zone: /dev/zero}", "time_zone is '/dev/zero'")]
    [InlineData("{name: a, limit: 1, and: {scope: user}}", "and is not a list")]
    [InlineData("{name: a, limit: 1, and: [user]}", "and[0] is not a section")]
    [InlineData("{name: a, limit: 1, and: [{key: x}]}", "and[0].scope is missing. Set it to one of global, user")]
    [InlineData("{name: a, limit: 1, and: [{scope: user, name: x}]}", "and[0].name is not known")]
    [InlineData("text", "budget_policies[0] is not a section")]
    [InlineData("{name: a, limit: 1}, {name: a, limit: 1}", "budget: Policy 'a' has the id 'a', which another policy has too")]
    [InlineData("{name: Total, limit: 1}, {name: TOTAL, limit: 1}", "budget_policies[1]: Its id 'TOTAL' looks like 'Total'")]
    [InlineData("{name: a1, limit: 1}, {name: \uff411, limit: 1}", "looks like 'a1'")]
    [InlineData("{id: x, name: n, limit: 1}, {id: y, name: N, limit: 1}", "Its name 'N' looks like 'n'")]
    [InlineData("{name: \u0430lice, limit: 1}", "name mixes Latin letters with ones that look the same")]
    [InlineData("{name: \"a\\0b\", limit: 1}", "name has the character U+0000 in 'aU+0000b', which nobody can see")]
    [InlineData("{name: \"a\\ud800b\", limit: 1}", "line 1: this is not YAML")]
    [InlineData("{name: \"a\\u202eb\", limit: 1}", "U+202E")]
    [InlineData("{name: a\u200bb, limit: 1}", "U+200B")]
    [InlineData("{name: a\u00a0b, limit: 1}", "U+00A0")]
    [InlineData("{name: a, limit: 1, key: \"\\n\", scope: user, id: \"x\\ny\"}", "id has the character U+000A")]
    public void A_wrong_policy_is_refused_with_its_place_and_its_remedy(string policies, string complaint) => Refused($"budget_policies: [{policies}]", complaint);

    [Theory]
    [InlineData("budget: {enabled: no}", "t.yaml, line 1: budget.enabled is 'no'. It must be true or false")]
    [InlineData("budget:\n  enabled: true\n  polices: []", "t.yaml, line 3: budget.polices is not known. Known keys here are: budget_policies, max_budget")]
    [InlineData("budget: {store: x}", "budget.store is not known")]
    [InlineData("budget: {flush_interval: 0}", "budget.flush_interval is '0'. It must be between 00:00:00.0100000 and 01:00:00")]
    [InlineData("budget: {flush_interval: 3601}", "budget.flush_interval is '3601'")]
    [InlineData("budget: {cache_ttl: 99999999999}", "budget.cache_ttl is '99999999999'. It must be a duration")]
    [InlineData("budget: {cache_ttl: 1, summary_cache_ttl: 1}", "budget.summary_cache_ttl says again")]
    [InlineData("budget: {soft_limit_percent: 0}", "budget.soft_limit_percent is '0'. It must be a whole number from 1 to 100")]
    [InlineData("budget: {default_action: fallback}", "BudgetOptions.DefaultAction is Fallback")]
    [InlineData("budget: {default_limit: 1, default_user_period: custom}", "BudgetOptions.DefaultUserPeriod is Custom")]
    [InlineData("budget: {max_budget: -1}", "budget.max_budget is '-1'")]
    [InlineData("budget: {per_request_limit: 1000000.01}", "budget.per_request_limit is '1000000.01'")]
    [InlineData("budget: {unknown_model: free}", "budget.unknown_model is 'free'. It must be block, default_price, or a section with input_per_million")]
    [InlineData("budget: {unknown_model: {input_per_million: 1e-30}}", "budget.unknown_model.input_per_million is '1e-30'")]
    [InlineData("budget: 5", "budget is not a section")]
    [InlineData("budget_policies: {}", "budget_policies is not a list")]
    [InlineData("budget: {budget_policies: []}\nbudget_policies: []", "line 2: budget_policies says again")]
    [InlineData("- budget", "t.yaml, line 1 is not a section")]
    [InlineData("", "t.yaml is empty")]
    [InlineData("# nothing", "t.yaml is empty")]
    [InlineData("---\n", "t.yaml, line 2 is not a section")]
    [InlineData("polices: []", "t.yaml, line 1: polices is not known. Known keys here are: budget, budget_policies, alert_channels")]
    [InlineData("alert_channels: {sms: {}}", "alert_channels.sms is not known. Known keys here are: ui, log, email, webhook")]
    [InlineData("alert_channels: {ui: {on: true}}", "alert_channels.ui.on is not known. Known keys here are: enabled")]
    [InlineData("alert_channels: {log: {level: loud}}", "alert_channels.log.level is 'loud'. It must be one of info, warning, critical")]
    [InlineData("alert_channels: {email: {enabled: true}}", "EmailRecipients is empty")]
    [InlineData("alert_channels: {email: {recipients: [a]}}", "EmailRecipients has 'a'. It must be a plain mail address")]
    [InlineData("alert_channels: {email: {recipients: [\"a@b.c, d@e.f\"]}}", "It must be a plain mail address")]
    [InlineData("alert_channels: {email: {recipients: [[a]]}}", "recipients[0] is a section")]
    [InlineData("alert_channels: {email: {recipients: ['']}}", "recipients[0] is empty")]
    [InlineData("alert_channels: {webhook: {enabled: true, url: ''}}", "WebhookUrl must be an https address")]
    [InlineData("alert_channels: {webhook: {url: 'http://example.com'}}", "WebhookUrl must be an https address")]
    [InlineData("alert_channels: {webhook: {url: hook}}", "url is not an address")]
    public void A_wrong_setting_is_refused_with_its_place_and_its_remedy(string yaml, string complaint) => Refused(yaml, complaint);

    [Theory]
    [InlineData(Policy + "key: &x b", "t.yaml, line 4: anchors and aliases ('&' and '*') are not read")]
    [InlineData(Policy + "key: *x", "t.yaml, line 4: anchors and aliases")]
    [InlineData(Policy + "? &x key\n  : b", "t.yaml, line 4: anchors and aliases")]
    [InlineData("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nbudget: *c", "t.yaml, line 1: anchors and aliases")]
    [InlineData(Policy + "key: !!str b", "t.yaml, line 4: tags ('!') are not read")]
    [InlineData(Policy + "key: ! b", "t.yaml, line 4: tags")]
    [InlineData("!!map {}", "t.yaml, line 1: tags")]
    [InlineData("%TAG ! tag:example.com,2026:\n---\nbudget: !x {}", "line 3: tags")]
    [InlineData("budget_policies: []\n---\nbudget: {}", "t.yaml, line 2: a second document begins")]
    [InlineData("budget: {}\n...\n---\nbudget: {}", "t.yaml, line 3: a second document begins")]
    [InlineData(Policy + "? [a]\n  : b", "t.yaml, line 4: a key must be a plain text")]
    [InlineData(Policy + ": b", "t.yaml, line 4: a key must be a plain text")]
    [InlineData(Policy + "\tkey: b", "t.yaml, line 3: this is not YAML")]
    [InlineData(Policy + "key: \"b", "this is not YAML")]
    [InlineData(Policy + "key: [b", "this is not YAML")]
    [InlineData(Policy + "key: @b", "t.yaml, line 4: this is not YAML")]
    [InlineData(Policy + "key: a\0b", "t.yaml, line 4: the character U+0000, which nobody can see")]
    [InlineData(Policy + "# hidden\u2028  key: b", "t.yaml, line 4: the character U+2028")]
    public void What_readers_of_yaml_do_not_agree_on_is_refused(string yaml, string complaint) => Refused(yaml, complaint);

    [Fact]
    public void What_has_no_bound_is_refused()
    {
        string nested = string.Concat(Enumerable.Repeat("[", 70)) + string.Concat(Enumerable.Repeat("]", 70));
        Refused("budget: " + nested, "t.yaml, line 1: more than 64 levels");
        Refused("budget:\n" + string.Concat(Enumerable.Repeat("- ", 70)), "t.yaml, line 2: more than 64 levels");
        Refused("budget: [" + string.Concat(Enumerable.Repeat("a,", 100_000)) + "]", "more than 100,000 values");
        Refused("# " + new string('x', 1024 * 1024), "t.yaml is larger than 1 MiB");
        Refused("# " + new string('é', 512 * 1024), "t.yaml is larger than 1 MiB");
        Refused($"budget_policies: [{{name: {new string('x', 10_240)}, limit: 1}}]", "budget_policies[0].name has 10240 characters. It must have at most 512");
        Refused("budget: {" + new string('x', 900) + ": 1}", "budget.xxxxx");
        Refused($"alert_channels: {{webhook: {{url: 'https://example.com/{new string('x', 2048)}'}}}}", "url has 2068 characters. It must have at most 2048");
    }

    [Fact]
    public void As_deep_and_as_large_as_allowed_is_read()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 63)) + string.Concat(Enumerable.Repeat("]", 63));
        Refused("budget: " + deep, "t.yaml, line 1: budget is not a section");
        string head = "budget: {max_budget: 1}\n#";
        Assert.NotNull(new BudgetOptions().UseYamlText(head + new string('x', (1024 * 1024) - head.Length)).MaxBudget);
    }

    [Fact]
    public void What_is_not_utf8_is_refused_with_its_line()
    {
        BytesRefused([.. "budget:\n  max_budget: 1 # "u8, 0xE9], "t.yaml, line 2: the byte 0xE9 is not UTF-8");
        BytesRefused([.. "budget: {}\n#"u8, 0xED, 0xA0, 0x80], "t.yaml, line 2: the byte 0xED is not UTF-8");
        BytesRefused(Encoding.Unicode.GetPreamble(), "t.yaml, line 1: the byte 0xFF is not UTF-8");
        BytesRefused(new byte[(1024 * 1024) + 1], "t.yaml is larger than 1 MiB");
    }

    [Fact]
    public void Every_complaint_of_a_file_is_named_at_once_and_a_million_of_them_are_not()
    {
        var few = Assert.Throws<OptionsValidationException>(static () =>
            new BudgetOptions().UseYamlText("budget: {enabled: x}\nbudget_policies: [{name: a, limit: x}, {name: b, limit: y, limit: z}]\nalert_channels: {ui: {enabled: z}}"));
        Assert.Equal(5, few.Failures.Count());
        var many = Assert.Throws<OptionsValidationException>(static () => new BudgetOptions().UseYamlText("budget:\n" + string.Concat(Enumerable.Range(0, 40_000).Select(static i => $"  k{i}: 1\n"))));
        Assert.Equal((101, "And 39900 more."), (many.Failures.Count(), many.Failures.Last()));
    }

    [Theory]
    [InlineData("""{ "Policies": "x" }""", "Budget:Policies is not a list")]
    [InlineData("""{ "Policies": [ "x" ] }""", "Budget:Policies:0 is not a section")]
    [InlineData("""{ "Policies": [ { "Name": "a", "Limit": "Infinity" } ] }""", "Budget:Policies:0:Limit is 'Infinity'")]
    [InlineData("""{ "Policies": [ { "Name": "a", "Limit": 1e-30 } ] }""", "Budget:Policies:0:Limit is '1e-30'")]
    [InlineData("""{ "Policies": [ { "Name": "a\u0000b", "Limit": 1 } ] }""", "Budget:Policies:0:Name has the character U+0000")]
    [InlineData("""{ "Policies": [ { "Name": "a", "Limit": 1, "Period": "Daily, Weekly" } ] }""", "Budget:Policies:0:Period is 'Daily, Weekly'")]
    [InlineData("""{ "Policies": [ { "Name": "a", "Limit": 1, "And": [ { "Scope": "user", "Tag": "x" } ] } ] }""", "Budget:Policies:0:And:0:Tag is not known. Known keys here are: Scope, Key, TagName")]
    [InlineData("""{ "FlushInterval": "24:00:00" }""", "Budget:FlushInterval is '24:00:00'")]
    [InlineData("""{ "AlertChannels": { "Email": { "Recipients": "a@b.c" } } }""", "Budget:AlertChannels:Email:Recipients is not a list")]
    public void Configuration_is_held_to_the_same(string json, string complaint)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => SettingsTests.FromJson($$"""{ "Budget": {{json}} }"""));
        Assert.Contains(refusal.Failures, f => f.StartsWith(complaint, StringComparison.Ordinal));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        Refused(Policy + "key: \ud800", "t.yaml, line 4: half of a surrogate pair (\\uD800)");
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Budget:Policies:0:Name", "a\ud800"), new("Budget:Policies:0:Limit", "1")]).Build();
        var refusal = Assert.Throws<OptionsValidationException>(() => BudgetConfiguration.Apply(configuration.GetSection("Budget"), new BudgetOptions()));
        Assert.Equal("Budget:Policies:0:Name has half of a surrogate pair (\\uD800) in 'aU+FFFD'. It must be Unicode text.", Assert.Single(refusal.Failures));
    }

    [Fact]
    public void A_secret_address_is_not_repeated()
    {
        var refusal = Assert.Throws<OptionsValidationException>(static () =>
            new BudgetOptions().UseYamlText("alert_channels: {webhook: {url: 'http://hooks.example.com/canary'}}"));
        Assert.DoesNotContain("canary", refusal.Message, StringComparison.Ordinal);
    }

    private static void Refused(string yaml, string complaint)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => new BudgetOptions().UseYamlText(yaml, "t.yaml"));
        Assert.Contains(complaint, refusal.Message, StringComparison.Ordinal);
        Assert.True(refusal.Message.Length < 2000, "A refusal is for people to read.");
    }

    private static void BytesRefused(byte[] bytes, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<OptionsValidationException>(() => BudgetYaml.Apply(new BudgetOptions(), bytes, "t.yaml")).Message, StringComparison.Ordinal);
}
