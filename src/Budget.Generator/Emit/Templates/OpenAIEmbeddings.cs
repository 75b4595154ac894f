using System;
using System.ClientModel;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Embeddings;

namespace BudgetGen.Generated;

/// <summary>How embeddings of the OpenAI SDK are metered: by their input, for there is no billed output.</summary>
internal static partial class OpenAIEmbeddings
{
    internal static ClientResult<OpenAIEmbedding> GenerateEmbedding(LlmCallSite site, EmbeddingClient client, string input, EmbeddingGenerationOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        Describe(client, [input]) with { CancellationToken = cancellationToken },
        (client, input, options, cancellationToken),
        static call => call.client.GenerateEmbedding(call.input, call.options, call.cancellationToken),
        OutcomeOfOne);

    internal static Task<ClientResult<OpenAIEmbedding>> GenerateEmbeddingAsync(LlmCallSite site, EmbeddingClient client, string input, EmbeddingGenerationOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        Describe(client, [input]),
        (client, input, options, cancellationToken),
        static call => call.client.GenerateEmbeddingAsync(call.input, call.options, call.cancellationToken),
        OutcomeOfOne,
        cancellationToken);

    internal static ClientResult<OpenAIEmbeddingCollection> GenerateEmbeddings(LlmCallSite site, EmbeddingClient client, IEnumerable<string> inputs, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        inputs = Once(inputs);
        return LlmCall.Run(
            site,
            Describe(client, inputs) with { CancellationToken = cancellationToken },
            (client, inputs, options, cancellationToken),
            static call => call.client.GenerateEmbeddings(call.inputs, call.options, call.cancellationToken),
            Outcome);
    }

    internal static Task<ClientResult<OpenAIEmbeddingCollection>> GenerateEmbeddingsAsync(LlmCallSite site, EmbeddingClient client, IEnumerable<string> inputs, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        inputs = Once(inputs);
        return LlmCall.RunAsync(
            site,
            Describe(client, inputs),
            (client, inputs, options, cancellationToken),
            static call => call.client.GenerateEmbeddingsAsync(call.inputs, call.options, call.cancellationToken),
            Outcome,
            cancellationToken);
    }

    internal static ClientResult<OpenAIEmbeddingCollection> GenerateEmbeddings(LlmCallSite site, EmbeddingClient client, IEnumerable<ReadOnlyMemory<int>> inputs, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        inputs = Once(inputs);
        return LlmCall.Run(
            site,
            Describe(client, inputs) with { CancellationToken = cancellationToken },
            (client, inputs, options, cancellationToken),
            static call => call.client.GenerateEmbeddings(call.inputs, call.options, call.cancellationToken),
            Outcome);
    }

    internal static Task<ClientResult<OpenAIEmbeddingCollection>> GenerateEmbeddingsAsync(LlmCallSite site, EmbeddingClient client, IEnumerable<ReadOnlyMemory<int>> inputs, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        inputs = Once(inputs);
        return LlmCall.RunAsync(
            site,
            Describe(client, inputs),
            (client, inputs, options, cancellationToken),
            static call => call.client.GenerateEmbeddingsAsync(call.inputs, call.options, call.cancellationToken),
            Outcome,
            cancellationToken);
    }

    /// <summary>What the response says that the call used.</summary>
    private static LlmOutcome Outcome(ClientResult<OpenAIEmbeddingCollection> result) => new()
    {
        Usage = result.Value.Usage is { } usage ? new LlmUsage { Input = usage.InputTokenCount } : default,
        Model = result.Value.Model,
    };

    /// <summary>A single vector comes without its usage, which the response has all the same.</summary>
    private static LlmOutcome OutcomeOfOne(ClientResult<OpenAIEmbedding> result) => LlmWire.Outcome(result.GetRawResponse().Content.ToMemory());

    private static LlmRequest Describe(EmbeddingClient client, IEnumerable<string>? inputs)
    {
        var prompt = new PromptSize();
        foreach (string input in inputs ?? [])
            prompt.AddText(input);
        return OpenAIClients.Request(client?.Endpoint, client?.Model) with { Prompt = prompt, Bounds = LlmBounds.Embedding };
    }

    /// <summary>Input that is there as tokens is counted exactly.</summary>
    private static LlmRequest Describe(EmbeddingClient client, IEnumerable<ReadOnlyMemory<int>>? inputs) =>
        OpenAIClients.Request(client?.Endpoint, client?.Model) with { Bounds = LlmBounds.EmbeddingOf(inputs?.Sum(static input => (long)input.Length) ?? 0) };

    /// <summary>A sequence with side effects must not run them again for us.</summary>
    private static IReadOnlyList<T> Once<T>(IEnumerable<T> inputs) => inputs switch
    {
        null => null!,
        IReadOnlyList<T> list => list,
        _ => inputs.ToArray(),
    };
}
