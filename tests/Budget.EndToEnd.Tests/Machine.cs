using System.Diagnostics;
using System.Reflection;

namespace BudgetGen.EndToEnd.Tests;

/// <summary>The checkout, and processes on this machine.</summary>
internal static class Machine
{
    public static string Repository { get; } = Find(AppContext.BaseDirectory);

    public static string Configuration { get; } =
        typeof(Machine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(static metadata => metadata.Key == "Configuration").Value!;

    /// <summary>Where a project was built to.</summary>
    public static string Output(string project) => Path.Combine(Repository, project, "bin", Configuration, "net10.0");

    /// <summary>Runs <c>dotnet</c> to its end and returns what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> DotnetAsync(string directory, params string[] arguments)
    {
        using Process process = Start(directory, arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    public static Process Start(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };

        // The sample must not find a key, and a child build must not inherit what the test host was started with.
        foreach (string name in (string[])["OPENAI_API_KEY", "MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "CI"])
            start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    public static void CopyDirectory(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "BudgetGen.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("BudgetGen.sln was not found above the tests."));
}
