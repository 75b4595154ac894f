namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>
/// Tests of timeouts on a machine that may stand still for longer than these are. Then attempts end before the provider hears of them, and what a test is about does not come
/// about: it is set up again, with more time.
/// </summary>
internal static class Patience
{
    private static readonly int[] s_seconds = [1, 4, 16];

    /// <summary>Runs a test with longer and longer timeouts of an attempt, until it says that what it is about came about.</summary>
    public static async Task HaveAsync(Func<TimeSpan, Task<bool>> test)
    {
        foreach (int seconds in s_seconds)
        {
            if (await test(TimeSpan.FromSeconds(seconds)))
                return;
        }

        Assert.Fail($"What the test is about did not come about, with {s_seconds[^1]} seconds for an attempt.");
    }
}
