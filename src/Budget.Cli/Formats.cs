using System.CommandLine;
using System.Text.Json;

namespace BudgetGen.Cli;

/// <summary>How an answer is written: for people, or as JSON.</summary>
internal static class Formats
{
    public const string Json = "json";

    public static Option<string> Option()
    {
        var format = new Option<string>("--format") { Description = "text or json.", DefaultValueFactory = static _ => "text" };
        format.AcceptOnlyFromAmong("text", Json);
        return format;
    }

    /// <summary>Writes one JSON value and a line end to standard output.</summary>
    public static void Write(bool indented, Action<Utf8JsonWriter> write)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = indented, NewLine = "\n" }))
            write(json);
        output.Write("\n"u8);
    }
}
