using System;
using System.ClientModel;
using System.IO;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>What all clients of the OpenAI SDK have in common.</summary>
internal static class OpenAIClients
{
    private static readonly LlmSdk Sdk = new("openai", static error => (error as ClientResultException)?.Status);

    /// <summary>What a client alone says of a request.</summary>
    internal static LlmRequest Request(Uri? endpoint, string? model = null, string? serviceTier = null) => new()
    {
        Sdk = Sdk,
        Provider = LlmProviders.ByHost(endpoint),
        Model = model,
        Terms = LlmTerms.Asked(serviceTier, region: LlmProviders.RegionByHost(endpoint)),
    };

    /// <summary>What of a stream is still to be read, bytes; null if it does not say.</summary>
    internal static long? Length(Stream? stream) => stream is { CanSeek: true } ? Math.Max(0, stream.Length - stream.Position) : null;

    /// <summary>The length of a file, bytes; null if there is none, which the SDK will say.</summary>
    internal static long? Length(string? path) => path is not null && File.Exists(path) ? new FileInfo(path).Length : null;
}
