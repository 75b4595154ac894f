using System.Text.Json;
using System.Text.Json.Nodes;

namespace BudgetGen.Cli.Tests.Inventory;

public class InventoryTests
{
    [Fact]
    public async Task Json_is_what_the_build_writes()
    {
        (int code, string output, string error) = await RunAsync("llm-calls.json", "--format", "json");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Tool.Examples, "llm-calls.json"), TestContext.Current.CancellationToken), output, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Csv_has_a_row_for_each_call_and_quotes_what_needs_it()
    {
        using var scratch = new Scratch();
        string file = scratch.Edit("llm-calls.json", "llm-calls.json", static calls => calls[0]!["why"] = "a, \"b\"\r\nc");
        (int code, string output, _) = await RunAsync(file, "--format", "csv");
        Assert.Equal(0, code);
        Assert.Equal(
            """
            project,file,line,column,member,called,library,kind,status,diagnostic,why,model,model_binding,user,user_binding,paid_by,provider,max_cost_usd,max_output_tokens,input_usd_per_million,output_usd_per_million,estimated_usd
            Shop,Desk.cs,12,37,Desk.AskAsync,ChatClient.CompleteChatAsync,OpenAI,chat,tracked,,"a, ""b""
            c",gpt-4o,literal,{userId},template,support,openai,0.05,400,2.5,10,0.0065
            Shop,Desk.cs,31,37,Desk.TranslateAsync,ChatClient.CompleteChatAsync,OpenAI,chat,tracked,,,gpt-4o,client,,ambient,,openai,,,2.5,10,0.0075
            Shop,Desk.cs,40,37,Desk.GreetAsync,ChatClient.CompleteChatAsync,OpenAI,chat,untracked,BGN001,it stands outside of code that is marked with [TrackLlmCall],,client,,ambient,,openai,,,,,
            Shop,Import/Scan.cs,8,22,Scan.RunAsync,EmbeddingClient.GenerateEmbeddingAsync,OpenAI,embedding,unmetered,BGN006,this version does not meter it,text-embedding-3-small,client,,ambient,,openai,,,,,
            Shop,Tools/Try.cs,5,8,Main,ChatClient.CompleteChat,OpenAI,chat,ignored,,a demo without a key,,client,,ambient,,openai,,,,,

            """.ReplaceLineEndings("\r\n"), output);
    }

    [Fact]
    public async Task Markdown_is_a_table_that_code_cannot_break()
    {
        using var scratch = new Scratch();
        string file = scratch.Edit("llm-calls.json", "llm-calls.json", static calls => calls[0]!["model"]!["value"] = "a|b<c>_d");
        (int code, string output, _) = await RunAsync(file, "--format", "markdown");
        Assert.Equal(0, code);
        Assert.StartsWith(
            """
            | | where | member | calls | model | user | status | a call |
            |---|---|---|---|---|---|---|---|
            |  | Desk.cs:12 | Desk.AskAsync | ChatClient.CompleteChatAsync | a\|b&lt;c&gt;\_d | {userId} | tracked | ? |
            |  | Desk.cs:31 | Desk.TranslateAsync | ChatClient.CompleteChatAsync | gpt-4o | (ambient) | tracked | $0.0075 |
            |  | Desk.cs:40 | Desk.GreetAsync | ChatClient.CompleteChatAsync | (client) | (ambient) | untracked BGN001 | ? |
            """.ReplaceLineEndings("\n"), output, StringComparison.Ordinal);
        Assert.Contains("5 calls: 2 tracked, 1 untracked, 1 unmetered, 1 ignored; coverage 50%.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sarif_has_the_calls_that_are_not_tracked()
    {
        (int code, string output, _) = await RunAsync("llm-calls.json", "--format", "sarif");
        Assert.Equal(0, code);
        JsonElement run = SarifCheck.Run(output);
        JsonElement[] results = [.. run.GetProperty("results").EnumerateArray()];
        Assert.Equal(
            ["BGN001 warning Desk.cs:40", "BGN006 warning Import/Scan.cs:8", "BGN001 warning Tools/Try.cs:5 suppressed: a demo without a key"], results.Select(SarifCheck.Describe));
        Assert.Equal(results.Length, results.Select(static result => result.GetProperty("partialFingerprints").GetProperty("budgetgenCall/v1").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task A_request_that_is_made_by_hand_is_shown_compared_and_counted()
    {
        using var scratch = new Scratch();
        string file = scratch.Edit("llm-calls.json", "llm-calls.json", static calls =>
        {
            JsonNode request = calls[2]!.DeepClone();
            (request["line"], request["member"], request["called"], request["library"], request["kind"], request["diagnostic"], request["provider"]) = (50, "Desk.PostAsync", "HttpClient.PostAsync", "System.Net.Http", "http", "BGN007", null);
            calls.Add(request);
        });
        (int code, string output, string error) = await RunAsync(file, "--compare", "llm-calls.json", "--fail-on-new-untracked", "--min-coverage", "50");
        Assert.Equal(
            (1, "budgetgen: coverage is 40%, and 50% is needed: 3 calls not tracked, and not ignored\nbudgetgen: Desk.cs:50: Desk.PostAsync calls HttpClient.PostAsync, which is new and untracked\n"), (code, error.ReplaceLineEndings("\n")));
        string row = Assert.Single(output.Split('\n'), static line => line.Contains("Desk.cs:50", StringComparison.Ordinal));
        Assert.Matches(@"\+\s+Desk\.cs:50\s+HttpClient\.PostAsync\s+http\s.*untracked BGN007", row);

        (_, output, _) = await RunAsync(file, "--compare", "llm-calls.json", "--format", "sarif");
        JsonElement result = Assert.Single(SarifCheck.Run(output).GetProperty("results").EnumerateArray(), static result => result.GetProperty("baselineState").GetString() == "new");
        Assert.Equal("BGN007 warning Desk.cs:50", SarifCheck.Describe(result));
        Assert.StartsWith("Desk.PostAsync requests by hand with HttpClient.PostAsync, and its cost is in no budget: ", result.GetProperty("message").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sarif_says_where_files_are_from_here()
    {
        using var scratch = new Scratch();
        scratch.Project("src/My Shop", "Release", "net10.0", "llm-calls.json");
        (_, string output, _) = await Tool.RunAsync(scratch.Path, [], "inventory", "--format", "sarif");
        Assert.Equal("src/My%20Shop/Desk.cs", SarifCheck.Run(output).GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
    }

    [Fact]
    public async Task Estimates_are_of_calls_of_the_stated_size()
    {
        (_, string output, _) = await RunAsync("llm-calls.json", "--format", "json", "--input-tokens", "2000", "--output-tokens", "300");
        JsonElement root = JsonDocument.Parse(output).RootElement;
        Assert.Equal((2000, 300), (root.GetProperty("assumptions").GetProperty("input_tokens").GetInt32(), root.GetProperty("assumptions").GetProperty("output_tokens").GetInt32()));
        Assert.Equal(["0.008", "0.008"], root.GetProperty("calls").EnumerateArray().Take(2).Select(static call => call.GetProperty("estimated_usd").GetString()!));
    }

    [Fact]
    public async Task Prices_are_those_of_the_books_that_are_named()
    {
        (_, string output, _) = await Tool.RunAsync("inventory", "llm-calls.json", "--format", "json", "--prices", "prices.json", "--layer", "contract.json");
        Assert.Equal("2.25", JsonDocument.Parse(output).RootElement.GetProperty("calls")[0].GetProperty("input_usd_per_million").GetString());
        (_, output, _) = await Tool.RunAsync("inventory", "llm-calls.json", "--format", "json");
        Assert.Equal("0.02", JsonDocument.Parse(output).RootElement.GetProperty("calls")[3].GetProperty("input_usd_per_million").GetString());
    }

    [Fact]
    public async Task Files_are_found_below_folders_and_projects_and_each_call_counts_once()
    {
        using var scratch = new Scratch();
        string old = scratch.Project("src/Shop", "Debug", "net10.0", "before.json");
        File.SetLastWriteTimeUtc(old, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        scratch.Project("src/Shop", "Release", "net10.0", "llm-calls.json");
        scratch.Project("src/Shop", "Release", "net8.0", "llm-calls.json");
        foreach (string[] where in (string[][])[[], ["src"], ["src/Shop/Shop.csproj"], ["src/Shop", "src"]])
        {
            (int code, string output, string error) = await Tool.RunAsync(scratch.Path, [], ["inventory", .. where]);
            Assert.Equal((0, ""), (code, error));
            Assert.Contains("5 calls: 2 tracked", output, StringComparison.Ordinal);
            Assert.DoesNotContain("Old.cs", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Several_projects_are_told_apart()
    {
        using var scratch = new Scratch();
        scratch.Project("Shop", "Debug", "net10.0", "llm-calls.json");
        string other = scratch.Project("Other", "Debug", "net10.0", "llm-calls.json");
        await File.WriteAllTextAsync(other, (await File.ReadAllTextAsync(other, TestContext.Current.CancellationToken)).Replace("\"Shop\"", "\"Other\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (_, string output, _) = await Tool.RunAsync(scratch.Path, [], "inventory");
        Assert.Contains("10 calls: 4 tracked", output, StringComparison.Ordinal);
        Assert.Contains("  Other     Desk.cs:12 ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "nowhere" }, "nowhere: there is no such file or folder.")]
    [InlineData(new[] { "prices.json" }, "prices.json: this is no inventory of LLM calls; 'version' and 'calls' are needed.")]
    [InlineData(new[] { "prompt.txt" }, "prompt.txt: this is not valid JSON")]
    [InlineData(new[] { "llm-calls.json", "--compare", "nowhere" }, "nowhere: there is no such file or folder.")]
    [InlineData(new[] { "llm-calls.json", "--min-coverage", "101" }, "--min-coverage is 101; percent from 0 to 100 are needed.")]
    [InlineData(new[] { "llm-calls.json", "--max-cost", "-1" }, "--max-cost is -1; dollars of 0 or more are needed.")]
    [InlineData(new[] { "llm-calls.json", "--input-tokens", "-1" }, "--input-tokens is -1; a whole number of 0 or more is needed.")]
    [InlineData(new[] { "llm-calls.json", "--output-tokens", "many" }, "--output-tokens is 'many'; a whole number is needed.")]
    [InlineData(new[] { "llm-calls.json", "--fail-on-new-untracked" }, "--fail-on-new-untracked needs --compare FILE")]
    [InlineData(new[] { "llm-calls.json", "--format", "yaml" }, "yaml")]
    public async Task A_question_without_sense_is_refused(string[] args, string message)
    {
        (int code, string output, string error) = await Tool.RunAsync(["inventory", .. args]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "its version is 2, and this tool reads version 1")]
    [InlineData("\"status\": \"tracked\"", "\"status\": \"lost\"", "calls[0].status is 'lost', which is none.")]
    [InlineData("\"member\": \"Desk.AskAsync\"", "\"member\": null", "calls[0]: 'member' is missing.")]
    public async Task A_file_that_is_not_understood_is_refused(string good, string bad, string message)
    {
        using var scratch = new Scratch();
        string file = scratch.Copy("llm-calls.json", "llm-calls.json");
        string text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains(good, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace(good, bad, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (int code, string output, string error) = await RunAsync(file);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_was_not_built_is_refused()
    {
        using var scratch = new Scratch();
        (int code, string output, string error) = await Tool.RunAsync(scratch.Path, [], "inventory");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(".: there is no llm-calls.json. Build first", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_of_later_releases_are_passed_over()
    {
        using var scratch = new Scratch();
        string file = scratch.Edit("llm-calls.json", "llm-calls.json", static calls => calls[0]!["novelty"] = new JsonObject { ["x"] = 1 });
        (int code, string output, _) = await RunAsync(file);
        Assert.Equal(0, code);
        Assert.Contains("5 calls", output, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Out, string Error)> RunAsync(params string[] args) => Tool.RunAsync(["inventory", .. args, "--prices", "prices.json"]);
}
