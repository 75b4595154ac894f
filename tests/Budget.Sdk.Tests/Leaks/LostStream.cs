using BudgetGen.CompilerServices;
using OpenAI.Responses;

namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>A stream of responses as the library hands it out, metered by hand: what is tested is what the library sends, and the runtime's side of it.</summary>
[BudgetIgnore("Metered here by what generated code calls.")]
internal static class LostStream
{
    private static readonly LlmSdk s_openAI = new("openai", static _ => null);
    private static readonly LlmCallSite s_site = new("LostStream.Read", "LostStream.cs");

    public static IAsyncEnumerable<StreamingResponseUpdate> Metered(ResponsesClient client, string text, CancellationToken cancellationToken = default)
    {
        var prompt = new PromptSize();
        prompt.AddText(text);
        return LlmCall.StreamAsync(
            s_site,
            new LlmRequest { Sdk = s_openAI, Model = "gpt-4o-mini", Prompt = prompt, MaxOutputTokens = 100 },
            (client, text, cancellationToken),
            static call => Open(call.client, call.text, call.cancellationToken),
            Observe);
    }

    private static async IAsyncEnumerable<StreamingResponseUpdate> Open(
        ResponsesClient client, string text, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (StreamingResponseUpdate update in await client.CreateResponseStreamingAsync("gpt-4o-mini", text, cancellationToken: cancellationToken))
            yield return update;
    }

    private static void Observe(LlmReading reading, StreamingResponseUpdate update)
    {
        if (update is StreamingResponseCreatedUpdate created)
        {
            if (reading.ResponseId is not null)
                reading.NoteRestart();
            reading.ResponseId = created.Response.Id;
        }
        else if (update is StreamingResponseOutputTextDeltaUpdate delta)
        {
            reading.AddText(delta.Delta);
        }
        else if (update is StreamingResponseCompletedUpdate { Response.Usage: { } usage })
        {
            reading.Usage = LlmUsage.FromTotals(usage.InputTokenCount, usage.OutputTokenCount);
            reading.HasFinalUsage = reading.Finished = true;
        }
    }
}
