using System.Diagnostics;

namespace BudgetGen.Cli.Tests;

/// <summary>Runs the built tool as a process of its own.</summary>
internal static class Tool
{
    private static readonly string s_assembly = Path.Combine(AppContext.BaseDirectory, "Budget.Cli.dll");

    public static string Examples { get; } = Path.Combine(Repository.Root, "tests", "Budget.Cli.Tests", "Examples");

    public static Task<(int Code, string Out, string Error)> RunAsync(params string[] args) => RunAsync(Examples, [], args);

    /// <param name="folder">Where it runs.</param>
    /// <param name="input">What is piped into it.</param>
    /// <param name="args">Its arguments.</param>
    public static async Task<(int Code, string Out, string Error)> RunAsync(string folder, byte[] input, params string[] args)
    {
        // The host that runs the tests, whatever the path says.
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(s_assembly);
        foreach (string arg in args)
            start.ArgumentList.Add(arg);
        start.Environment["LC_ALL"] = "de_DE.UTF-8";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, TestContext.Current.CancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It did not want to read all of it.
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>A run with the line ends of any machine.</summary>
    public static (int Code, string Out, string Error) Plain((int Code, string Out, string Error) run) => (run.Code, run.Out.ReplaceLineEndings("\n"), run.Error);

    /// <summary>A file of its own with these bytes.</summary>
    public static string Write(ReadOnlySpan<byte> bytes)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("budgetgen").FullName, "file");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>A public list, where it is at hand: in a folder beside the checkout.</summary>
    public static string Data(string file)
    {
        string path = Path.Combine(Repository.Root, "..", "shared", "data", file);
        Assert.SkipUnless(File.Exists(path), "The list is not here.");
        return path;
    }
}
