using System.Text;
using Microsoft.Extensions.Options;

namespace BudgetGen.Tests.Hosting;

/// <summary>Files of the greatest size that is read, made to take long: each gets its answer.</summary>
public class LargeSettingsTests
{
    private const int Size = 1024 * 1024;

    /// <summary>Tells slow from never; every one of them takes well under a second on an idle machine.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("", "[")]
    [InlineData("", "{")]
    [InlineData("", "{a: ")]
    [InlineData("", "[{")]
    [InlineData("", "- ")]
    [InlineData("", "? ")]
    [InlineData("", ": ")]
    [InlineData("", "a: ")]
    [InlineData("", "- - \n")]
    [InlineData("", "&a ")]
    [InlineData("", "*a ")]
    [InlineData("", "!")]
    [InlineData("", "!a ")]
    [InlineData("", "%")]
    [InlineData("", "%A\n")]
    [InlineData("", "---\n")]
    [InlineData("", "\"")]
    [InlineData("", "''")]
    [InlineData("", "#")]
    [InlineData("", "#\n")]
    [InlineData("", "\n")]
    [InlineData("", "\r")]
    [InlineData("", " ")]
    [InlineData("", "\t")]
    [InlineData("", "a")]
    [InlineData("", "a ")]
    [InlineData("", "a\n")]
    [InlineData("", "a\n\n")]
    [InlineData("", "a: b\n")]
    [InlineData("\"", "\\")]
    [InlineData("\"", "\\\n")]
    [InlineData("\"", "a\n ")]
    [InlineData("'", "\n")]
    [InlineData("a: |\n", " \n")]
    [InlineData("a: >\n", " b\n\n")]
    [InlineData("a: >", "9")]
    [InlineData("a: b", "\n ")]
    [InlineData("a: b", "\n c")]
    [InlineData("[", "a,")]
    [InlineData("[", "a: ,")]
    [InlineData("[", ",")]
    [InlineData("{", "a: b, ")]
    [InlineData("{", "\"a\":b,")]
    [InlineData("{", "? ")]
    [InlineData("{\"", "a")]
    [InlineData("? ", "a")]
    [InlineData("a: ", "b: ")]
    [InlineData("budget_policies:\n", "- {name: a, limit: 1}\n")]
    [InlineData("budget_policies:\n", "- {name: '', limit: x}\n")]
    [InlineData("budget_policies:\n", "- {}\n")]
    [InlineData("budget_policies:\n", "-\n")]
    [InlineData("budget_policies: [{name: a, limit: 1, scope: user, and: [", "{scope: tag, tag_name: a},")]
    public async Task Each_gets_its_answer(string head, string pattern)
    {
        var yaml = new StringBuilder(head);
        while (yaml.Length + pattern.Length < Size)
            yaml.Append(pattern);
        await Task.Run(() => Assert.Throws<OptionsValidationException>(() => new BudgetOptions().UseYamlText(yaml.ToString()))).WaitAsync(s_patience);
    }

    [Fact]
    public async Task Thousands_of_policies_load()
    {
        string policies = string.Concat(Enumerable.Range(0, 4_000).Select(static i => $"- {{name: p{i}, limit: 1, scope: user, key: u{i}}}\n"));
        BudgetOptions yaml = await Task.Run(() => new BudgetOptions().UseYamlText("budget_policies:\n" + policies)).WaitAsync(s_patience);
        string json = string.Join(',', Enumerable.Range(0, 1_000).Select(static i => $$"""{"Name":"p{{i}}","Limit":1,"Scope":"user","Key":"u{{i}}"}"""));
        BudgetOptions configuration = await Task.Run(() => SettingsTests.FromJson($$$"""{"Budget":{"Policies":[{{{json}}}]}}""")).WaitAsync(s_patience);
        Assert.Equal((4_000, 1_000), (yaml.Policies.Count, configuration.Policies.Count));
        Assert.Equal(yaml.Policies.Take(1_000), configuration.Policies);
    }
}
