using Acme;

[assembly: LlmMethod(typeof(Client), nameof(Client.Ask), Provider = "acme", Model = "{model}", Prompt = "{prompt}", InputTokens = "{result.In}", OutputTokens = "{result.Out}")]
[assembly: LlmMethod(typeof(Client), nameof(Client.AskValueAsync), Provider = "acme", Model = "{model}", Prompt = "{prompt}", InputTokens = "{result.In}", OutputTokens = "{result.Out}")]
[assembly: LlmMethod(typeof(Client), nameof(Client.TryAsk), Provider = "acme", Model = "{model}", Prompt = "{prompt}", MaxOutputTokens = "{limit}", Text = "{result}")]
[assembly: LlmMethod(typeof(Client), nameof(Client.Stream), Provider = "acme", Model = "{model}", Prompt = "{prompt}", Text = "{result}")]

namespace Acme
{
    public sealed record Answer(string Text, int In, int Out);

    public sealed class Client
    {
        public Answer Ask(string model, string prompt) => new(prompt, 1, 2);

        public async ValueTask<Answer> AskValueAsync(string model, string prompt, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return new Answer(prompt, 3, 4);
        }

        public string TryAsk(string model, string prompt, in int limit, out bool cut)
        {
            cut = prompt.Length > limit;
            return prompt;
        }

        public IEnumerable<string> Stream(string model, string prompt)
        {
            yield return prompt;
        }
    }
}

public static class Test
{
    [TrackLlmCall(Project = "forms")]
    public static async Task<object?> Run()
    {
        var client = new Client();
        string text = client.Ask("acme-1", "a").Text + (await client.AskValueAsync("acme-1", "b")).Text + client.TryAsk("acme-1", "c", 5, out bool cut);
        return text + cut + string.Concat(client.Stream("acme-1", "d"));
    }
}
