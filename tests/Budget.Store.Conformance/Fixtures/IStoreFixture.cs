namespace BudgetGen.Storage.Conformance;

/// <summary>A place where one store lives, such as a directory of its own; and what may happen to the store there.</summary>
public interface IStoreFixture : IAsyncDisposable
{
    /// <summary>How many of the newest entries, and usage records in them, the store keeps; <see cref="int.MaxValue"/>: all.</summary>
    int RecordsKept => int.MaxValue;

    /// <summary>A store on the empty place, not opened yet. Called once, first.</summary>
    IBudgetStore Create();

    /// <summary>A store on the same place after the one before was disposed of or killed, not opened yet; the same object where there is no place but the object.</summary>
    IBudgetStore Reopen();

    /// <summary>Ends the store as a killed process would: nothing is closed in order, and what was acknowledged must be there at the next opening.</summary>
    ValueTask KillAsync();
}
