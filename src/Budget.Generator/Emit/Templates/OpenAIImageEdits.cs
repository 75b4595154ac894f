using System;
using System.ClientModel;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Images;

namespace BudgetGen.Generated;

/// <summary>Pictures that are made from pictures and a text.</summary>
internal static partial class OpenAIImages
{
    internal static ClientResult<GeneratedImage> GenerateImageEdit(LlmCallSite site, ImageClient client, Stream image, string imageFilename, string prompt, ImageEditOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        DescribeEdit(client, prompt, 1, options, given: 1) with { CancellationToken = cancellationToken },
        (client, image, imageFilename, prompt, options, cancellationToken),
        static call => call.client.GenerateImageEdit(call.image, call.imageFilename, call.prompt, call.options, call.cancellationToken),
        OutcomeOfOne);

    internal static Task<ClientResult<GeneratedImage>> GenerateImageEditAsync(LlmCallSite site, ImageClient client, Stream image, string imageFilename, string prompt, ImageEditOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        DescribeEdit(client, prompt, 1, options, given: 1),
        (client, image, imageFilename, prompt, options, cancellationToken),
        static call => call.client.GenerateImageEditAsync(call.image, call.imageFilename, call.prompt, call.options, call.cancellationToken),
        OutcomeOfOne,
        cancellationToken);

    internal static ClientResult<GeneratedImage> GenerateImageEdit(LlmCallSite site, ImageClient client, string imageFilePath, string prompt, ImageEditOptions? options) => LlmCall.Run(
        site,
        DescribeEdit(client, prompt, 1, options, given: 1),
        (client, imageFilePath, prompt, options),
        static call => call.client.GenerateImageEdit(call.imageFilePath, call.prompt, call.options),
        OutcomeOfOne);

    internal static Task<ClientResult<GeneratedImage>> GenerateImageEditAsync(LlmCallSite site, ImageClient client, string imageFilePath, string prompt, ImageEditOptions? options) => LlmCall.RunAsync(
        site,
        DescribeEdit(client, prompt, 1, options, given: 1),
        (client, imageFilePath, prompt, options),
        static call => call.client.GenerateImageEditAsync(call.imageFilePath, call.prompt, call.options),
        OutcomeOfOne);

    internal static ClientResult<GeneratedImage> GenerateImageEdit(LlmCallSite site, ImageClient client, Stream image, string imageFilename, string prompt, Stream mask, string maskFilename, ImageEditOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        DescribeEdit(client, prompt, 1, options, given: 2) with { CancellationToken = cancellationToken },
        (client, image, imageFilename, prompt, mask, maskFilename, options, cancellationToken),
        static call => call.client.GenerateImageEdit(call.image, call.imageFilename, call.prompt, call.mask, call.maskFilename, call.options, call.cancellationToken),
        OutcomeOfOne);

    internal static Task<ClientResult<GeneratedImage>> GenerateImageEditAsync(LlmCallSite site, ImageClient client, Stream image, string imageFilename, string prompt, Stream mask, string maskFilename, ImageEditOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        DescribeEdit(client, prompt, 1, options, given: 2),
        (client, image, imageFilename, prompt, mask, maskFilename, options, cancellationToken),
        static call => call.client.GenerateImageEditAsync(call.image, call.imageFilename, call.prompt, call.mask, call.maskFilename, call.options, call.cancellationToken),
        OutcomeOfOne,
        cancellationToken);

    internal static ClientResult<GeneratedImage> GenerateImageEdit(LlmCallSite site, ImageClient client, string imageFilePath, string prompt, string maskFilePath, ImageEditOptions? options) => LlmCall.Run(
        site,
        DescribeEdit(client, prompt, 1, options, given: 2),
        (client, imageFilePath, prompt, maskFilePath, options),
        static call => call.client.GenerateImageEdit(call.imageFilePath, call.prompt, call.maskFilePath, call.options),
        OutcomeOfOne);

    internal static Task<ClientResult<GeneratedImage>> GenerateImageEditAsync(LlmCallSite site, ImageClient client, string imageFilePath, string prompt, string maskFilePath, ImageEditOptions? options) => LlmCall.RunAsync(
        site,
        DescribeEdit(client, prompt, 1, options, given: 2),
        (client, imageFilePath, prompt, maskFilePath, options),
        static call => call.client.GenerateImageEditAsync(call.imageFilePath, call.prompt, call.maskFilePath, call.options),
        OutcomeOfOne);

    internal static ClientResult<GeneratedImageCollection> GenerateImageEdits(LlmCallSite site, ImageClient client, Stream image, string imageFilename, string prompt, int imageCount, ImageEditOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        DescribeEdit(client, prompt, imageCount, options, given: 1) with { CancellationToken = cancellationToken },
        (client, image, imageFilename, prompt, imageCount, options, cancellationToken),
        static call => call.client.GenerateImageEdits(call.image, call.imageFilename, call.prompt, call.imageCount, call.options, call.cancellationToken),
        Outcome);

    internal static Task<ClientResult<GeneratedImageCollection>> GenerateImageEditsAsync(LlmCallSite site, ImageClient client, Stream image, string imageFilename, string prompt, int imageCount, ImageEditOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        DescribeEdit(client, prompt, imageCount, options, given: 1),
        (client, image, imageFilename, prompt, imageCount, options, cancellationToken),
        static call => call.client.GenerateImageEditsAsync(call.image, call.imageFilename, call.prompt, call.imageCount, call.options, call.cancellationToken),
        Outcome,
        cancellationToken);

    internal static ClientResult<GeneratedImageCollection> GenerateImageEdits(LlmCallSite site, ImageClient client, string imageFilePath, string prompt, int imageCount, ImageEditOptions? options) => LlmCall.Run(
        site,
        DescribeEdit(client, prompt, imageCount, options, given: 1),
        (client, imageFilePath, prompt, imageCount, options),
        static call => call.client.GenerateImageEdits(call.imageFilePath, call.prompt, call.imageCount, call.options),
        Outcome);

    internal static Task<ClientResult<GeneratedImageCollection>> GenerateImageEditsAsync(LlmCallSite site, ImageClient client, string imageFilePath, string prompt, int imageCount, ImageEditOptions? options) => LlmCall.RunAsync(
        site,
        DescribeEdit(client, prompt, imageCount, options, given: 1),
        (client, imageFilePath, prompt, imageCount, options),
        static call => call.client.GenerateImageEditsAsync(call.imageFilePath, call.prompt, call.imageCount, call.options),
        Outcome);

    internal static ClientResult<GeneratedImageCollection> GenerateImageEdits(LlmCallSite site, ImageClient client, Stream image, string imageFilename, string prompt, Stream mask, string maskFilename, int imageCount, ImageEditOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        DescribeEdit(client, prompt, imageCount, options, given: 2) with { CancellationToken = cancellationToken },
        (client, image, imageFilename, prompt, mask, maskFilename, imageCount, options, cancellationToken),
        static call => call.client.GenerateImageEdits(call.image, call.imageFilename, call.prompt, call.mask, call.maskFilename, call.imageCount, call.options, call.cancellationToken),
        Outcome);

    internal static Task<ClientResult<GeneratedImageCollection>> GenerateImageEditsAsync(LlmCallSite site, ImageClient client, Stream image, string imageFilename, string prompt, Stream mask, string maskFilename, int imageCount, ImageEditOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        DescribeEdit(client, prompt, imageCount, options, given: 2),
        (client, image, imageFilename, prompt, mask, maskFilename, imageCount, options, cancellationToken),
        static call => call.client.GenerateImageEditsAsync(call.image, call.imageFilename, call.prompt, call.mask, call.maskFilename, call.imageCount, call.options, call.cancellationToken),
        Outcome,
        cancellationToken);

    internal static ClientResult<GeneratedImageCollection> GenerateImageEdits(LlmCallSite site, ImageClient client, string imageFilePath, string prompt, string maskFilePath, int imageCount, ImageEditOptions? options) => LlmCall.Run(
        site,
        DescribeEdit(client, prompt, imageCount, options, given: 2),
        (client, imageFilePath, prompt, maskFilePath, imageCount, options),
        static call => call.client.GenerateImageEdits(call.imageFilePath, call.prompt, call.maskFilePath, call.imageCount, call.options),
        Outcome);

    internal static Task<ClientResult<GeneratedImageCollection>> GenerateImageEditsAsync(LlmCallSite site, ImageClient client, string imageFilePath, string prompt, string maskFilePath, int imageCount, ImageEditOptions? options) => LlmCall.RunAsync(
        site,
        DescribeEdit(client, prompt, imageCount, options, given: 2),
        (client, imageFilePath, prompt, maskFilePath, imageCount, options),
        static call => call.client.GenerateImageEditsAsync(call.imageFilePath, call.prompt, call.maskFilePath, call.imageCount, call.options),
        Outcome);

    private static LlmRequest DescribeEdit(ImageClient client, string? prompt, int count, ImageEditOptions? options, int given) =>
        Describe(client, prompt, count, options?.Size?.ToString(), options?.Quality?.ToString(), given);
}
