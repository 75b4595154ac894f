using System.Globalization;

namespace BudgetGen.Testing;

/// <summary>
/// How long the long tests run, as soak.sh says by the environment: BUDGET_SOAK=1 asks for the full number of everything that counts, BUDGET_SCALE_MINUTES and
/// BUDGET_FUZZ_MINUTES for a time. Without them, tests take seconds. This file is compiled into every test project.
/// </summary>
internal static class Soak
{
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("BUDGET_SOAK") is "1";

    /// <summary>How long the scale run lasts, or null.</summary>
    public static TimeSpan? Scale { get; } = Minutes("BUDGET_SCALE_MINUTES");

    /// <summary>How much processor time each fuzz target takes, or null.</summary>
    public static TimeSpan? Fuzz { get; } = Minutes("BUDGET_FUZZ_MINUTES");

    public static int Rounds(int normally, int soaking) => IsOn ? soaking : normally;

    private static TimeSpan? Minutes(string variable) =>
        decimal.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal minutes)
            ? TimeSpan.FromTicks((long)(minutes * TimeSpan.TicksPerMinute))
            : null;
}
