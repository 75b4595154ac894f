using System.Globalization;
using System.Text;

namespace BudgetGen.Generator.Discovery;

/// <summary>
/// The namespace of a compilation's adapters. Every assembly has its own: adapters are internal, and an assembly that may see another's internals must not find two of each name.
/// </summary>
internal static class AdapterNamespace
{
    /// <summary>The namespace for an assembly of that name.</summary>
    public static string Of(string? assembly)
    {
        string name = assembly ?? "";
        var identifier = new StringBuilder(name.Length);
        foreach (char c in name)
            identifier.Append(char.IsLetterOrDigit(c) ? c : '_');

        string readable = identifier.ToString();
        string suffix = readable == name ? "" : "_" + HintNames.Hash(name).ToString("x8", CultureInfo.InvariantCulture);
        return $"{KnownNames.GeneratedNamespace}.For_{readable}{suffix}";
    }
}
