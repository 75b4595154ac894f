using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Embeddings;

namespace BudgetGen.Generated;

/// <summary>Embeddings whose request is handed over as its body.</summary>
internal static partial class OpenAIEmbeddings
{
    internal static ClientResult GenerateEmbeddings(LlmCallSite site, EmbeddingClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Embedding(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!));
        return OpenAIBodies.Send(site, request, options, (client, content, options), static call => call.client.GenerateEmbeddings(call.content, call.options));
    }

    internal static Task<ClientResult> GenerateEmbeddingsAsync(LlmCallSite site, EmbeddingClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Embedding(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!));
        return OpenAIBodies.SendAsync(site, request, options, (client, content, options), static call => call.client.GenerateEmbeddingsAsync(call.content, call.options));
    }
}
