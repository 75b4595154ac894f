using System.Diagnostics;
using System.Text;

namespace BudgetGen.Packaging.Tests;

/// <summary>Runs programs to their end, away from this checkout's settings and from the machine's cache of packages. Nothing that it starts outlives it.</summary>
internal static class Dotnet
{
    /// <summary>As long as a loaded machine may take; only a process that hangs needs it.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    /// <summary>What every build is told: one process, which ends when it is done.</summary>
    private static readonly string[] s_alone = ["-m:1", "-nodeReuse:false", "--nologo", "-v", "minimal", "-clp:NoSummary"];

    public static Task<Run> BuildAsync(Packages packages, string folder, params string[] arguments) => RunAsync(packages, folder, ["build", .. arguments, .. s_alone]);

    public static Task<Run> PublishAsync(Packages packages, string folder, params string[] arguments) => RunAsync(packages, folder, ["publish", .. arguments, .. s_alone]);

    public static Task<Run> RunAsync(Packages packages, string folder, params string[] arguments) => ExecuteAsync(packages, "dotnet", folder, arguments);

    public static async Task<Run> ExecuteAsync(Packages packages, string program, string folder, params string[] arguments)
    {
        using Process process = Start(packages, program, folder, arguments);
        var output = new StringBuilder();
        void Add(object sender, DataReceivedEventArgs line)
        {
            lock (output)
                output.Append(line.Data).Append('\n');
        }

        process.OutputDataReceived += Add;
        process.ErrorDataReceived += Add;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end:\n{output}");
        }

        lock (output)
            return new Run($"{program} {string.Join(' ', arguments)}", process.ExitCode, output.ToString());
    }

    public static Process Start(Packages packages, string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // No key may be found, and a child build must not inherit what the test host was started with.
        foreach (string name in (string[])["OPENAI_API_KEY", "MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "CI", "CONFIGURATION"])
            start.Environment.Remove(name);
        start.Environment["NUGET_PACKAGES"] = packages.Cache;
        start.Environment["BUDGETGEN_VERSION"] = Packages.Version;
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return Process.Start(start)!;
    }
}
