using BudgetGen.TestProvider;

namespace BudgetGen.Packaging.Tests;

/// <summary>The README's five minutes, followed by somebody who types what stands there: its commands, its program, its attribute.</summary>
public sealed class FiveMinutesTests(Packages packages)
{
    private const string Key = "Environment.GetEnvironmentVariable(\"OPENAI_API_KEY\")";

    [Fact]
    public async Task What_the_readme_says_leads_to_a_tracked_call()
    {
        string folder = packages.Folder("newcomer");
        foreach (string line in Block("sh").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "cd")
                folder = Path.Combine(folder, words[1]);
            else
                (await Dotnet.ExecuteAsync(packages, words[0], folder, words[1..])).Succeeded();
        }

        // The program as it stands: the build names its call, and nothing else.
        string program = Block("csharp", "using BudgetGen;"), attribute = Block("csharp", "[TrackLlmCall").Trim();
        Assert.DoesNotContain(attribute, program, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), program, TestContext.Current.CancellationToken);
        Run untracked = (await Dotnet.BuildAsync(packages, folder)).Succeeded();
        Assert.Contains("warning BGN001", Assert.Single(untracked.Complaints), StringComparison.Ordinal);

        // With the attribute, and with a provider on this machine instead of OpenAI.
        await using FakeProvider provider = await FakeProvider.StartAsync();
        provider.Usage = static _ => new ProviderUsage(1000, 0, 1000, 0);
        const string Method = "public async Task<string> AskAsync";
        Assert.Contains(Method, program, StringComparison.Ordinal);
        Assert.Contains(Key, program, StringComparison.Ordinal);
        program = program.Replace(Method, attribute + "\n    " + Method, StringComparison.Ordinal).Replace(
            Key, $"new System.ClientModel.ApiKeyCredential(\"none\"), new OpenAI.OpenAIClientOptions {{ Endpoint = new Uri(\"{provider.OpenAIEndpoint}\") }}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), program, TestContext.Current.CancellationToken);
        Assert.Empty((await Dotnet.BuildAsync(packages, folder)).Succeeded().Complaints);

        Run run = (await Dotnet.RunAsync(packages, folder, Path.Combine("bin", "Debug", "net10.0", Path.GetFileName(folder) + ".dll"))).Succeeded();
        Assert.Contains("alice has spent $0.00075", run.Lines);
    }

    /// <summary>The first block of the README's five minutes in a language, that begins as said.</summary>
    private static string Block(string language, string start = "")
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");
        string section = readme[readme.IndexOf("\n## Five minutes", StringComparison.Ordinal)..];
        foreach (string block in section.Split("```" + language + "\n")[1..])
        {
            string text = string.Join('\n', block[..block.IndexOf("```", StringComparison.Ordinal)].Split('\n').Select(static line => line.StartsWith("   ", StringComparison.Ordinal) ? line[3..] : line));
            if (text.StartsWith(start, StringComparison.Ordinal))
                return text;
        }

        throw new InvalidOperationException($"The README has no block of {language} that starts with '{start}'.");
    }
}
