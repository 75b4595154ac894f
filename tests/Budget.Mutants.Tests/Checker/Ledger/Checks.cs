using BudgetGen.Storage;
using BudgetGen.Tests.Ledger;
using BudgetGen.Tests.Manager;

namespace BudgetGen.Tests.Mutants;

/// <summary>What a ledger must pass that may have a fault. Compiled into it, and run with nobody else around.</summary>
public static class Checks
{
    private static readonly Type[] s_classes =
    [
        typeof(RollingTests), typeof(EvictionTests), typeof(AdmissionTests), typeof(ReservationEndTests), typeof(ThrottlingTests), typeof(PolicyEditTests), typeof(WindowTests), typeof(WaitForHoldsTests), typeof(ClockTests),
    ];

    /// <summary>Too long for a check, or about what many threads do.</summary>
    private static readonly string[] s_leftOut =
    [
        nameof(WaitForHoldsTests.Of_a_crowd_nobody_is_forgotten_and_nobody_overspends), nameof(ReservationEndTests.OfManyEndsAtOnceOneCounts), nameof(ClockTests.A_jump_grants_nothing),
        nameof(ClockTests.A_clock_at_sixty_times_its_speed_grants_nothing), nameof(EvictionTests.A_flood_of_users_who_spend_nothing_is_bounded), nameof(WindowTests.ManyRolloversWithCallsInFlightLoseNothing),
    ];

    /// <summary>The first difference, or null.</summary>
    public static string? Run()
    {
        string? difference = null;

        // A fault may make a ledger turn in a circle: that is a difference too.
        var thread = new Thread(() => difference = Lives() ?? Scenarios.First() ?? TestMethods.FirstFailure(s_classes, s_leftOut, TimeSpan.FromSeconds(4))) { IsBackground = true };
        thread.Start();
        return thread.Join(TimeSpan.FromSeconds(60)) ? difference : "it never ends";
    }

    private static string? Lives()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var steps = new LedgerStep[10 + (seed % 60)];
            for (int i = 0; i < steps.Length; i++)
                steps[i] = new LedgerStep(random.Next(100), random.Next(6), random.Next(321), random.Next(1001));
            try
            {
                LedgerLife.Live(seed, steps);
            }
            catch (Exception error)
            {
                return $"life {seed}: {error.Message}";
            }
        }

        return null;
    }
}
