using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Assistants;
using OpenAI.Audio;
using OpenAI.Decisions;
using OpenAI.Embeddings;
using OpenAI.Images;
using OpenAI.Responses;
using OpenAI.Videos;

namespace BudgetGen.Sdk.Tests;

/// <summary>OpenAI's other clients, of the provider of a world.</summary>
internal static class OpenAIWorld
{
    private static readonly ApiKeyCredential s_key = new("test");

    public static ResponsesClient Responses(this World world) => new(s_key, new ResponsesClientOptions { Endpoint = world.Provider.OpenAIEndpoint, RetryPolicy = new ClientRetryPolicy(0) });

    public static EmbeddingClient Embeddings(this World world, string model = "text-embedding-3-small") => new(model, s_key, Options(world));

    public static ImageClient Images(this World world, string model = "gpt-image-1") => new(model, s_key, Options(world));

    public static AudioClient Audio(this World world, string model) => new(model, s_key, Options(world));

    public static DecisionsClient Decisions(this World world) => new(s_key, new DecisionsClientOptions { Endpoint = world.Provider.OpenAIEndpoint, RetryPolicy = new ClientRetryPolicy(0) });

    public static AssistantClient Assistants(this World world) => new(s_key, new AssistantClientOptions { Endpoint = world.Provider.OpenAIEndpoint, RetryPolicy = new ClientRetryPolicy(0) });

    public static VideoClient Videos(this World world) => new(s_key, new VideoClientOptions { Endpoint = world.Provider.OpenAIEndpoint, RetryPolicy = new ClientRetryPolicy(0) });

    /// <summary>A body in JSON.</summary>
    public static BinaryContent Json(string json) => BinaryContent.Create(BinaryData.FromString(json));

    private static OpenAIClientOptions Options(World world) => new() { Endpoint = world.Provider.OpenAIEndpoint, RetryPolicy = new ClientRetryPolicy(0) };
}
