using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text;
using OpenAI;
using OpenAI.Chat;

namespace Company.BudgetWebApp;

/// <summary>OpenAI, if the environment variable OPENAI_API_KEY is set. Without it the same client gets a canned answer, and nothing leaves this machine.</summary>
public static class Provider
{
    public static ChatClient Connect(string model) => Environment.GetEnvironmentVariable("OPENAI_API_KEY") is { Length: > 0 } key
        ? new ChatClient(model, key)
        : new ChatClient(model, new ApiKeyCredential("none"), new OpenAIClientOptions { Transport = new HttpClientPipelineTransport(new HttpClient(new CannedAnswer(model))) });

    private sealed class CannedAnswer(string model) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Send(request, cancellationToken));

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string json = $$"""
                {"id":"chatcmpl-1","object":"chat.completion","created":1760000000,"model":"{{model}}",
                 "choices":[{"index":0,"message":{"role":"assistant","content":"Set OPENAI_API_KEY, and a model will answer."},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":20,"completion_tokens":12,"total_tokens":32} }
                """;
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        }
    }
}
