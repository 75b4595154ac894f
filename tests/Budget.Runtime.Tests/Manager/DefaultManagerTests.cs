using System.Diagnostics;

namespace BudgetGen.Tests.Manager;

/// <summary>The default is one per process: these tests run by themselves.</summary>
[CollectionDefinition(nameof(DefaultManagerTests), DisableParallelization = true)]
[Collection(nameof(DefaultManagerTests))]
public class DefaultManagerTests
{
    [Fact]
    public void WithoutASetUpCallsAreCountedAndNothingIsRefused()
    {
        BudgetManager.ReplaceDefault(null);
        var heard = new Listener();
        Trace.Listeners.Add(heard);
        try
        {
            BudgetManager made = BudgetManager.Default;
            Assert.Same(made, BudgetManager.Default);
            made.Settle(made.Reserve(Make.Request(1_000_000)), 5);
            Assert.Empty(made.GetStatus());
            made.Dispose();
            Assert.NotSame(made, BudgetManager.Default);
        }
        finally
        {
            Trace.Listeners.Remove(heard);
            BudgetManager.ReplaceDefault(null)?.Dispose();
        }

        // Once per process: another test may have been first.
        Assert.InRange(heard.Warnings, 0, 1);
    }

    [Fact]
    public void TheOneThatIsStartedIsTheDefaultUntilItIsDisposed()
    {
        using (BudgetManager started = BudgetManager.Start(o => o.AddPolicy("total", 1.5m, BudgetPeriod.Daily)))
        {
            Assert.Same(started, BudgetManager.Default);
            Assert.Equal(Usd.FromDollars(1.5m), BudgetManager.Default.GetStatus("total").Limit);
        }

        Assert.Null(BudgetManager.ReplaceDefault(null));
    }

    private sealed class Listener : TraceListener
    {
        public int Warnings { get; private set; }

        public override void Write(string? message)
        {
            if (message?.Contains("Warning", StringComparison.Ordinal) == true)
                Warnings++;
        }

        public override void WriteLine(string? message)
        {
            if (message?.Contains("BudgetGen is not set up", StringComparison.Ordinal) == true)
                Warnings = Math.Max(1, Warnings);
        }
    }
}
