namespace BudgetGen.Cli;

/// <summary>What the process says at its end.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The answer is "no": a price is unknown, a book is too old, books differ.</summary>
    public const int No = 1;

    /// <summary>The question could not be asked: a file is missing or broken, an option makes no sense.</summary>
    public const int Unusable = 2;
}

/// <summary>A question that makes no sense; the message says what would.</summary>
internal sealed class CliException(string message) : Exception(message);
