using System.Collections.Immutable;
using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Analyzers.Tests;

/// <summary>In an editor most code is unfinished. Wherever somebody stops typing, analyzers and generator go on without a fault.</summary>
public class UnfinishedCodeTests
{
    private const string Text = """
        [assembly: BudgetGen.TrackLlmCall("m", Tags = new[] { "a=b", "c={d}" }, MaxCost = "0.05")]
        namespace Shop;
        using BudgetGen;
        record Request(string Tenant, int Id);
        interface IBot<T> where T : class { [TrackLlmCall("{r.Tenant}", User = "{user}")] ValueTask<T> Ask<U>(string user, ref Request r, params U[] rest); }
        static class Extensions { extension(ChatClient client) { [TrackLlmCall("m", "{client.Model}")] public string Say(string text) => text; } }
        partial class Bot(ChatClient client) : Microsoft.Extensions.AI.DelegatingChatClient(null!)
        {
            private class Hidden { }
            [TrackLlmCall(model: "m", user: "{this.Name}", Project = nameof(Bot))] public virtual async Task<string> AskAsync(string userId, [System.ComponentModel.Description("x")] dynamic d)
            {
                [TrackLlmCall] string Local(Hidden? h) => client.CompleteChat("x").Value.Content[0].Text;
                Func<string, object, Task<string>> f = base.ToString() is { } s ? AskAsync : (a, b) => this.AskAsync(a, b);
                await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage($"a{Local(null)}")])) d.Ask(update);
                System.Linq.Expressions.Expression<Func<string>> e = () => Local(null);
                return (client?.CompleteChat(d) ?? AskAsync("x", d)).ToString();
            }
            [BudgetIgnore("why")] string Name { [TrackLlmCall("{")] get => client.Say("x"); }
            [TrackLlmCall] partial void Nothing();
            public static Bot operator +(Bot a, Bot b) => a;
        }
        class Polite(ChatClient client) : Bot(client) { public override Task<string> AskAsync(string userId, dynamic d) => base.AskAsync(userId, (object)d); }
        """;

    // A tenth of all places; all of them were tried once, in 45 seconds.
    [Fact]
    public async Task Wherever_the_text_ends_or_a_word_is_missing_there_is_no_fault()
    {
        SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Preview), cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken).DescendantTokens()];
        foreach (SyntaxToken token in tokens.Where((_, i) => i % 10 == 0))
            await HasNoFault(Text[..token.SpanStart]);
        foreach (SyntaxToken token in tokens.Where((_, i) => i % 10 == 5))
            await HasNoFault(Text.Remove(token.SpanStart, token.Span.Length));
    }

    [Fact]
    public Task A_type_without_a_name_is_no_fault() => HasNoFault("class { [BudgetGen.TrackLlmCall(\"m\")] public string Ask() => \"\"; string M() => Ask(); }");

    private static async Task HasNoFault(string text)
    {
        Program program = Program.Of(text) with { HasErrors = true };
        Assert.DoesNotContain(await program.AnalyseAsync(), diagnostic => diagnostic.Id is "BGN900" or "AD0001");
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new BudgetGenerator().AsSourceGenerator()], parseOptions: program.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(program.Compile(), out _, out ImmutableArray<Diagnostic> faults, TestContext.Current.CancellationToken);
        Assert.Empty(faults);
        Assert.Null(driver.GetRunResult().Results.Single().Exception);
    }
}
