namespace BudgetGen;

/// <summary>A price book is refused. The message names the file, the line, the key and its value, and says what to do.</summary>
public sealed class PriceBookException : Exception
{
    /// <summary>Makes the exception without a message of its own.</summary>
    public PriceBookException()
        : this("The price book is refused.")
    {
    }

    /// <summary>Makes the exception.</summary>
    public PriceBookException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    public PriceBookException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
