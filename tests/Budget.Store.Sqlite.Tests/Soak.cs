using System.Globalization;

namespace BudgetGen.Sqlite.Tests;

/// <summary>How long the long tests run: the environment variable BUDGET_SOAK asks for the full length.</summary>
internal static class Soak
{
    public static bool IsOn => int.TryParse(Environment.GetEnvironmentVariable("BUDGET_SOAK"), CultureInfo.InvariantCulture, out int factor) && factor > 0;

    public static int Rounds(int normal, int soak) => IsOn ? soak : normal;
}
