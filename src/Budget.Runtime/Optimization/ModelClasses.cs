namespace BudgetGen;

/// <summary>
/// A small table of families. Providers name their ranges by size (mini, haiku, flash ...), and that is all that it knows: it follows what each provider's
/// overview of models says of its own range (see the sources), and says nothing on how models of two providers compare on a task.
/// </summary>
internal static class ModelClasses
{
    private const string OpenAI = "https://developers.openai.com/api/docs/models";
    private const string Anthropic = "https://platform.claude.com/docs/en/about-claude/models/overview";
    private const string Google = "https://ai.google.dev/gemini-api/docs/models";
    private const string Mistral = "https://docs.mistral.ai/getting-started/models";
    private const string XAI = "https://docs.x.ai/docs/models";
    private const string Groq = "https://console.groq.com/docs/models";

    /// <summary>The first row whose words are all in the name decides, so the narrower ones stand first.</summary>
    private static readonly (string[] Words, ModelClass Class, string Source)[] Table =
    [
        (["o3", "mini"], ModelClass.Middle, OpenAI),
        (["o4", "mini"], ModelClass.Middle, OpenAI),
        (["o1", "mini"], ModelClass.Middle, OpenAI),
        (["gpt", "nano"], ModelClass.Small, OpenAI),
        (["gpt", "mini"], ModelClass.Small, OpenAI),
        (["gpt", "luna"], ModelClass.Small, OpenAI),
        (["gpt", "terra"], ModelClass.Middle, OpenAI),
        (["gpt", "3.5"], ModelClass.Small, OpenAI),
        (["gpt", "oss", "20b"], ModelClass.Small, OpenAI),
        (["gpt", "oss", "120b"], ModelClass.Middle, OpenAI),
        (["gpt", "4o"], ModelClass.Middle, OpenAI),
        (["gpt", "4.1"], ModelClass.Middle, OpenAI),
        (["gpt", "4"], ModelClass.Middle, OpenAI),
        (["gpt", "5"], ModelClass.Top, OpenAI),
        (["gpt", "5.1"], ModelClass.Top, OpenAI),
        (["gpt", "5.2"], ModelClass.Top, OpenAI),
        (["gpt", "5.4"], ModelClass.Top, OpenAI),
        (["gpt", "5.5"], ModelClass.Top, OpenAI),
        (["gpt", "5.6"], ModelClass.Top, OpenAI),
        (["o1"], ModelClass.Top, OpenAI),
        (["o3"], ModelClass.Top, OpenAI),
        (["claude", "haiku"], ModelClass.Small, Anthropic),
        (["claude", "sonnet"], ModelClass.Middle, Anthropic),
        (["claude", "opus"], ModelClass.Top, Anthropic),
        (["claude", "fable"], ModelClass.Top, Anthropic),
        (["gemini", "lite"], ModelClass.Small, Google),
        (["gemini", "8b"], ModelClass.Small, Google),
        (["gemini", "flash"], ModelClass.Middle, Google),
        (["gemini", "pro"], ModelClass.Top, Google),
        (["ministral"], ModelClass.Small, Mistral),
        (["mistral", "small"], ModelClass.Small, Mistral),
        (["mistral", "medium"], ModelClass.Middle, Mistral),
        (["mistral", "large"], ModelClass.Top, Mistral),
        (["grok", "mini"], ModelClass.Small, XAI),
        (["grok", "fast"], ModelClass.Small, XAI),
        (["grok", "3"], ModelClass.Middle, XAI),
        (["grok", "4.3"], ModelClass.Middle, XAI),
        (["grok", "4.5"], ModelClass.Top, XAI),
        (["llama", "8b"], ModelClass.Small, Groq),
        (["llama", "70b"], ModelClass.Middle, Groq),
    ];

    /// <summary>Words of names whose models do something else than answer text with text.</summary>
    private static readonly string[] Specialised =
        ["audio", "realtime", "live", "image", "search", "transcribe", "tts", "codex", "deep", "research", "embed", "native", "computer", "guard", "ft:gpt", "ft:o4"];

    public static ModelClass Of(string model)
    {
        string[] words = ModelNames.Normalise(model).Split('-', '/', '_');
        if (words.Any(Specialised.Contains))
            return ModelClass.Unknown;
        foreach ((string[] family, ModelClass known, _) in Table)
        {
            if (family.All(words.Contains))
                return known;
        }

        return ModelClass.Unknown;
    }
}
