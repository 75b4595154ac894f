using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN043: an [LlmMethod] that changes nothing.</summary>
public class BGN043Tests
{
    [Fact]
    public async Task The_second_for_the_same_method_is_reported()
    {
        Diagnostic found = Assert.Single(await Verify.Reports("BGN043", """
            using BudgetGen;
            [assembly: LlmMethod(typeof(Bot), "Ask", Model = "m")]
            [assembly: [|LlmMethod(typeof(Bot), "Ask", Model = "m")|]]
            public class Bot { public string Ask(string text) => text; }
            """));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal("[LlmMethod] for 'Bot.Ask' has no effect: an earlier one for the same method is taken; remove one of the two", found.Message());
    }

    [Fact]
    public Task One_for_another_overload_is_not() => Verify.Nothing("""
        using BudgetGen;
        [assembly: LlmMethod(typeof(Bot), "Ask", Model = "{model}")]
        [assembly: LlmMethod(typeof(Bot), "Ask", Model = "m")]
        public class Bot { public string Ask(string text) => text; public string Ask(string text, string model) => text; }
        """);

    [Fact]
    public async Task A_method_that_can_never_be_intercepted_is_reported() => Assert.Contains("make 'Hidden' internal", Assert.Single(await Verify.Reports("BGN043", """
        using BudgetGen;
        [assembly: [|LlmMethod("Bot", "Ask", Model = "m")|]]
        public class Bot { private class Hidden; private string Ask(string text, Hidden? hidden) => text; }
        """)).Message(), StringComparison.Ordinal);
}
