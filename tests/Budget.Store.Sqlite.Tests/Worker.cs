using System.Diagnostics;

namespace BudgetGen.Sqlite.Tests;

/// <summary>A process of the crash worker. Disposing it kills it, as does the test itself.</summary>
internal sealed class Worker : IDisposable
{
    private readonly Process _process;

    private Worker(Process process, string firstLine)
    {
        _process = process;
        FirstLine = firstLine;
    }

    /// <summary>"open", or why it could not open the ledger.</summary>
    public string FirstLine { get; }

    /// <summary>Starts it, and waits until it has opened the ledger or failed to.</summary>
    public static Task<Worker> StartAsync(params string[] arguments) => StartUnderAsync([], arguments);

    /// <summary>Starts it under another program, such as a tracer.</summary>
    public static async Task<Worker> StartUnderAsync(string[] program, params string[] arguments)
    {
        string[] command = [.. program, "dotnet"];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Budget.Store.CrashWorker.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);

        Process process = Process.Start(start) ?? throw new InvalidOperationException("The worker did not start.");
        return new Worker(process, await process.StandardOutput.ReadLineAsync() ?? "nothing");
    }

    /// <summary>kill -9, and waits until the kernel has cleaned up.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task EndAsync() => await _process.WaitForExitAsync();

    public async Task CloseAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
