namespace BudgetGen.Mutants.Tests;

/// <summary>The faults of the generator: each lets somebody's text become code.</summary>
internal static class GeneratorMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("a text between quotes is written as it is", "Emit/Literals.cs", "return quoted.Substring(1, quoted.Length - 2);", "return text;"),
        new("a text in quotes is written as it is", "Emit/Literals.cs", "SymbolDisplay.FormatLiteral(text, quote: true);", "\"\\\"\" + text + \"\\\"\";"),
        new("a text in quotes has its quotes escaped and nothing else", "Emit/Literals.cs", "SymbolDisplay.FormatLiteral(text, quote: true);", "\"\\\"\" + text.Replace(\"\\\"\", \"\\\\\\\"\") + \"\\\"\";"),
        new("a text in a comment may have lines", "Emit/Literals.cs", "text.Any(IsControl) ?", "text.Length < 0 ?"),
        new("a text in a comment may have lines that only C# ends", "Emit/Literals.cs", "char.IsControl(c) || c is '\\u2028' or '\\u2029'", "char.IsControl(c)"),
        new("braces of a mixed text are holes", "Discovery/BoundTemplate.cs", ".Replace(\"{\", \"{{\").Replace(\"}\", \"}}\")", ""),
    ];
}
