namespace BudgetGen.Testing;

/// <summary>
/// What a long test did, for the table that soak.sh makes: lines of <c>name;figures</c> in the file that the environment variable BUDGET_SOAK_REPORT names.
/// Without it, nothing is written. This file is compiled into every test project.
/// </summary>
internal static class SoakReport
{
    private static readonly Lock s_lock = new();

    /// <summary>Appends a line. Call it at the end of a test, when everything was asserted.</summary>
    /// <param name="name">The test's name for people, such as <c>T-SCALE-1</c>.</param>
    /// <param name="figures">What it did, such as <c>10000 seeds, 0 differences</c>. Culture-invariant, one line.</param>
    public static void Add(string name, FormattableString figures)
    {
        if (Environment.GetEnvironmentVariable("BUDGET_SOAK_REPORT") is not { Length: > 0 } path)
            return;

        // soak.sh gives each process a file of its own, so this lock is enough.
        lock (s_lock)
            File.AppendAllText(path, $"{name};{FormattableString.Invariant(figures).ReplaceLineEndings(" ")}\n");
    }
}
