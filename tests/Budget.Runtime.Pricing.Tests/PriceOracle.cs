using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace BudgetGen.Pricing.Tests;

/// <summary>A price calculator that is not ours, run by node. Installed by its lock file, in the long run or by hand (npm ci).</summary>
internal sealed class PriceOracle
{
    private readonly string _folder;

    private PriceOracle(string folder) => _folder = folder;

    /// <summary>The oracle, or null: it is not installed, and this is no long run.</summary>
    public static PriceOracle? Find()
    {
        string folder = Path.Combine(Repository.Root, "tests", "Oracles", "genai-prices");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            if (!Soak.IsOn)
                return null;
            Run("npm", folder, "", "ci", "--no-audit", "--no-fund");
        }

        return new PriceOracle(folder);
    }

    /// <summary>Its price list, and for each model a name that leads to it.</summary>
    public JsonDocument Data() => JsonDocument.Parse(Run("node", _folder, "", "oracle.cjs", "data"));

    /// <summary>Its answers to questions, in USD as it prints them; null: it has none.</summary>
    public string?[] Price(IEnumerable<string> questions) =>
        [.. Run("node", _folder, string.Join('\n', questions), "oracle.cjs", "price").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static answer => answer == "null" ? null : answer)];

    private static string Run(string program, string folder, string input, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(input));
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"{program} {string.Join(' ', args)}: {error.Result}");
    }
}
