namespace BudgetGen.Storage;

/// <summary>What went wrong with a store.</summary>
public enum BudgetStoreFailure
{
    /// <summary>It cannot be reached or cannot write (disk full, I/O error, no connection). Trying again later may help.</summary>
    Unavailable,

    /// <summary>Another process owns it.</summary>
    InUse,

    /// <summary>Its content is damaged; nothing is summed from what is left.</summary>
    Corrupt,

    /// <summary>It was written by a newer version of BudgetGen.</summary>
    TooNew,
}

/// <summary>A store could not do what the ledger asked of it.</summary>
public sealed class BudgetStoreException : Exception
{
    /// <summary>Makes the exception.</summary>
    public BudgetStoreException(BudgetStoreFailure failure, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
    }

    /// <summary>Makes an exception about a store that is not available.</summary>
    public BudgetStoreException(string message)
        : this(BudgetStoreFailure.Unavailable, message)
    {
    }

    /// <summary>Makes an exception about a store that is not available.</summary>
    public BudgetStoreException(string message, Exception innerException)
        : this(BudgetStoreFailure.Unavailable, message, innerException)
    {
    }

    /// <summary>Makes an exception about a store that is not available.</summary>
    public BudgetStoreException()
        : this("The budget store is not available.")
    {
    }

    /// <summary>What went wrong.</summary>
    public BudgetStoreFailure Failure { get; }
}
