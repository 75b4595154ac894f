using BudgetGen.Generator.Discovery;
using BudgetGen.TestProvider;

namespace BudgetGen.Generator.Tests.Rows;

/// <summary>
/// Every row of the catalogue, run: the real client of each library sends each metered call to a provider on loopback, through what is generated for it, and exactly one record comes of it.
/// What is not run is listed with the reason, and what is neither fails.
/// </summary>
public sealed class RowTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private const string Reader = "OpenAI.Assistants.AssistantClient.GetRunAsync(string, string, CancellationToken)";
    private const string Run = "OpenAI.Assistants.AssistantClient.CreateRunAsync(string, string, RunCreationOptions, CancellationToken)";
    private const string Background = "OpenAI.Responses.ResponsesClient.CreateResponseAsync(CreateResponseOptions, CancellationToken)";

    /// <summary>Libraries that the tests do not reference, and what holds their rows instead.</summary>
    private static readonly Dictionary<string, string> s_absent = new()
    {
        ["Microsoft.Extensions.AI"] = "only the package of its interfaces restores; GenericSdkTests runs the structured forms on their published signatures",
        ["Google.GenAI"] = "known by name; StubLibraryTests runs stand-ins of the same shape",
        ["GenerativeAI"] = "known by name; StubLibraryTests runs stand-ins of the same shape",
        ["Microsoft.SemanticKernel.Core"] = "known by name; nothing of it is metered, for one call of it is any number of requests",
        ["Microsoft.SemanticKernel.Agents.Abstractions"] = "known by name; nothing of it is metered, for one call of it is any number of requests",
        ["Mistral.SDK"] = "known by name; StubLibraryTests runs stand-ins of the same shape",
        ["OllamaSharp"] = "known by name; StubLibraryTests runs stand-ins of the same shape",
        ["Microsoft.SemanticKernel.Abstractions"] = "known by name; StubLibraryTests runs stand-ins of the same shape",
    };

    /// <summary>Paid rows without a call site of their own.</summary>
    private static readonly Dictionary<string, string> s_elsewhere = new()
    {
        ["Anthropic.Helpers.Beta.BetaToolRunner.GetAsyncEnumerator(CancellationToken)"] = "each request is metered by the service that the runner is made over: the rows of ToolRunner",
        ["Anthropic.Helpers.Beta.BetaToolRunner.Streaming(CancellationToken)"] = "each request is metered by the service that the runner is made over: the rows of ToolRunner",
        ["Anthropic.Helpers.Beta.BetaToolRunner.RunUntilDoneAsync(CancellationToken)"] = "each request is metered by the service that the runner is made over: the rows of ToolRunner",
    };

    public static TheoryData<string> Metered => [.. CatalogueRow.All.Values.Where(row => row.IsMetered).Select(row => row.Id)];

    [Theory]
    [MemberData(nameof(Metered))]
    public async Task A_metered_row_is_one_request_and_one_record(string id)
    {
        CatalogueRow row = CatalogueRow.All[id];
        await using var world = new RowWorld(fixture.Provider);
        bool isRun = row.Kind == "assistant run" && !row.Method.Name.Contains("Streaming", StringComparison.Ordinal), goesOn = row.Method.Name.StartsWith("SubmitToolOutputs", StringComparison.Ordinal);

        // What reads or goes on with something needs it to be there; what is paid for after the call is booked when it is read.
        world.IsBackground = true;
        if (row.IsFree || goesOn)
            await world.CallAsync(CatalogueRow.All[row.Kind == "reading a response" ? Background : Run]);
        world.IsBackground = false;
        Assert.Empty(await world.RecordsAsync());
        await world.CallAsync(row);
        if (isRun)
        {
            Assert.Empty(await world.RecordsAsync());
            Assert.Single(await world.OpenAsync());
            await world.CallAsync(CatalogueRow.All[Reader]);
        }

        Assert.Equal(goesOn ? 2 : 1, fixture.Provider.Log.Count);
        UsageRecord record = Assert.Single(await world.RecordsAsync());
        Assert.Equal((RowWorld.Model(row), "tester"), (record.Model, record.User));
        Assert.True(record.Cost > Usd.Zero);
        Assert.Empty(await world.OpenAsync());
        if (Usage(row) is { } usage)
            Assert.Equal(Figures(usage), Figures(record.Usage));
        else
            Assert.True(record.Estimated && record.Cost > Usd.FromDollars(RowWorld.MostOutput * 10m / 1_000_000m), $"{record.Cost}");
    }

    [Fact]
    public void A_paid_row_that_is_not_run_is_listed_with_its_reason()
    {
        Assert.Empty(CatalogueRow.Missing);
        Assert.All(CatalogueRow.All.Values.Where(row => !row.IsMetered), row => Assert.True((s_elsewhere.GetValueOrDefault(row.Id) ?? row.Reason) is { Length: > 20 }, row.Id));
        Assert.All(s_elsewhere.Keys, id => Assert.False(CatalogueRow.All[id].IsMetered));
    }

    /// <summary>A library that is referenced one day is run from then on, and one that the table gains is looked at.</summary>
    [Fact]
    public void A_library_that_is_not_run_is_listed_with_its_reason()
    {
        string[] run = [.. CatalogueRow.All.Values.Where(row => row.IsMetered).Select(row => row.Method.ContainingAssembly.Name).Distinct()];
        Assert.Equal(
            KnownSdkCalls.All.Select(call => call.Assembly).Distinct().Order(StringComparer.Ordinal),
            run.Concat(s_absent.Keys).Order(StringComparer.Ordinal));
    }

    /// <summary>What the provider told; null where it tells nothing and the bound is charged, 10 USD per million tokens out.</summary>
    private static LlmUsage? Usage(CatalogueRow row) => row.Kind switch
    {
        "embedding" => new LlmUsage { Input = 100 },
        "image" => new LlmUsage { Input = 100, OutputImage = 50 },
        "speech" when row.Method.Name == "GenerateSpeechStreamingAsync" => new LlmUsage { Input = 100, OutputAudio = 50 },
        "speech" => new LlmUsage { Characters = RowWorld.Said.Length, Estimated = true },
        "transcription" => new LlmUsage { InputAudio = 100, Output = 50 },
        "translation" => new LlmUsage { AudioMilliseconds = 100_000 },
        "video" => new LlmUsage { VideoMilliseconds = 8_000, Estimated = true },
        _ when RowWorld.IsOf(row, "Azure.") && row.Method.Name.Contains("Streaming", StringComparison.Ordinal) => null,
        _ => LlmUsage.Of(100, 50),
    };

    /// <summary>What was used, where a bucket that was told to be empty is the same as one that was not told; the totals say that nothing else was.</summary>
    private static (long Input, long Heard, long Output, long Spoken, long Drawn, long Characters, long Sound, long Video, long TotalInput, long TotalOutput, bool Estimated) Figures(LlmUsage usage) =>
        (usage.Input ?? 0, usage.InputAudio ?? 0, usage.Output ?? 0, usage.OutputAudio ?? 0, usage.OutputImage ?? 0, usage.Characters ?? 0, usage.AudioMilliseconds ?? 0, usage.VideoMilliseconds ?? 0,
            usage.TotalInput, usage.TotalOutput, usage.Estimated);
}

/// <summary>One provider for all rows.</summary>
public sealed class ProviderFixture : IAsyncLifetime
{
    public FakeProvider Provider { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Provider = await FakeProvider.StartAsync();

    public ValueTask DisposeAsync() => Provider.DisposeAsync();
}
