using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using Microsoft.Extensions.AI;

namespace BudgetGen.Generated;

/// <summary>How pictures through Microsoft.Extensions.AI are metered: in tokens, or by the piece.</summary>
internal static class ExtensionsAIImages
{
    /// <summary>The most pictures that any provider takes along with a prompt, where nobody can count them without walking through them.</summary>
    private const int MostGiven = 16;

    internal static Task<ImageGenerationResponse> GenerateAsync(
        LlmCallSite site, IImageGenerator generator, ImageGenerationRequest request, ImageGenerationOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
            site,
            Describe(generator, request?.Prompt, Count(request?.OriginalImages), options),
            (generator, request, options, cancellationToken),
            static call => call.generator.GenerateAsync(call.request!, call.options, call.cancellationToken),
            Outcome,
            cancellationToken);

    internal static Task<ImageGenerationResponse> GenerateImagesAsync(
        LlmCallSite site, IImageGenerator generator, string prompt, ImageGenerationOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
            site,
            Describe(generator, prompt, 0, options),
            (generator, prompt, options, cancellationToken),
            static call => call.generator.GenerateImagesAsync(call.prompt, call.options, call.cancellationToken),
            Outcome,
            cancellationToken);

    internal static Task<ImageGenerationResponse> EditImagesAsync(
        LlmCallSite site, IImageGenerator generator, IEnumerable<AIContent> originalImages, string prompt, ImageGenerationOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
            site,
            Describe(generator, prompt, Count(originalImages), options),
            (generator, originalImages, prompt, options, cancellationToken),
            static call => call.generator.EditImagesAsync(call.originalImages, call.prompt, call.options, call.cancellationToken),
            Outcome,
            cancellationToken);

    internal static Task<ImageGenerationResponse> EditImageAsync(
        LlmCallSite site, IImageGenerator generator, DataContent originalImage, string prompt, ImageGenerationOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
            site,
            Describe(generator, prompt, 1, options),
            (generator, originalImage, prompt, options, cancellationToken),
            static call => call.generator.EditImageAsync(call.originalImage, call.prompt, call.options, call.cancellationToken),
            Outcome,
            cancellationToken);

    internal static Task<ImageGenerationResponse> EditImageAsync(
        LlmCallSite site,
        IImageGenerator generator,
        ReadOnlyMemory<byte> originalImageData,
        string fileName,
        string prompt,
        ImageGenerationOptions? options,
        CancellationToken cancellationToken) => LlmCall.RunAsync(
            site,
            Describe(generator, prompt, 1, options),
            (generator, originalImageData, fileName, prompt, options, cancellationToken),
            static call => call.generator.EditImageAsync(call.originalImageData, call.fileName, call.prompt, call.options, call.cancellationToken),
            Outcome,
            cancellationToken);

    /// <summary>What the response says that the call used: tokens, or for models that are billed by the piece how many pictures there are.</summary>
    internal static LlmOutcome Outcome(ImageGenerationResponse response)
    {
        int images = response.Contents.Count(static content => content is DataContent or UriContent);
        LlmUsage usage = response.Usage is { } tokens ? new LlmUsage { Input = tokens.InputTokenCount, OutputImage = tokens.OutputTokenCount } : default;
        return new LlmOutcome { Usage = images == 0 ? usage : usage with { Images = images } };
    }

    private static LlmRequest Describe(IImageGenerator? generator, string? text, int given, ImageGenerationOptions? options)
    {
        var prompt = new PromptSize();
        prompt.AddText(text);
        var metadata = generator?.GetService(typeof(ImageGeneratorMetadata)) as ImageGeneratorMetadata;
        string? size = options?.ImageSize is { IsEmpty: false } asked ? FormattableString.Invariant($"{asked.Width}x{asked.Height}") : null;
        return new LlmRequest
        {
            Sdk = ExtensionsAIChat.Sdk,
            Provider = metadata?.ProviderName?.ToLowerInvariant(),
            Model = options?.ModelId ?? metadata?.DefaultModelId,
            Prompt = prompt,
            Bounds = LlmBounds.Images(options?.Count ?? 1, size, quality: null, given, options?.StreamingCount ?? 0),
        };
    }

    private static int Count(IEnumerable<AIContent>? images) => images is null ? 0 : images.TryGetNonEnumeratedCount(out int count) ? count : MostGiven;
}
