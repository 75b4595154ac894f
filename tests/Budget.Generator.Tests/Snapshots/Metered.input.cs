namespace MyApp;

public record Tenant(int Id);

public record Request(string Question, Tenant? Tenant);

public class Bot
{
    [TrackLlmCall(User = "{userId}", Project = "tenant-{request.Tenant.Id}", Tags = ["feature=chat", "tenant={request.Tenant.Id}"])]
    public async Task<(string Text, LlmUsage Usage)> AskAsync(string userId, string system, Request request, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return ("42", LlmUsage.Of(10, 2));
    }

    [TrackLlmCall]
    public async IAsyncEnumerable<string> StreamAsync(string question, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        yield return question;
    }

    [TrackLlmCall]
    public bool TryAsk(ReadOnlySpan<char> question, out string answer)
    {
        answer = question.ToString();
        return true;
    }
}

public static class Program
{
    public static async Task Run(Bot bot)
    {
        await bot.AskAsync("alice", "Be brief.", new Request("Why?", null));
        await bot.AskAsync("bob", "Be kind.", new Request("How?", new Tenant(7)));
        await foreach (string part in bot.StreamAsync("What?"))
            Console.Write(part);
        bot.TryAsk("Who?", out string _);
    }
}
