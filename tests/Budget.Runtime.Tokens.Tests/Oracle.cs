using System.Diagnostics;

namespace BudgetGen.Tokens.Tests;

/// <summary>The original tokenizer, as a process: npm's tiktoken, which is the Rust program compiled to WebAssembly. Only long runs need it.</summary>
internal static class Oracle
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "Budget.Runtime.Tokens.Tests", "Oracle");
    private static readonly Lazy<bool> s_isInstalled = new(static () =>
    {
        Run("npm", "ci", "--no-audit", "--no-fund");
        return true;
    });

    public static IEnumerable<OracleRecord> Strings(int count, int seed) => Counted(file => ["strings", $"{count}", $"{seed}", file]);

    public static IEnumerable<OracleRecord> Texts(int bytes, params string[] folders) => Counted(file => ["texts", $"{bytes}", file, .. folders]);

    private static IEnumerable<OracleRecord> Counted(Func<string, string[]> arguments)
    {
        _ = s_isInstalled.Value;
        string file = Path.GetTempFileName();
        try
        {
            Run("node", ["counts.mjs", .. arguments(file)]);
            using FileStream stream = File.OpenRead(file);
            foreach (OracleRecord record in OracleRecord.Read(stream))
                yield return record;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = s_folder, RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {error}");
    }
}
