namespace BudgetGen.Tests.Regressions;

/// <summary>Checked first and recorded later: calls that ask at the same time all pass.</summary>
public class RaceRegressionTests
{
    [Fact]
    public void LiteLLM_34732_and_23714_concurrent_calls_do_not_pass_a_cap_together()
    {
        // Room for ten calls of 100; sixty-four ask before any of them has ended.
        var naive = new CounterBudget(1_000);
        Assert.Equal(64, Crowd(64, _ => naive.Check("key", 100), _ => naive.Add("key", 100)));
        Assert.Equal(6_400, naive["key"]);

        using BudgetManager manager = Make.Manager(Make.Policy(nanos: 1_000));
        var calls = new Reservation?[64];
        Assert.Equal(10, Crowd(64, i => (calls[i] = manager.TryReserve(Make.Request(100)).Reservation) is not null, i => manager.Settle(calls[i]!, 100)));
        Assert.Equal((1_000, 0, 0, 0), manager.GetStatus("global").Figures());
    }

    [Fact]
    public void Gbrain_4365_a_cap_of_5_dollars_does_not_end_at_5_135()
    {
        // 4.90 are spent, and five calls of 0.047 ask at once: two of them fit.
        long limit = Make.Dollars(5).Nanos, spent = Make.Dollars(4.9m).Nanos, call = Make.Dollars(0.047m).Nanos;
        var naive = new CounterBudget(limit);
        naive.Add("cap", spent);
        Assert.Equal(5, Crowd(5, _ => naive.Check("cap", call), _ => naive.Add("cap", call)));
        Assert.Equal(Make.Dollars(5.135m).Nanos, naive["cap"]);

        using BudgetManager manager = Make.Manager(Make.Policy(nanos: limit));
        manager.RecordSpend(Make.Usage(spent));
        var calls = new Reservation?[5];
        Assert.Equal(2, Crowd(5, i => (calls[i] = manager.TryReserve(Make.Request(call)).Reservation) is not null, i => manager.Settle(calls[i]!, call)));
        Assert.Equal(Make.Dollars(4.994m), manager.GetStatus("global").Spent);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void LiteLLM_40095_eight_first_calls_of_an_unknown_user_meet_the_default_budget(int room)
    {
        var naive = new CounterBudget(100 * room);
        Assert.Equal(8, Crowd(8, _ => naive.Check("new", 100), _ => naive.Add("new", 100)));

        using BudgetManager manager = Make.Manager(options => options.DefaultUserLimit = new Usd(100 * room));
        for (int round = 0; round < 50; round++)
        {
            string user = "new-" + round;
            var calls = new Reservation?[8];
            Assert.Equal(room, Crowd(8, i => (calls[i] = manager.TryReserve(Make.Request(100, user)).Reservation) is not null, i => manager.Settle(calls[i]!, 100)));
            Assert.Equal((100 * room, 0, 0, 0), Assert.Single(manager.GetUserStatus(user)).Figures());
        }
    }

    /// <summary>Calls that all ask before any of them ends. Returns how many were admitted.</summary>
    private static int Crowd(int count, Func<int, bool> ask, Action<int> end)
    {
        int admitted = 0;
        using var asked = new Barrier(count);
        Threads.Run(count, i =>
        {
            bool allowed = ask(i);
            asked.SignalAndWait();
            if (!allowed)
                return;
            Interlocked.Increment(ref admitted);
            end(i);
        });
        return admitted;
    }
}
