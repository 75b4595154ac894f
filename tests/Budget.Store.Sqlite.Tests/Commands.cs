using System.ComponentModel;
using System.Diagnostics;

namespace BudgetGen.Sqlite.Tests;

/// <summary>Programs of the system that tests use.</summary>
internal static class Commands
{
    /// <summary>Runs one to its end.</summary>
    /// <returns>False if it failed, or is not there.</returns>
    public static bool Run(string command, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
