using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN004: a tracked method called through base.</summary>
public class BGN004Tests
{
    private const string Id = "BGN004";

    [Fact]
    public async Task A_base_call_is_an_error()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            class Chat
            {
                [BudgetGen.TrackLlmCall("m")]
                public virtual string Ask(string text) => text;
            }

            class Polite : Chat
            {
                public override string Ask(string text) => base.[|Ask|](text + ", please");
            }
            """));

        Assert.Equal(DiagnosticSeverity.Error, found.Severity);
        Assert.Contains("'Chat.Ask' is tracked", found.Message(), StringComparison.Ordinal);
        Assert.Contains("without end", found.Message(), StringComparison.Ordinal);
    }

    [Fact]
    public Task From_another_method_it_is_one_too() => Verify.Reports(Id, """
        class Chat { [BudgetGen.TrackLlmCall("m")] public virtual string Ask(string text) => text; }
        class Polite : Chat { string Other() => base.[|Ask|]("x"); string Mine() => Ask("x"); string Ours() => this.Ask("x"); }
        """);

    [Fact]
    public Task A_base_call_of_something_else_is_none() => Verify.Nothing("""
        class Chat { public virtual string Ask(string text) => text; }
        class Polite : Chat { public override string Ask(string text) => base.Ask(text); }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing("""
        class Chat { [BudgetGen.TrackLlmCall("m")] public virtual string Ask(string text) => text; }
        #pragma warning disable BGN004
        class Polite : Chat { public override string Ask(string text) => base.Ask(text); }
        """);

    [Fact]
    public async Task An_editorconfig_sets_its_severity()
    {
        Program setting = Program.Of("") with { EditorConfig = "[*.cs]\ndotnet_diagnostic.BGN004.severity = warning" };
        Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(await Verify.Reports(Id, """
            class Chat { [BudgetGen.TrackLlmCall("m")] public virtual string Ask(string text) => text; }
            class Polite : Chat { public override string Ask(string text) => base.[|Ask|](text); }
            """, setting)).Severity);
    }
}
