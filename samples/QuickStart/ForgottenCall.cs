using OpenAI.Chat;

namespace QuickStart;

/// <summary>
/// The call that somebody forgot: nobody pays for it, and no dashboard would ever see it. The build does: this line is warning BGN001.
/// Put the cursor on it and let the code fix add [TrackLlmCall].
/// </summary>
internal static class ForgottenCall
{
    public static async Task<string> GreetAsync(ChatClient client)
    {
        ChatCompletion completion = await client.CompleteChatAsync("Say hello.");
        return completion.Content[0].Text;
    }
}
