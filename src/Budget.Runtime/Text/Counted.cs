using System.Globalization;

namespace BudgetGen;

/// <summary>Counts as sentences for people have them: "1 call", "2 calls". The command line compiles this file too.</summary>
internal static class Counted
{
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one of them.</param>
    /// <param name="many">The word for none or several; null: the same with an s.</param>
    public static string Of(long count, string one, string? many = null) => count.ToString(CultureInfo.InvariantCulture) + " " + Word(count, one, many);

    /// <summary>The word without the number.</summary>
    public static string Word(long count, string one, string? many = null) => count == 1 ? one : many ?? one + "s";
}
