using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace BudgetGen;

/// <summary>Time zones by their IANA names, as settings and price files write them.</summary>
internal static class IanaZone
{
    private static readonly SearchValues<char> s_letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-");

    /// <summary>
    /// The zone of that name, if this machine knows it. On Unix the name of a zone is the path of a file, and the framework refuses a directory, for one, with exceptions that say
    /// nothing of zones; so only what a name may consist of gets there, and no refusal comes back.
    /// </summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        return name.Length is > 0 and <= 64
            && char.IsAsciiLetter(name[0])
            && char.IsAsciiLetterOrDigit(name[^1])
            && !name.AsSpan().ContainsAnyExcept(s_letters)
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
    }
}
