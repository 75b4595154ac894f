using BudgetGen.TestProvider;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AIChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatMessage = OpenAI.Chat.ChatMessage;

namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>A sequence of messages that does something when it is walked: OpenAI's client walks it twice. A tracked call walks it once, whatever is sent.</summary>
[TrackLlmCall(User = "tester")]
public sealed class LazyMessagesTests
{
    private int _walks;

    [Fact]
    public async Task A_call_walks_its_messages_once_also_when_it_is_retried()
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await clients.OpenAI.CompleteChatAsync(Messages(Scenarios.First(Scenarios.ServerError)));
        Assert.Equal((2, 1), (world.Log.Count, _walks));
        await Books.CloseAsync(world);
    }

    [Fact]
    public async Task A_blocking_call_walks_its_messages_once()
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await Task.Run(() => clients.OpenAI.CompleteChat(Messages("")));
        Assert.Equal((1, 1), (world.Log.Count, _walks));
    }

    [Fact]
    public async Task A_stream_walks_its_messages_once_however_often_it_is_read()
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        var stream = clients.OpenAI.CompleteChatStreamingAsync(Messages(""));
        await stream.ToListAsync();
        await stream.ToListAsync();
        Assert.Equal((2, 1), (world.Log.Count, _walks));
        Assert.Equal(2, (await Books.CloseAsync(world)).Records.Count);
    }

    [Fact]
    public async Task A_call_of_an_abstract_client_walks_its_messages_once()
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, SdkClients.Handler());
        await clients.Chat.GetResponseAsync(AbstractMessages(), new ChatOptions { MaxOutputTokens = 100 });
        var stream = clients.Chat.GetStreamingResponseAsync(AbstractMessages(), new ChatOptions { MaxOutputTokens = 100 });
        await stream.ToListAsync();
        await stream.ToListAsync();
        Assert.Equal((3, 2), (world.Log.Count, _walks));
    }

    [Fact]
    [BudgetIgnore("The untracked twin.")]
    public async Task Untracked_OpenAI_walks_them_twice()
    {
        await using var world = World.Create(World.Limit(1));
        using var clients = new SdkClients(world, handler: null);
        await clients.OpenAI.CompleteChatAsync(Messages(""));
        Assert.Equal(2, _walks);
    }

    private IEnumerable<ChatMessage> Messages(string scenario)
    {
        _walks++;
        yield return ChatMessage.CreateUserMessage("hi " + scenario);
    }

    private IEnumerable<AIChatMessage> AbstractMessages()
    {
        _walks++;
        yield return new AIChatMessage(ChatRole.User, "hi");
    }
}
