namespace BudgetGen.Inventory;

/// <summary>What becomes of a call's cost.</summary>
internal enum CallStatus
{
    /// <summary>It is metered, and counts against budgets.</summary>
    Tracked,

    /// <summary>It could be metered, and stands outside of tracked code.</summary>
    Untracked,

    /// <summary>It should be tracked, and the compiler cannot intercept it.</summary>
    Refused,

    /// <summary>It costs money, and this version does not meter it.</summary>
    Unmetered,

    /// <summary>Somebody decided that it does not count.</summary>
    Ignored,
}

/// <summary>The words of files for a <see cref="CallStatus"/>.</summary>
internal static class CallStatusText
{
    private static readonly string[] _words = ["tracked", "untracked", "refused", "unmetered", "ignored"];

    /// <summary>The word of a status.</summary>
    public static string Of(CallStatus status) => _words[(int)status];

    /// <summary>The status of a word; null: there is none.</summary>
    public static CallStatus? Parse(string word) => Array.IndexOf(_words, word) is >= 0 and var index ? (CallStatus)index : null;
}
