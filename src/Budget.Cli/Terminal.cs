using Spectre.Console;

namespace BudgetGen.Cli;

/// <summary>Tables and paragraphs, as wide as the terminal.</summary>
internal static class Terminal
{
    /// <summary>A pipe has no width, and a table cut to 80 columns is of no use to a machine.</summary>
    private const int WidthOfAPipe = 400;

    /// <summary>Paragraphs are for people, wherever they are read.</summary>
    private const int WidthOfAParagraph = 100;

    public static IAnsiConsole Open()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = WidthOfAPipe;
        return console;
    }

    /// <summary>Writes a paragraph with space in front of each line.</summary>
    public static void Paragraph(TextWriter output, string text, int indent, int width)
    {
        width = Math.Min(width, WidthOfAParagraph);
        string margin = new(' ', indent), line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && indent + line.Length + 1 + word.Length > width)
            {
                output.WriteLine(margin + line);
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        output.WriteLine(margin + line);
    }
}
