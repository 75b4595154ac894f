using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace BudgetGen.Packaging.Tests;

/// <summary>`dotnet new` with the templates: created, built and run without a key.</summary>
public sealed class TemplateTests(Packages packages, TemplateTests.Hive hive) : IClassFixture<TemplateTests.Hive>
{
    [Fact]
    public async Task The_console_program_runs()
    {
        string folder = await CreateAsync("budgetgen-console", "Hello.Budget");
        Run build = (await Dotnet.BuildAsync(packages, folder)).Succeeded();
        Assert.Empty(build.Complaints);
        Run run = (await Dotnet.RunAsync(packages, folder, Path.Combine("bin", "Debug", "net10.0", "Hello.Budget.dll"))).Succeeded();
        Assert.Contains("Set OPENAI_API_KEY, and a model will answer.", run.Lines);
        Assert.Contains(run.Lines, static line => line.StartsWith("Rejected: a report may cost $0.01", StringComparison.Ordinal));
        Assert.Contains("Alice has spent $0.0000102 of $0.005 today.", run.Lines);
    }

    [Fact]
    public async Task The_web_service_answers_and_keeps_to_the_budget_of_its_settings()
    {
        string folder = await CreateAsync("budgetgen-web", "Hello.Web");
        Run build = (await Dotnet.BuildAsync(packages, folder)).Succeeded();
        Assert.Empty(build.Complaints);
        string service = Path.Combine("bin", "Debug", "net10.0", "Hello.Web.dll");

        await ServeAsync(folder, [service], static async http =>
        {
            using HttpResponseMessage answer = await http.PostAsJsonAsync("/ask/alice", new { text = "hello" }, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("a model will answer", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Contains("\"spent\":0.0000102", await http.GetStringAsync(new Uri("/budget/alice", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        });
        await ServeAsync(folder, [service, "--Budget:Policies:0:Limit=0.0001"], static async http =>
        {
            using HttpResponseMessage answer = await http.PostAsJsonAsync("/ask/alice", new { text = "hello" }, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        });
    }

    private async Task<string> CreateAsync(string template, string name)
    {
        string folder = packages.Folder(name);
        (await hive.NewAsync(folder, template, "--name", name, "--output", folder, "--skipRestore")).Succeeded();
        return folder;
    }

    /// <summary>Starts the service on a free port, and ends it.</summary>
    private async Task ServeAsync(string folder, string[] arguments, Func<HttpClient, Task> use)
    {
        using Process process = Dotnet.Start(packages, "dotnet", folder, [.. arguments, "--urls", "http://127.0.0.1:0"]);
        try
        {
            const string Listening = "Now listening on: ";
            string? line;
            do
                line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            while (line?.Contains(Listening, StringComparison.Ordinal) == false);
            if (line is null)
                Assert.Fail("The service ended: " + await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            using var http = new HttpClient { BaseAddress = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim()), Timeout = TimeSpan.FromMinutes(5) };
            await use(http);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Where `dotnet new` keeps the templates of these tests, away from those of the machine.</summary>
    public sealed class Hive(Packages packages) : IAsyncLifetime
    {
        private readonly string _folder = packages.Folder("hive");

        public async ValueTask InitializeAsync() =>
            (await NewAsync(packages.Root, "install", Path.Combine(packages.Feed, $"BudgetGen.Templates.{Packages.Version}.nupkg"))).Succeeded();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        internal Task<Run> NewAsync(string folder, params string[] arguments) => Dotnet.RunAsync(packages, folder, ["new", .. arguments, "--debug:custom-hive", _folder]);
    }
}
