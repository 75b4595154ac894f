using System.Text.Json;

namespace BudgetGen.EndToEnd.Tests;

/// <summary>A build leaves <c>llm-calls.json</c> behind, and keeps it right.</summary>
[Collection("processes")]
public sealed class InventoryTests
{
    private const string Program = """
        using BudgetGen;
        using Microsoft.Extensions.AI;

        static class Desk
        {
            [TrackLlmCall("gpt-4o-mini", "{userId}")]
            public static async Task<string> AskAsync(IChatClient client, string userId) => (await client.GetResponseAsync("a;b", new ChatOptions { MaxOutputTokens = 100 })).Text;

            public static Task<ChatResponse> ForgetAsync(IChatClient client) => client.GetResponseAsync("x");

            [BudgetIgnore("a demo; 100% without a key, $(for) @(nobody)")]
            public static Task<ChatResponse> TryAsync(IChatClient client) => client.GetResponseAsync("x");
        }
        """;

    [Fact]
    public async Task A_build_writes_every_call_and_keeps_the_file_right()
    {
        using var scratch = new Scratch();
        await File.WriteAllTextAsync(scratch.File("App.csproj"), Project());
        await File.WriteAllTextAsync(scratch.File("Desk.cs"), Program);
        await BuildAsync(scratch, "-restore");
        string json = scratch.File($"obj/{Machine.Configuration}/net10.0/llm-calls.json");
        string first = await File.ReadAllTextAsync(json);
        Assert.Equal(
            ["Desk.cs:7 tracked gpt-4o-mini 0.00021 ", "Desk.cs:9 untracked   it stands outside of code that is marked with [TrackLlmCall]", "Desk.cs:12 ignored   a demo; 100% without a key, $(for) @(nobody)"], Calls(first));
        Assert.Equal("net10.0", JsonDocument.Parse(first).RootElement.GetProperty("projects")[0].GetProperty("target_framework").GetString());
        Assert.DoesNotContain(scratch.Path, first, StringComparison.Ordinal);

        // The SARIF goes where the project says.
        using (var sarif = JsonDocument.Parse(await File.ReadAllTextAsync(scratch.File("calls.sarif"))))
            Assert.Equal(2, sarif.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength());

        // None of it is in what is shipped.
        byte[] shipped = await File.ReadAllBytesAsync(scratch.File($"bin/{Machine.Configuration}/net10.0/App.dll"));
        Assert.Equal(-1, shipped.AsSpan().IndexOf("llm-calls"u8));
        Assert.False(File.Exists(scratch.File($"bin/{Machine.Configuration}/net10.0/llm-calls.json")));

        // Nothing to compile: nothing is compiled, and the file is there again.
        File.Delete(json);
        string assembly = scratch.File($"obj/{Machine.Configuration}/net10.0/App.dll");
        DateTime compiled = File.GetLastWriteTimeUtc(assembly);
        await BuildAsync(scratch);
        Assert.Equal(first, await File.ReadAllTextAsync(json));
        Assert.Equal(compiled, File.GetLastWriteTimeUtc(assembly));

        // An edit is in it; what was not touched stays as it is.
        await File.WriteAllTextAsync(scratch.File("Desk.cs"), Program.Replace("static class", "\nstatic class", StringComparison.Ordinal));
        await BuildAsync(scratch);
        Assert.StartsWith("Desk.cs:8 tracked", Calls(await File.ReadAllTextAsync(json))[0], StringComparison.Ordinal);

        // Editors ask for the compiler's arguments, and the switch is not among them.
        Assert.Contains("BudgetGen.Inventory.globalconfig", await ArgumentsAsync(scratch), StringComparison.Ordinal);
        Assert.DoesNotContain("BudgetGen.Inventory.globalconfig", await ArgumentsAsync(scratch, "-p:DesignTimeBuild=true"), StringComparison.Ordinal);

        // Turned off, the files of the last build go, so that nobody takes them for today's.
        await BuildAsync(scratch, "-p:BudgetInventory=false");
        Assert.False(File.Exists(json));

        // Turned on again, it is compiled again.
        await BuildAsync(scratch);
        Assert.Equal(3, Calls(await File.ReadAllTextAsync(json)).Length);

        // The word that tracks everything, and one that is almost it.
        await BuildAsync(scratch, "-p:BudgetTrackAll=True");
        Assert.Equal(2, Calls(await File.ReadAllTextAsync(json)).Count(static call => call.Contains(" tracked ", StringComparison.Ordinal)));
        (int exitCode, string output) = await TryBuildAsync(scratch, "-p:BudgetTrackAll=ture");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("BudgetTrackAll is 'ture', which is neither true nor false: write true to track", output, StringComparison.Ordinal);
    }

    private static string[] Calls(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("calls").EnumerateArray().Select(static call =>
            $"{call.GetProperty("file")}:{call.GetProperty("line")} {call.GetProperty("status")} {call.GetProperty("model").GetProperty("value")} {call.GetProperty("estimated_usd")} {call.GetProperty("why")}")];
    }

    private static string Project()
    {
        string source = Path.Combine(Machine.Repository, "src");
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <BudgetInventorySarifFile>$(MSBuildProjectDirectory)/calls.sarif</BudgetInventorySarifFile>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.Extensions.AI.Abstractions" Version="10.11.0" />
                <ProjectReference Include="{source}/Budget.Runtime/Budget.Runtime.csproj" />
                <ProjectReference Include="{source}/Budget.Generator/Budget.Generator.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" />
              </ItemGroup>
              <Import Project="{source}/Budget.Generator/buildTransitive/BudgetGen.targets" />
            </Project>
            """;
    }

    // What it references is built already: with the tests.
    private static async Task BuildAsync(Scratch scratch, params string[] arguments)
    {
        (int exitCode, string output) = await TryBuildAsync(scratch, arguments);
        Assert.True(exitCode == 0, output);
    }

    private static Task<(int ExitCode, string Output)> TryBuildAsync(Scratch scratch, params string[] arguments) => Machine.DotnetAsync(
        scratch.Path, ["msbuild", "-p:Configuration=" + Machine.Configuration, "-p:BuildProjectReferences=false", "-v:minimal", "-nologo", "-nodeReuse:false", .. arguments]);

    private static async Task<string> ArgumentsAsync(Scratch scratch, params string[] arguments)
    {
        (int exitCode, string output) = await Machine.DotnetAsync(
            scratch.Path,
            ["msbuild", "-t:BuildOnlySettings;Compile", "-getItem:CscCommandLineArgs", "-p:NonExistentFile=__none__", "-p:ProvideCommandLineArgs=true", "-p:Configuration=" + Machine.Configuration, "-p:BuildProjectReferences=false", "-nologo", "-nodeReuse:false", .. arguments]);
        Assert.True(exitCode == 0, output);
        return output;
    }
}
