namespace BudgetGen.Cli.Tests;

/// <summary>Every example of docs/cli.md is run, and prints what the page says.</summary>
public class DocumentedExampleTests
{
    private const string Prompt = "$ budgetgen ";

    private static readonly string s_page = Path.Combine(Repository.Root, "docs", "cli.md");

    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        string? command = null;
        var output = new List<string>();
        bool fenced = false;
        foreach (string line in File.ReadLines(s_page))
        {
            bool fence = line.StartsWith("```", StringComparison.Ordinal);
            if (fence || line.StartsWith(Prompt, StringComparison.Ordinal))
            {
                if (command is not null)
                    examples.Add(command, Lines(output));
                command = null;
                output.Clear();
            }

            fenced ^= fence;
            if (fenced && line.StartsWith(Prompt, StringComparison.Ordinal))
                command = line[Prompt.Length..];
            else if (!fence)
                output.Add(line);
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Prints_what_the_page_says(string command, string expected)
    {
        string folder = Directory.CreateTempSubdirectory("budgetgen").FullName;
        foreach (string file in Directory.GetFiles(Tool.Examples))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        await ExampleLedger.MakeAsync(Path.Combine(folder, "budget.db"), RecordFile.Read(Path.Combine(folder, "records.json")));
        string[] parts = command.Split(" < ");
        byte[] input = parts.Length == 1 ? [] : await File.ReadAllBytesAsync(Path.Combine(folder, parts[1]), TestContext.Current.CancellationToken);
        (int code, string output, string error) = await Tool.RunAsync(folder, input, parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        int differ = parts[0].StartsWith("prices diff ", StringComparison.Ordinal) ? 1 : 0;
        Assert.Equal((differ, ""), (code, error));
        Assert.Equal(expected, Lines(output.ReplaceLineEndings("\n").Split('\n')));
    }

    [Fact]
    public void Each_verb_has_an_example()
    {
        string[] verbs = [.. Examples().Select(static row => row.Data.Item1)];
        Assert.All((string[])["cost", "estimate", "tokens", "optimize --records", "optimize --ledger", "optimize --task", "inventory", "reprice", "prices show", "prices diff", "prices check"], verb =>
            Assert.Contains(verbs, example => example.StartsWith(verb + " ", StringComparison.Ordinal)));
    }

    /// <summary>A page has no spaces at the ends of its lines, and no empty lines around an example.</summary>
    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(static line => line.TrimEnd())).Trim('\n');
}
