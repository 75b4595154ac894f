using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN002: a text in [TrackLlmCall] that does not bind.</summary>
public class BGN002Tests
{
    private const string Id = "BGN002";

    [Fact]
    public async Task An_unknown_parameter_is_reported_inside_the_literal()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, """
            using BudgetGen;
            class Chat
            {
                [TrackLlmCall("gpt-4o-mini", "{[|usrId|]}")]
                public string Ask(string userId, string text) => text;
            }
            """));

        Assert.Equal(DiagnosticSeverity.Error, found.Severity);
        Assert.Equal("User of [TrackLlmCall] does not bind: 'Chat.Ask' has no parameter 'usrId'; did you mean 'userId'?", found.Message());
    }

    [Theory]
    [InlineData("""[TrackLlmCall("m", "{[|nobody|]}")]""", "has no parameter 'nobody'")]
    [InlineData("""[TrackLlmCall("m", User = "{[|r.Nam|]}")]""", "'Nam' is no property or field")]
    [InlineData("""[TrackLlmCall("m", User = "{[|r.Gone|]}")]""", "'Gone' is obsolete, and using it is an error; name what takes its place")]
    [InlineData("""[TrackLlmCall("m", User = "{[|r.Lost|]}")]""", "'Lost' is obsolete, and using it is an error; name what takes its place")]
    [InlineData("""[TrackLlmCall("m", User = "{[|r.Secret|]}")]""", "'Secret' is not accessible from generated code")]
    [InlineData("""[TrackLlmCall("m", User = "{[|this.Region|]}")]""", "'Region' is no property or field")]
    [InlineData("""[TrackLlmCall("m", User = "a-[|{userId|]")]""", "is no placeholder")]
    [InlineData("""[TrackLlmCall("m", User = "a[|}|]b")]""", "is no placeholder")]
    [InlineData("""[TrackLlmCall("m", User = "[|{}|]")]""", "is no placeholder")]
    [InlineData("""[TrackLlmCall("m", User = "[|{a b}|]")]""", "is no placeholder")]
    [InlineData("""[TrackLlmCall("m", User = "{[|span|]}")]""", "cannot become text")]
    [InlineData("""[TrackLlmCall("{[|modl|]}")]""", "Model of [TrackLlmCall]")]
    [InlineData("""[TrackLlmCall("m", Project = "{[|x|]}")]""", "Project of")]
    [InlineData("""[TrackLlmCall("m", Operation = "{[|x|]}")]""", "Operation of")]
    [InlineData("""[TrackLlmCall("m", Provider = "{[|x|]}")]""", "Provider of")]
    [InlineData("""[TrackLlmCall(user: "{[|x|]}", model: "m")]""", "User of")]
    [InlineData("""[TrackLlmCall("m", Tags = new[] { "a=b", "[|noequals|]" })]""", "not of the form")]
    [InlineData("""[TrackLlmCall("m", Tags = new string[] { "[|=x|]" })]""", "not of the form")]
    [InlineData("""[TrackLlmCall("m", Tags = new[] { "plan={[|x|]}" })]""", "has no parameter 'x'")]
    [InlineData("""[TrackLlmCall("m", MaxCost = [|"0,05"|])]""", "no amount in USD")]
    [InlineData("""[TrackLlmCall("m", MaxCost = [|"$5"|])]""", "no amount in USD")]
    [InlineData("""[TrackLlmCall("m", MaxCost = [|"-1"|])]""", "no amount in USD")]
    [InlineData("""[TrackLlmCall("m", MaxCost = [|"0.0000000001"|])]""", "no amount in USD")]
    [InlineData("""[TrackLlmCall("m", MaxCost = [|""|])]""", "no amount in USD")]
    public async Task What_does_not_bind_is_reported(string attribute, string message)
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, $$"""
            using BudgetGen;
            class Request { public string Name { get; set; } = ""; [System.Obsolete("no", true)] public string Gone = ""; public string Lost { [System.Obsolete("no", true)] get => ""; set { } } private string Secret { get; set; } = ""; }
            class C
            {
                {{attribute}}
                public string M(string userId, Request r, ReadOnlySpan<char> span) => "";
            }
            """));
        Assert.Contains(message, found.Message(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[TrackLlmCall(\"m\", @\"{[|usr|]}\")]")]
    [InlineData("[TrackLlmCall(\"m\", \"\"\"{[|usr|]}\"\"\")]")]
    [InlineData("[TrackLlmCall(\"m\", [|\"\\x41{usr}\"|])]")]
    [InlineData("[TrackLlmCall(\"m\", [|\"{\" + \"usr}\"|])]")]
    [InlineData("[TrackLlmCall(\"m\", [|Bad|])]")]
    public Task The_place_is_exact_where_the_literal_is_written_without_escapes(string attribute) => Verify.Reports(Id, $$"""
        using BudgetGen;
        class C { const string Bad = "{usr}"; {{attribute}} public string M(string text) => text; }
        """);

    [Theory]
    [InlineData("using BudgetGen; [TrackLlmCall(\"m\", \"{[|user|]}\")] class C { }")]
    [InlineData("using BudgetGen; [TrackLlmCall(\"m\", \"{[|user|]}\")] interface C { }")]
    [InlineData("[assembly: BudgetGen.TrackLlmCall(\"m\", \"{[|user|]}\")]")]
    public async Task Types_and_assemblies_have_no_parameters(string text) =>
        Assert.Contains("a type or an assembly has no parameters", Assert.Single(await Verify.Reports(Id, text)).Message(), StringComparison.Ordinal);

    [Fact]
    public async Task A_static_method_has_no_receiver() =>
        Assert.Contains("is static", Assert.Single(await Verify.Reports(Id, "class C { [BudgetGen.TrackLlmCall(\"m\", \"{[|this|].X}\")] static string M() => \"\"; }")).Message(), StringComparison.Ordinal);

    [Theory]
    [InlineData("""[TrackLlmCall("m", "{userId}")]""")]
    [InlineData("""[TrackLlmCall("m", "tenant-{r.Name}-{r.Id}")]""")]
    [InlineData("""[TrackLlmCall("m", "{this.Region}")]""")]
    [InlineData("""[TrackLlmCall("m", "{{literal}}")]""")]
    [InlineData("""[TrackLlmCall("m", null!)]""")]
    [InlineData("""[TrackLlmCall("{r.Name}", Tags = new[] { "a=b", "n={r.Name}", "empty=" }, MaxCost = "0.05")]""")]
    [InlineData("""[TrackLlmCall("m", Tags = ["a=b"], MaxCost = "0.05")]""")]
    public Task What_binds_is_not_reported(string attribute) => Verify.Nothing($$"""
        using BudgetGen;
        class Request { public string Name { get; set; } = ""; public int Id { get; set; } }
        class C { internal string Region => ""; {{attribute}} public string M(string userId, Request r) => ""; }
        """);

    [Fact]
    public Task An_attribute_that_does_not_compile_is_the_compilers_business() =>
        Verify.Nothing(Program.Of("class C { [BudgetGen.TrackLlmCall(1, \"{x}\", 3)] void M() { } void N() => M(); }") with { HasErrors = true });

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing("""
        class C
        {
        #pragma warning disable BGN002
            [BudgetGen.TrackLlmCall("m", "{x}")]
        #pragma warning restore BGN002
            string M() => "";
        }
        """);

    [Fact]
    public async Task An_editorconfig_sets_its_severity()
    {
        Program setting = Program.Of("") with { EditorConfig = "[*.cs]\ndotnet_diagnostic.BGN002.severity = suggestion" };
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await Verify.Reports(Id, "class C { [BudgetGen.TrackLlmCall(\"m\", \"{[|x|]}\")] string M() => \"\"; }", setting)).Severity);
    }
}
