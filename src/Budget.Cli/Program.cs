using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using BudgetGen.Storage;

namespace BudgetGen.Cli;

/// <summary><c>budgetgen</c>: the library's answers for people at a terminal, and for CI.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        // Output is read by machines as well, and must not depend on who runs it.
        System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture;
        var root = new Command("budgetgen", "BudgetGen: what LLM calls cost, and why.")
        {
            new HelpOption(), new VersionOption(),
            CostCommand.Create(), EstimateCommand.Create(), TokensCommand.Create(), PricesCommand.Create(), RepriceCommand.Create(), OptimizeCommand.Create(), InventoryCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
            return await RefuseAsync(parsed);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception error) when (error is PriceBookException or BudgetStoreException or IOException or UnauthorizedAccessException or FormatException or CliException or OverflowException or ArgumentException)
        {
            await Console.Error.WriteLineAsync("budgetgen: " + error.Message);
            return ExitCode.Unusable;
        }
    }

    /// <summary>A question that was not understood has no answer, so nothing goes to standard output.</summary>
    private static async Task<int> RefuseAsync(ParseResult parsed)
    {
        foreach (ParseError error in parsed.Errors)
            await Console.Error.WriteLineAsync("budgetgen: " + Say(error));
        string verbs = "";
        for (CommandResult? verb = parsed.CommandResult; verb is not null; verb = verb.Parent as CommandResult)
            verbs = $"{verb.Command.Name} {verbs}";
        await Console.Error.WriteLineAsync($"budgetgen: see {verbs}--help");
        return ExitCode.Unusable;
    }

    /// <summary>An error in our words where the parser's would show names of .NET types.</summary>
    private static string Say(ParseError error)
    {
        if (error.SymbolResult is OptionResult { Option: var option, Tokens: [var value, ..] })
        {
            Type type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
            string? needed = type == typeof(int) || type == typeof(long) ? "a whole number"
                : type == typeof(decimal) ? "a number such as 0.01"
                : type.IsEnum ? string.Join(", ", Enum.GetNames(type)).ToLowerInvariant() + " are possible, and nothing else" : null;
            if (needed is not null)
                return $"{option.Name} is '{value.Value}'; {needed}{(type.IsEnum ? "" : " is needed")}.";
        }

        return string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
