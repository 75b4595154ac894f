using System.ClientModel;
using Anthropic;
using Anthropic.Core;
using BudgetGen.Storage;
using BudgetGen.TestProvider;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = OpenAI.Chat.ChatMessage;

namespace BudgetGen.TrackAll.Tests;

/// <summary>
/// A project whose only word about budgets is a property. It compiles without a warning, which are errors here, so the rules have read the property as well: BGN001 would report each of these calls.
/// </summary>
public sealed class TrackAllTests
{
    [Fact]
    public async Task The_property_alone_tracks_every_call_and_the_context_says_who_pays()
    {
        await using FakeProvider provider = await FakeProvider.StartAsync();
        await using var budget = new BudgetManager(new BudgetOptions());
        var openAI = new ChatClient("gpt-4o-mini", new ApiKeyCredential("test"), new OpenAIClientOptions { Endpoint = provider.OpenAIEndpoint });
        using var anthropic = new AnthropicClient(new ClientOptions { ApiKey = "test", BaseUrl = provider.Address.ToString().TrimEnd('/') });
        using IChatClient chat = anthropic.AsIChatClient("claude-sonnet-4-20250514");
        var bounded = new ChatOptions { MaxOutputTokens = 100 };
        using (BudgetContext.Use(user: "alice", manager: budget))
        {
            await openAI.CompleteChatAsync("hi");
            await chat.GetResponseAsync("hi", bounded);
            Func<Task> later = () => chat.GetStreamingResponseAsync("hi", bounded).ToListAsync().AsTask();
            await later();
            await IgnoredAsync(openAI);
        }

        Assert.Equal(4, provider.Log.Count);
        IReadOnlyList<UsageRecord> records = [.. (await budget.Reader.GetUsageAsync(new UsageQuery())).Reverse()];
        Assert.Equal(provider.Log.Calls.Take(3).Select(static call => (call.Input, call.Output, "alice")), records.Select(static record => (record.InputTokens, record.OutputTokens, record.User!)));
    }

    [BudgetIgnore("the way out has to work here, too")]
    private static Task IgnoredAsync(ChatClient client) => client.CompleteChatAsync([ChatMessage.CreateUserMessage("hi")]);
}
