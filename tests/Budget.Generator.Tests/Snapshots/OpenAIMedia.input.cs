#pragma warning disable OPENAI001
using System.ClientModel;
using OpenAI.Embeddings;
using OpenAI.Responses;

namespace MyApp;

[TrackLlmCall(User = "search")]
public class Search(EmbeddingClient embeddings, ResponsesClient responses)
{
    public async Task<float[]> EmbedAsync(string text, CancellationToken cancellationToken)
    {
        OpenAIEmbedding embedding = await embeddings.GenerateEmbeddingAsync(text, cancellationToken: cancellationToken);
        return embedding.ToFloats().ToArray();
    }

    public async Task AnswerAsync(string question)
    {
        await foreach (StreamingResponseUpdate update in await responses.CreateResponseStreamingAsync("gpt-5-mini", question))
            Console.WriteLine(update.Kind);
    }

    public Task<ClientResult> RawAsync(string json) => responses.CreateResponseAsync(BinaryContent.Create(BinaryData.FromString(json)));
}
