using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace QuickStart;

/// <summary>
/// A provider for people without an API key: it listens on a loopback port and speaks just enough of OpenAI's and Anthropic's wire formats
/// for the real clients. Its answers are canned; its token counts are a quarter of the bytes.
/// </summary>
internal sealed class LocalProvider : IAsyncDisposable
{
    private const string Answer = "Short answers cost less.";

    private readonly WebApplication _app;

    private LocalProvider(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<LocalProvider> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port: 0));
        WebApplication app = builder.Build();
        app.MapPost("/v1/chat/completions", OpenAIAsync);
        app.MapPost("/v1/messages", AnthropicAsync);
        await app.StartAsync();
        return new LocalProvider(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task OpenAIAsync(HttpContext context)
    {
        JsonElement request = await BodyAsync(context);
        string model = request.GetProperty("model").GetString()!;
        string usage = $$"""{"prompt_tokens":{{Tokens(request)}},"completion_tokens":{{Answer.Length / 4}},"total_tokens":{{Tokens(request) + (Answer.Length / 4)}} }""";
        if (!request.TryGetProperty("stream", out JsonElement stream) || !stream.GetBoolean())
        {
            await JsonAsync(context, $$"""
                {"id":"chatcmpl-1","object":"chat.completion","created":1760000000,"model":"{{model}}",
                 "choices":[{"index":0,"message":{"role":"assistant","content":"{{Answer}}"},"finish_reason":"stop"}],"usage":{{usage}} }
                """);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        foreach (string word in Answer.Split(' '))
            await EventAsync(context, model, $$"""[{"index":0,"delta":{"content":"{{word}} "},"finish_reason":null}]""", "null");
        await EventAsync(context, model, """[{"index":0,"delta":{},"finish_reason":"stop"}]""", "null");
        await EventAsync(context, model, "[]", usage);
        await context.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static async Task AnthropicAsync(HttpContext context)
    {
        JsonElement request = await BodyAsync(context);
        await JsonAsync(context, $$"""
            {"id":"msg_1","type":"message","role":"assistant","model":"{{request.GetProperty("model").GetString()}}",
             "content":[{"type":"text","text":"{{Answer}}","citations":null}],"stop_reason":"end_turn","stop_sequence":null,
             "usage":{"input_tokens":{{Tokens(request)}},"output_tokens":{{Answer.Length / 4}},"cache_read_input_tokens":0,"cache_creation_input_tokens":0} }
            """);
    }

    private static async Task<JsonElement> BodyAsync(HttpContext context) => (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;

    private static int Tokens(JsonElement request) => request.GetProperty("messages").GetRawText().Length / 4;

    private static Task JsonAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    private static Task EventAsync(HttpContext context, string model, string choices, string usage) => context.Response.WriteAsync(
        $"data: {{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"{model}\",\"choices\":{choices},\"usage\":{usage}}}\n\n");
}
