using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.CodeFixes;
using BudgetGen.Generator.Analysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>The fixes of BGN007: [TrackLlmCall] with a model to fill in, and [BudgetIgnore].</summary>
public class BGN007FixTests
{
    private static readonly Fixing _track = new(new RequestModelFix());
    private static readonly Fixing _ignore = new(new BudgetIgnoreFix());

    [Theory]
    [InlineData("http.PostAsync(\"https://api.openai.com/v1/responses\", null)")]
    [InlineData("http.SendAsync(new HttpRequestMessage(HttpMethod.Post, \"https://api.openai.com/v1/responses\"))")]
    public async Task The_method_gets_an_attribute(string request)
    {
        string Of(string attribute) => $"using System.Net.Http;\nusing BudgetGen;\nclass C\n{{\n{attribute}    public object Ask(HttpClient http) => {request};\n}}\n";
        await _track.AppliesAsync(RequestModelFix.Key, Of(""), Of("    [TrackLlmCall(\"model\")]\n"));
        await _ignore.AppliesAsync(BudgetIgnoreFix.Key, Of(""), Of($"    [BudgetIgnore(\"{IgnoreReasonAnalyzer.Placeholder}\")]\n"));
    }

    [Theory]
    [InlineData("class C { [TrackLlmCall(User = \"{user}\")] object M(HttpClient http, string user, Func<object> maybe) { maybe(); return http.PostAsync(\"https://api.openai.com/v1/responses\", null); } }")]
    [InlineData("class C { object P => new HttpClient().PostAsync(\"https://api.openai.com/v1/responses\", null); }")]
    [InlineData("class C { object M(HttpClient http, ChatClient c) { Ask(c); return http.PostAsync(\"https://api.openai.com/v1/responses\", null); [BudgetIgnore(\"why\")] static void Ask(ChatClient c) => c.CompleteChat(\"x\"); } readonly HttpClient _http = new() { BaseAddress = new Uri(\"https://api.openai.com/\") }; object P => new HttpRequestMessage(HttpMethod.Post, \"v1/responses\"); }", RequestModelFix.Key)]
    public async Task It_is_not_offered_where_it_would_settle_nothing(string code, params string[] offered) => Assert.Equal(offered, await _track.OfferedAsync("using System.Net.Http; using BudgetGen; " + code));

    [Fact]
    public Task Fix_all_marks_each_method_once() => _ignore.AppliesToAllAsync(
        BudgetIgnoreFix.Key,
        [("One.cs", "using System.Net.Http; using BudgetGen; class C { object M(HttpClient h) { h.PostAsync(\"https://api.openai.com/v1/responses\", null); return h.PostAsync(\"https://api.openai.com/v1/embeddings\", null); } }")],
        [("One.cs", $"using System.Net.Http; using BudgetGen; class C {{ [BudgetIgnore(\"{IgnoreReasonAnalyzer.Placeholder}\")] object M(HttpClient h) {{ h.PostAsync(\"https://api.openai.com/v1/responses\", null); return h.PostAsync(\"https://api.openai.com/v1/embeddings\", null); }} }}")]);
}
