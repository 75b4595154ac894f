using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Emit;

/// <summary>Values as C# literals.</summary>
internal static class Literals
{
    /// <summary>A text in quotes.</summary>
    public static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>A text for a comment: what ends a line would end the comment too, and file names may hold anything.</summary>
    public static string OneLine(string text) => text.Any(IsControl) ? new string([.. text.Select(c => IsControl(c) ? '?' : c)]) : text;

    private static bool IsControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

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
