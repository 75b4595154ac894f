using System;
using System.ClientModel;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Images;

namespace BudgetGen.Generated;

/// <summary>Pictures that are made from a picture.</summary>
internal static partial class OpenAIImages
{
    internal static ClientResult<GeneratedImage> GenerateImageVariation(LlmCallSite site, ImageClient client, Stream image, string imageFilename, ImageVariationOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        DescribeVariation(client, 1, options) with { CancellationToken = cancellationToken },
        (client, image, imageFilename, options, cancellationToken),
        static call => call.client.GenerateImageVariation(call.image, call.imageFilename, call.options, call.cancellationToken),
        OutcomeOfOne);

    internal static Task<ClientResult<GeneratedImage>> GenerateImageVariationAsync(LlmCallSite site, ImageClient client, Stream image, string imageFilename, ImageVariationOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        DescribeVariation(client, 1, options),
        (client, image, imageFilename, options, cancellationToken),
        static call => call.client.GenerateImageVariationAsync(call.image, call.imageFilename, call.options, call.cancellationToken),
        OutcomeOfOne,
        cancellationToken);

    internal static ClientResult<GeneratedImage> GenerateImageVariation(LlmCallSite site, ImageClient client, string imageFilePath, ImageVariationOptions? options) => LlmCall.Run(
        site,
        DescribeVariation(client, 1, options),
        (client, imageFilePath, options),
        static call => call.client.GenerateImageVariation(call.imageFilePath, call.options),
        OutcomeOfOne);

    internal static Task<ClientResult<GeneratedImage>> GenerateImageVariationAsync(LlmCallSite site, ImageClient client, string imageFilePath, ImageVariationOptions? options) => LlmCall.RunAsync(
        site,
        DescribeVariation(client, 1, options),
        (client, imageFilePath, options),
        static call => call.client.GenerateImageVariationAsync(call.imageFilePath, call.options),
        OutcomeOfOne);

    internal static ClientResult<GeneratedImageCollection> GenerateImageVariations(LlmCallSite site, ImageClient client, Stream image, string imageFilename, int imageCount, ImageVariationOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        DescribeVariation(client, imageCount, options) with { CancellationToken = cancellationToken },
        (client, image, imageFilename, imageCount, options, cancellationToken),
        static call => call.client.GenerateImageVariations(call.image, call.imageFilename, call.imageCount, call.options, call.cancellationToken),
        Outcome);

    internal static Task<ClientResult<GeneratedImageCollection>> GenerateImageVariationsAsync(LlmCallSite site, ImageClient client, Stream image, string imageFilename, int imageCount, ImageVariationOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        DescribeVariation(client, imageCount, options),
        (client, image, imageFilename, imageCount, options, cancellationToken),
        static call => call.client.GenerateImageVariationsAsync(call.image, call.imageFilename, call.imageCount, call.options, call.cancellationToken),
        Outcome,
        cancellationToken);

    internal static ClientResult<GeneratedImageCollection> GenerateImageVariations(LlmCallSite site, ImageClient client, string imageFilePath, int imageCount, ImageVariationOptions? options) => LlmCall.Run(
        site,
        DescribeVariation(client, imageCount, options),
        (client, imageFilePath, imageCount, options),
        static call => call.client.GenerateImageVariations(call.imageFilePath, call.imageCount, call.options),
        Outcome);

    internal static Task<ClientResult<GeneratedImageCollection>> GenerateImageVariationsAsync(LlmCallSite site, ImageClient client, string imageFilePath, int imageCount, ImageVariationOptions? options) => LlmCall.RunAsync(
        site,
        DescribeVariation(client, imageCount, options),
        (client, imageFilePath, imageCount, options),
        static call => call.client.GenerateImageVariationsAsync(call.imageFilePath, call.imageCount, call.options),
        Outcome);

    private static LlmRequest DescribeVariation(ImageClient client, int count, ImageVariationOptions? options) => Describe(client, text: null, count, options?.Size?.ToString(), quality: null, given: 1);
}
