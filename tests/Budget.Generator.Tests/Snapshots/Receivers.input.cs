#pragma warning disable CS0612, CS0618
using MyApp;

namespace MyApp
{
    public interface IBot
    {
        [TrackLlmCall]
        string Ask(string question);
    }

    public class Bot : IBot
    {
        [TrackLlmCall(User = "house")]
        public static string Greet(string name) => name;

        [Obsolete("Ask instead.")]
        [TrackLlmCall]
        public string Request(string question) => question;

        public string Ask(string question) => question;
    }

    public static class BotExtensions
    {
        [TrackLlmCall]
        public static string AskTwice(this IBot bot, string question) => question + question;
    }

    public struct Counter
    {
        public int Asked;

        [TrackLlmCall]
        public int Ask(int times) => Asked += times;

        [TrackLlmCall]
        public readonly int Peek() => Asked;

        public int AskTwice() => AskHidden(1) + AskHidden(1);

        [TrackLlmCall]
        private int AskHidden(int times) => Asked += times;
    }

    public static class Answers
    {
        private static readonly int[] s_all = [1, 2, 3];

        [TrackLlmCall]
        public static ref int At(int index) => ref s_all[index];

        public static int Sum() => Add(s_all);

        [TrackLlmCall]
        private static int Add(int[] all) => all.Sum();
    }
}

public static class Test
{
    public static object? Run()
    {
        IBot bot = new Bot();
        Counter counter = default;
        counter.Ask(2);
        Answers.At(1) = 5;
        return bot.Ask("a") + bot.AskTwice("b") + Bot.Greet("c") + new Bot().Request("d") + counter.AskTwice() + counter.Peek() + Answers.Sum();
    }
}
