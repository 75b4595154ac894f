using MyApp;

namespace MyApp
{
    public class Bot
    {
        [TrackLlmCall]
        public void Warm(string question) => Console.Write("");

        [TrackLlmCall]
        public async Task WarmAsync(string question, CancellationToken cancellationToken) => await Task.Yield();

        [TrackLlmCall]
        public async ValueTask WarmValueAsync(string question) => await Task.Yield();

        [TrackLlmCall]
        public async ValueTask<string> AskValueAsync(string question, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return question;
        }

        [TrackLlmCall]
        public string Ask(string question) => question;

        [TrackLlmCall]
        public IEnumerable<string> Tell(string question)
        {
            yield return question;
        }
    }
}

public static class Test
{
    public static async Task<object?> Run()
    {
        var bot = new Bot();
        bot.Warm("a");
        await bot.WarmAsync("b", CancellationToken.None);
        await bot.WarmValueAsync("c");
        return await bot.AskValueAsync("d", CancellationToken.None) + bot.Ask("e") + string.Concat(bot.Tell("f"));
    }
}
