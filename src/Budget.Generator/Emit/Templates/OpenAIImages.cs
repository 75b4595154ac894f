using System;
using System.ClientModel;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Images;

namespace BudgetGen.Generated;

/// <summary>How pictures of the OpenAI SDK are metered: in tokens, or by the piece.</summary>
internal static partial class OpenAIImages
{
    internal static ClientResult<GeneratedImage> GenerateImage(LlmCallSite site, ImageClient client, string prompt, ImageGenerationOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        Describe(client, prompt, 1, options) with { CancellationToken = cancellationToken },
        (client, prompt, options, cancellationToken),
        static call => call.client.GenerateImage(call.prompt, call.options, call.cancellationToken),
        OutcomeOfOne);

    internal static Task<ClientResult<GeneratedImage>> GenerateImageAsync(LlmCallSite site, ImageClient client, string prompt, ImageGenerationOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        Describe(client, prompt, 1, options),
        (client, prompt, options, cancellationToken),
        static call => call.client.GenerateImageAsync(call.prompt, call.options, call.cancellationToken),
        OutcomeOfOne,
        cancellationToken);

    internal static ClientResult<GeneratedImageCollection> GenerateImages(LlmCallSite site, ImageClient client, string prompt, int imageCount, ImageGenerationOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        Describe(client, prompt, imageCount, options) with { CancellationToken = cancellationToken },
        (client, prompt, imageCount, options, cancellationToken),
        static call => call.client.GenerateImages(call.prompt, call.imageCount, call.options, call.cancellationToken),
        Outcome);

    internal static Task<ClientResult<GeneratedImageCollection>> GenerateImagesAsync(LlmCallSite site, ImageClient client, string prompt, int imageCount, ImageGenerationOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        Describe(client, prompt, imageCount, options),
        (client, prompt, imageCount, options, cancellationToken),
        static call => call.client.GenerateImagesAsync(call.prompt, call.imageCount, call.options, call.cancellationToken),
        Outcome,
        cancellationToken);

    /// <summary>What the response says that the call used: tokens, or for models that are billed by the piece how many pictures there are.</summary>
    private static LlmOutcome Outcome(ClientResult<GeneratedImageCollection> result)
    {
        GeneratedImageCollection images = result.Value;
        LlmUsage usage = images.Usage is { } tokens
            ? LlmWire.OfImages(tokens.InputTokenCount, tokens.InputTokenDetails?.ImageTokenCount ?? 0, tokens.OutputTokenCount, tokens.OutputTokenDetails?.TextTokenCount ?? 0)
            : default;
        return new LlmOutcome { Usage = usage with { Images = images.Count, ImageSize = images.Size?.ToString(), ImageQuality = images.Quality?.ToString() } };
    }

    /// <summary>A single picture comes without its usage, which the response has all the same.</summary>
    private static LlmOutcome OutcomeOfOne(ClientResult<GeneratedImage> result) => LlmWire.Outcome(result.GetRawResponse().Content.ToMemory());

    private static LlmRequest Describe(ImageClient client, string? prompt, int count, ImageGenerationOptions? options) =>
        Describe(client, prompt, count, options?.Size?.ToString(), options?.Quality?.ToString(), given: 0);

    private static LlmRequest Describe(ImageClient client, string? text, int count, string? size, string? quality, int given)
    {
        var prompt = new PromptSize();
        prompt.AddText(text);
        return OpenAIClients.Request(client?.Endpoint, client?.Model) with { Prompt = prompt, Bounds = LlmBounds.OpenAIImages(client?.Model, count, size, quality, given) };
    }
}
