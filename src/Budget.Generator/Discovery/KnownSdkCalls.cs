using BudgetGen.Generator.Discovery.Libraries;

namespace BudgetGen.Generator.Discovery;

/// <summary>The paid methods of client libraries that the generator recognises: those it meters, and those it knows but does not meter yet.</summary>
internal static class KnownSdkCalls
{
    private static readonly Dictionary<(string Type, string Method), KnownSdkCall> _byMethod = Index();

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All => _byMethod.Values;

    /// <summary>The call with this declaring type (full metadata name) and method name, or null.</summary>
    public static KnownSdkCall? Find(string type, string method) =>
        _byMethod.TryGetValue((type, method), out KnownSdkCall call) ? call : null;

    private static Dictionary<(string Type, string Method), KnownSdkCall> Index()
    {
        var index = new Dictionary<(string Type, string Method), KnownSdkCall>();
        foreach (KnownSdkCall call in (IEnumerable<KnownSdkCall>)[
            .. OpenAICalls.All, .. AnthropicCalls.All, .. ExtensionsAICalls.All, .. AzureOpenAICalls.All,
            .. GoogleGenAICalls.All, .. GenerativeAICalls.All, .. MistralCalls.All, .. OllamaCalls.All, .. SemanticKernelCalls.All])
            index.Add((call.Type, call.Method), call);
        return index;
    }
}
