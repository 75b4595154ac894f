namespace BudgetGen.EndToEnd.Tests;

/// <summary>What docs/packaging.md says that people do who reference the projects instead of the packages: its snippet, an untracked call, the attribute, a budget.</summary>
[Collection("processes")]
public sealed class NewcomerTests
{
    private const string Program = """
        using BudgetGen;
        using BudgetGen.Sqlite;
        using Microsoft.Extensions.AI;

        using BudgetManager budget = BudgetManager.Start(options => options
            .UseSqlite(args[0])
            .AddPolicy(new BudgetPolicy { Name = "Each user", Scope = BudgetScope.User, Period = BudgetPeriod.Daily, Limit = Usd.FromDollars(10) }));
        using var client = new Canned();
        Console.WriteLine(await Desk.AskAsync(client, "alice", "hello"));
        foreach (BudgetStatus status in budget.GetUserStatus("alice"))
            Console.WriteLine($"{status.Policy.Name}: {status.Spent}");

        static class Desk
        {
            ATTRIBUTE
            public static async Task<string> AskAsync(IChatClient client, string userId, string question) => (await client.GetResponseAsync(question)).Text;
        }

        sealed class Canned : IChatClient
        {
            public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
                Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "hello to you")) { Usage = new UsageDetails { InputTokenCount = 1000, OutputTokenCount = 1000 } });

            public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
                throw new NotSupportedException();

            public object? GetService(Type serviceType, object? serviceKey = null) => null;

            public void Dispose()
            {
            }
        }
        """;

    [Fact]
    public async Task References_to_the_projects_lead_to_a_tracked_call()
    {
        using var scratch = new Scratch();
        await File.WriteAllTextAsync(scratch.File("App.csproj"), ProjectFromPage());

        // The build names the call that nobody tracks.
        await File.WriteAllTextAsync(scratch.File("Program.cs"), Program.Replace("ATTRIBUTE", "", StringComparison.Ordinal));
        (int exitCode, string output) = await BuildAsync(scratch);
        Assert.True(exitCode == 0, output);
        Assert.Contains("warning BGN001", output, StringComparison.Ordinal);

        // Annotate, and it is metered.
        await File.WriteAllTextAsync(scratch.File("Program.cs"), Program.Replace("ATTRIBUTE", """[TrackLlmCall("gpt-4o-mini", "{userId}")]""", StringComparison.Ordinal));
        (exitCode, output) = await BuildAsync(scratch);
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);

        (exitCode, output) = await Machine.DotnetAsync(scratch.Path, scratch.File("out/App.dll"), scratch.File("budget.db"));
        Assert.True(exitCode == 0, output);
        Assert.Contains("hello to you", output, StringComparison.Ordinal);
        Assert.Contains("Each user: $0.00075", output, StringComparison.Ordinal);
    }

    /// <summary>The XML of the page, with the path of this checkout: what it tells people is what is tested.</summary>
    private static string ProjectFromPage()
    {
        string page = File.ReadAllText(Path.Combine(Machine.Repository, "docs", "packaging.md"));
        int start = page.IndexOf("```xml", StringComparison.Ordinal) + "```xml".Length;
        string snippet = page[start..page.IndexOf("```", start, StringComparison.Ordinal)].Replace("budgetgen/src", Machine.Repository + "/src", StringComparison.Ordinal);
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Microsoft.Extensions.AI.Abstractions" Version="10.11.0" /></ItemGroup>
              {snippet}
            </Project>
            """;
    }

    private static Task<(int ExitCode, string Output)> BuildAsync(Scratch scratch) =>
        Machine.DotnetAsync(scratch.Path, "build", "-c", Machine.Configuration, "-o", scratch.File("out"), "--no-incremental", "-p:BuildProjectReferences=true", "-v", "minimal", "--nologo", "-clp:NoSummary");
}
