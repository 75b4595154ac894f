using System.Globalization;

namespace BudgetGen.Tests;

/// <summary>Long runs, for nights: BUDGET_SOAK=1 asks for them, and another number for so many times as much.</summary>
internal static class Soak
{
    public static bool IsAskedFor => Factor > 0;

    private static int Factor { get; } = int.TryParse(Environment.GetEnvironmentVariable("BUDGET_SOAK"), NumberStyles.None, CultureInfo.InvariantCulture, out int factor) ? factor : 0;

    public static int Times(int normally, int soaking) => IsAskedFor ? checked(soaking * Factor) : normally;
}
