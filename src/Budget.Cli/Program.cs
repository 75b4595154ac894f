using System.CommandLine;

namespace BudgetGen.Cli;

/// <summary><c>budgetgen</c>: the library's answers for people at a terminal, and for CI.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        // Output is read by machines as well, and must not depend on who runs it.
        System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
        var root = new RootCommand("BudgetGen: what LLM calls cost, and why.") { CostCommand.Create(), PricesCommand.Create(), RepriceCommand.Create() };
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception error) when (error is PriceBookException or IOException or UnauthorizedAccessException or FormatException or CliException or OverflowException or ArgumentException)
        {
            await Console.Error.WriteLineAsync("budgetgen: " + error.Message);
            return ExitCode.Unusable;
        }
    }
}
