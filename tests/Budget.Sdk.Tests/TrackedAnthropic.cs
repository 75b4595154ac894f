using Anthropic.Core;
using Anthropic.Helpers;
using Anthropic.Helpers.Beta;
using Anthropic.Models.Messages;
using Anthropic.Services;
using Beta = Anthropic.Models.Beta.Messages;
using BetaServices = Anthropic.Services.Beta;

namespace BudgetGen.Sdk.Tests;

/// <summary>What a structured answer is parsed into; no answer of the test provider fits it.</summary>
public sealed class Greeting
{
    public string Words { get; set; } = "";
}

/// <summary>One method for each way into Anthropic's SDK that is no plain message: everything here is metered by the attribute on the class.</summary>
[TrackLlmCall(User = "tester", Project = "sdk")]
internal static class TrackedAnthropic
{
    public static Task<StructuredMessage<Greeting>> Structured(IMessageService messages, string text) => messages.Create<Greeting>(Ask(text));

    public static Task<HttpResponse<Message>> Raw(IMessageServiceWithRawResponse messages, string text, CancellationToken cancellationToken = default) =>
        messages.Create(Ask(text), cancellationToken);

    public static Task<StreamingHttpResponse<RawMessageStreamEvent>> RawStream(IMessageServiceWithRawResponse messages, string text, CancellationToken cancellationToken = default) =>
        messages.CreateStreaming(Ask(text), cancellationToken);

    public static Task<Beta.BetaMessage> BetaMessage(BetaServices.IMessageService messages, string text) => messages.Create(AskBeta(text));

    public static IAsyncEnumerable<Beta.BetaRawMessageStreamEvent> BetaStream(BetaServices.IMessageService messages, string text, CancellationToken cancellationToken = default) =>
        messages.CreateStreaming(AskBeta(text), cancellationToken);

    public static Task<BetaStructuredMessage<Greeting>> BetaStructured(BetaServices.IMessageService messages, string text) =>
        BetaServices.BetaMessageServiceExtensions.Create<Greeting>(messages, AskBeta(text));

    public static Task<HttpResponse<Beta.BetaMessage>> BetaRaw(BetaServices.IMessageServiceWithRawResponse messages, string text) => messages.Create(AskBeta(text));

    public static Task<StreamingHttpResponse<Beta.BetaRawMessageStreamEvent>> BetaRawStream(
        BetaServices.IMessageServiceWithRawResponse messages, string text, CancellationToken cancellationToken = default) =>
        messages.CreateStreaming(AskBeta(text), cancellationToken);

    public static Task<Beta.BetaMessage> Send(BetaMessageThread thread, string text) => thread.Send(Say(text));

    public static Task<Beta.BetaMessage> SendStaged(BetaMessageThread thread) => thread.Send();

    public static Task<Beta.BetaMessage> SendSequence(BetaMessageThread thread, IEnumerable<Beta.BetaMessageParam> messages, long maxTokens) =>
        thread.Send(messages, fields => fields with { MaxTokens = maxTokens });

    public static Task<BetaStructuredMessage<Greeting>> SendTyped(BetaMessageThread<Greeting> thread, string text) => thread.Send(Say(text));

    public static IAsyncEnumerable<Beta.BetaRawMessageStreamEvent> SendStream(BetaMessageThread thread, string text, CancellationToken cancellationToken = default) =>
        thread.SendStreaming(Say(text), cancellationToken);

    public static IAsyncEnumerable<Beta.BetaRawMessageStreamEvent> SendTypedStream(BetaMessageThread<Greeting> thread, string text) => thread.SendStreaming(Say(text));

    public static BetaMessageThread Thread(BetaServices.IMessageService messages) => messages.Thread(NewThread());

    public static BetaToolRunner Runner(BetaServices.IMessageService messages, string text, IBetaRunnableTool tool) => messages.ToolRunner(AskBeta(text), [tool]);

    public static BetaToolRunner RunnerWithoutThread(BetaServices.IMessageService messages, string text, IBetaRunnableTool tool) =>
        messages.ToolRunner(AskBeta(text), [tool], thread: false, maxIterations: 2);

    public static Beta.ThreadCreateParams NewThread() => new() { Model = Tracked.Claude, MaxTokens = 100, Messages = [] };

    public static Beta.BetaMessageParam Say(string text) => new Beta.BetaUserMessageParam(text);

    private static MessageCreateParams Ask(string text) => new() { Model = Tracked.Claude, MaxTokens = 100, Messages = [new MessageParam(new UserMessageParam(text))] };

    private static Beta.MessageCreateParams AskBeta(string text) => new() { Model = Tracked.Claude, MaxTokens = 100, Messages = [Say(text)] };
}

/// <summary>Threads that were made where nobody tracks: their turns are metered where they are sent.</summary>
[BudgetIgnore("what is sent is tracked where it is sent")]
internal static class PlainThreads
{
    public static BetaMessageThread New(BetaServices.IMessageService messages) => messages.Thread(TrackedAnthropic.NewThread());

    public static BetaMessageThread<Greeting> Typed(BetaServices.IMessageService messages) => messages.Thread<Greeting>(TrackedAnthropic.NewThread());
}
