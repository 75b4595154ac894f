using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Emit;

/// <summary>Values as C# literals.</summary>
internal static class Literals
{
    /// <summary>A text in quotes.</summary>
    public static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>A text as it stands between quotes.</summary>
    public static string Escape(string text)
    {
        string quoted = Quote(text);
        return quoted.Substring(1, quoted.Length - 2);
    }

    /// <summary>A whole number with its digits in groups of three.</summary>
    public static string Grouped(long number)
    {
        string digits = number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
        return digits.Replace(',', '_');
    }
}
