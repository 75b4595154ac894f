using Microsoft.Extensions.AI;
using MyApp;

namespace MyApp
{
    public class Bot(IChatClient chat)
    {
        [TrackLlmCall(User = "{userId}")]
        public void Warm(string userId) => chat.GetResponseAsync("warm").Wait();

        [TrackLlmCall(User = "{userId}")]
        public async Task WarmAsync(string userId) => await chat.GetResponseAsync("warm");

        [TrackLlmCall(User = "{userId}")]
        public async ValueTask WarmValueAsync(string userId) => await chat.GetResponseAsync("warm");

        [TrackLlmCall(User = "{userId}")]
        public async ValueTask<string> AskValueAsync(string userId, string question) => (await chat.GetResponseAsync(question)).Text;

        [TrackLlmCall(User = "{userId}")]
        public IEnumerable<string> Tell(string userId, string[] questions)
        {
            foreach (string question in questions)
                yield return chat.GetResponseAsync(question).Result.Text;
        }

        [TrackLlmCall(User = "{userId}")]
        public async IAsyncEnumerable<string> TellAsync(string userId, string question)
        {
            await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync(question))
                yield return update.Text;
        }
    }

    public sealed class Parrot : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse([.. messages]));

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            foreach (ChatMessage message in messages)
                yield return new ChatResponseUpdate(ChatRole.Assistant, message.Text);
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}

public static class Test
{
    public static async Task<object?> Run()
    {
        var bot = new Bot(new Parrot());
        bot.Warm("ann");
        await bot.WarmAsync("ann");
        await bot.WarmValueAsync("ann");
        string text = await bot.AskValueAsync("ann", "a") + string.Concat(bot.Tell("ann", ["b", "c"]));
        await foreach (string part in bot.TellAsync("ann", "d"))
            text += part;
        return text;
    }
}
