using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace BudgetGen.TestProvider;

/// <summary>A provider on a loopback port that speaks OpenAI's, Anthropic's and Azure's wire formats and logs what it bills before it answers.</summary>
public sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);

    private FakeProvider(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public Uri Address { get; }

    /// <summary>The endpoint for OpenAI's client.</summary>
    public Uri OpenAIEndpoint => new(Address, "v1");

    /// <summary>What it did.</summary>
    public ProviderLog Log { get; } = new();

    /// <summary>The usage of the next answers; called once for each request, from many threads.</summary>
    public Func<ProviderRequest, ProviderUsage> Usage { get; set; } = static request => ProviderUsage.Typical(request);

    public static async Task<FakeProvider> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        FakeProvider? provider = null;
        app.MapPost("/v1/chat/completions", context => provider!.AnswerAsync(context, new OpenAIWire()));
        app.MapPost("/v1/messages", context => provider!.AnswerAsync(context, new AnthropicWire()));
        app.MapPost("/v1/responses", context => provider!.AnswerAsync(context, new OpenAIResponsesWire()));
        app.MapPost("/v1/responses/{id}/cancel", context => provider!.ReadAsync(context, OpenAIResponsesWire.Cancelled));
        app.MapPost("/v1/threads/{thread}/runs/{run}/cancel", context => provider!.ReadAsync(context, static usage => OpenAIMediaWire.Run(usage, "cancelled")));
        app.MapPost("/v1/{**path}", context => provider!.AnswerAsync(context, new OpenAIMediaWire(context.Request.Path)));
        app.MapGet("/v1/responses/{id}", context => provider!.ReadAsync(context, context.Request.Query["stream"] == "true" ? OpenAIResponsesWire.LaterStream : OpenAIResponsesWire.Later));
        app.MapGet("/v1/threads/{thread}/runs/{run}", context => provider!.ReadAsync(context, static usage => OpenAIMediaWire.Run(usage, "completed")));
        app.MapPost("/openai/deployments/{deployment}/{**operation}", context => provider!.AnswerAsync(context, AzureWire.Of(context.Request.RouteValues)));
        await app.StartAsync();
        return provider = new FakeProvider(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    /// <summary>Reading what was asked for before costs nothing, and neither does cancelling it.</summary>
    private async Task ReadAsync(HttpContext context, Func<ProviderUsage, string> answer)
    {
        context.Response.ContentType = context.Request.Query["stream"] == "true" ? "text/event-stream" : "application/json";
        await context.Response.WriteAsync(answer(Usage(new ProviderRequest("", Stream: false, MaxTokens: null, BodyLength: 0))));
    }

    private static async Task<string> BodyAsync(HttpContext context)
    {
        if (context.Request.HasFormContentType)
        {
            IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
            return JsonSerializer.Serialize(form.ToDictionary(static field => field.Key, static field => field.Value.ToString()));
        }

        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context, IWire wire)
    {
        string body = await BodyAsync(context);
        ProviderRequest request = wire.Parse(JsonDocument.Parse(body).RootElement, body.Length) with { Body = body };
        string scenario = Scenarios.Find(body, isFirst: Scenarios.HasFirst(body) && _seen.TryAdd(body, true));
        ProviderUsage usage = Usage(request);
        int? status = Scenarios.StatusOf(scenario);
        Log.Add(new ProviderCall(
            context.Request.Path, request.Model, scenario, request.Stream, usage.Input, usage.Cached, usage.Output, usage.Reasoning, Billed: status is null, request.MaxTokens)
        {
            LastEventId = context.Request.Headers.TryGetValue("Last-Event-ID", out StringValues last) ? last.ToString() : null,
        });

        try
        {
            switch (scenario)
            {
                case var _ when status is { } code:
                    context.Response.StatusCode = code;
                    context.Response.ContentType = "application/json";
                    await context.Response.WriteAsync($$"""{"type":"error","error":{"type":"{{(code < 500 ? "invalid_request_error" : "api_error")}}","message":"asked for"} }""");
                    break;
                case Scenarios.Hang:
                    await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
                    break;
                case Scenarios.BadJson:
                    context.Response.ContentType = "application/json";
                    await context.Response.WriteAsync("this is no JSON");
                    break;
                case Scenarios.Drop when !request.Stream:
                    context.Abort();
                    break;
                case Scenarios.DropBody when !request.Stream:
                    string whole = wire.Whole(request, usage, withUsage: true);
                    context.Response.ContentType = "application/json";
                    context.Response.ContentLength = Encoding.UTF8.GetByteCount(whole);
                    await context.Response.WriteAsync(whole[..(whole.Length / 2)]);
                    await context.Response.Body.FlushAsync();
                    await Task.Delay(100, context.RequestAborted);
                    context.Abort();
                    break;
                default:
                    await (request.Stream ? StreamAsync(context, wire, request, usage, scenario) : WholeAsync(context, wire, request, usage, scenario));
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // The client has left, which is what the test asked for.
            Log.AddLeft(body);
        }
    }

    private static async Task WholeAsync(HttpContext context, IWire wire, ProviderRequest request, ProviderUsage usage, string scenario)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(wire.Whole(request, usage, withUsage: scenario != Scenarios.NoUsage));
    }

    private static async Task StreamAsync(HttpContext context, IWire wire, ProviderRequest request, ProviderUsage usage, string scenario)
    {
        context.Response.ContentType = "text/event-stream";
        int deltas = scenario == Scenarios.Slow ? 30 : 5;
        int sent = 0;
        foreach (string chunk in wire.Stream(request, usage, deltas, withUsage: scenario != Scenarios.NoUsage))
        {
            if (scenario is Scenarios.DropWithIds or Scenarios.Ids)
                await context.Response.WriteAsync(FormattableString.Invariant($"id: {sent}\nretry: 100\n"), context.RequestAborted);
            await context.Response.WriteAsync(chunk, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (scenario == Scenarios.Slow)
                await Task.Delay(10, context.RequestAborted);

            // Three deltas after the opening events is where others end.
            if (++sent == wire.EventsBeforeDeltas + 3 && await EndsAsync(context, wire, scenario))
                return;
        }
    }

    private static async Task<bool> EndsAsync(HttpContext context, IWire wire, string scenario)
    {
        switch (scenario)
        {
            case Scenarios.Drop or Scenarios.DropWithIds:
                // An abort overtakes what was flushed but not sent yet.
                await Task.Delay(100, context.RequestAborted);
                context.Abort();
                return true;
            case Scenarios.ErrorEvent:
                await context.Response.WriteAsync(wire.Error, context.RequestAborted);
                return true;
            case Scenarios.Stall:
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                return true;
            default:
                return scenario == Scenarios.CleanCut;
        }
    }
}
