using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN001: an LLM call that no budget covers.</summary>
public class BGN001Tests
{
    [Fact]
    public async Task An_untracked_call_is_reported_on_its_name()
    {
        Diagnostic found = Assert.Single(await Verify.Reports("BGN001", """
            class Chat
            {
                public async Task Ask(ChatClient client) => await client.[|CompleteChatAsync|]("hello");
            }
            """));

        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal("'ChatClient.CompleteChatAsync' costs money and no budget covers it: add [TrackLlmCall] to 'Chat.Ask', or say why not with [BudgetIgnore(\"reason\")]", found.Message());
        Assert.Equal("https://github.com/budgetgen/budgetgen/blob/main/docs/diagnostics/BGN001.md", found.Descriptor.HelpLinkUri);
    }
}
