namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>A client of a library whose calls are known one by one.</summary>
/// <param name="Assembly">Simple name of the library's assembly.</param>
/// <param name="Type">Full metadata name of the client.</param>
/// <param name="Free">Members that cost nothing. A member that is neither here nor in the table of paid methods is reported.</param>
internal sealed record KnownClient(string Assembly, string Type, params string[] Free);

/// <summary>Clients of libraries that are recognised by their names only, so that a newer version may have members that nobody here has seen.</summary>
internal static class KnownClients
{
    private static readonly Dictionary<string, KnownClient> _byType =
        ((IEnumerable<KnownClient>)[.. GoogleGenAICalls.Clients, .. GenerativeAICalls.Clients, .. MistralCalls.Clients, .. OllamaCalls.Clients]).ToDictionary(client => client.Type, StringComparer.Ordinal);

    /// <summary>The assemblies that they are in.</summary>
    public static HashSet<string> Assemblies { get; } = new(_byType.Values.Select(client => client.Assembly), StringComparer.Ordinal);

    /// <summary>The client of that full metadata name, or null.</summary>
    public static KnownClient? Find(string type) => _byType.TryGetValue(type, out KnownClient? client) ? client : null;
}
