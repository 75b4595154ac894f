namespace BudgetGen.Tests.Regressions;

/// <summary>At the border of a limit, and holds that are far larger than what calls cost.</summary>
public class EdgeRegressionTests
{
    [Fact]
    public void LiteLLM_PR_26845_a_hold_is_never_shrunk_to_the_room_that_is_left()
    {
        // The hold becomes what is left, the call is admitted, and its bill is what it always was.
        var naive = new CounterBudget(1_000);
        naive.Add("key", 900);
        long shrunk = Math.Min(500, 1_000 - naive["key"]);
        Assert.True(naive.Check("key", shrunk));
        naive.Add("key", 500);
        Assert.Equal(1_400, naive["key"]);

        using BudgetManager manager = Make.Manager(Make.Policy());
        manager.RecordSpend(Make.Usage(900));
        BudgetRejection refusal = manager.Refusal(Make.Request(500));
        Assert.Equal((RejectionReason.Exhausted, new Usd(500)), (refusal.Reason, refusal.Requested));
        Assert.Equal(new Usd(100), manager.Reserve(Make.Request(100)).Hold);
        Assert.Equal((900, 100, 0, 0), manager.GetStatus("global").Figures());
    }

    [Fact]
    public void LiteLLM_PR_27021_the_first_request_may_take_exactly_the_limit_and_the_question_and_the_taking_agree()
    {
        for (long limit = 0; limit < 20; limit++)
        {
            for (long hold = 0; hold < 20; hold++)
            {
                using BudgetManager manager = Make.Manager(Make.Policy("global", limit), Make.Policy("users", limit, BudgetScope.User));
                SpendRequest request = Make.Request(hold, "alice");
                Assert.Equal(hold <= limit, manager.CanSpend(request));
                Assert.Equal(hold <= limit, manager.WouldReject(request) is null);
                Assert.Equal(hold <= limit, manager.TryReserve(request).Allowed);
            }
        }
    }

    [Fact]
    public async Task LiteLLM_PR_27509_and_PR_38647_worst_cases_in_flight_do_not_end_a_budget_of_which_0_144_of_2000_dollars_are_spent()
    {
        // Each call may cost 100 dollars and costs 0.0072; twenty fill the budget, and the twenty-first is refused for ever where holds are spend.
        Usd limit = Make.Dollars(2_000), worst = Make.Dollars(100), cost = Make.Dollars(0.0072m);
        await using BudgetManager manager = Make.Manager(Make.Policy(nanos: limit.Nanos));
        for (int i = 0; i < 20; i++)
            manager.Settle(manager.Reserve(Make.Request(worst.Nanos)), cost.Nanos);
        Assert.Equal(Make.Dollars(0.144m), manager.GetStatus("global").Spent);

        Reservation[] calls = [.. Enumerable.Range(0, 19).Select(_ => manager.Reserve(Make.Request(worst.Nanos)))];
        BudgetRejection refusal = manager.Refusal(Make.Request(worst.Nanos));
        Assert.Equal((RejectionReason.InFlight, Make.Dollars(0.144m)), (refusal.Reason, refusal.Spent));

        // Who may wait gets room as soon as one ends; and nobody is starved.
        SpendRequest patient = Make.Request(worst.Nanos) with { WaitForHolds = TimeSpan.FromMinutes(1) };
        Task<Reservation>[] waiting = [.. Enumerable.Range(0, 100).Select(_ => manager.ReserveAsync(patient).AsTask())];
        Assert.All(waiting, static call => Assert.False(call.IsCompleted));
        foreach (Reservation call in calls)
            manager.Settle(call, cost.Nanos);
        foreach (Task<Reservation> call in waiting)
            manager.Settle(await call.WaitAsync(TimeSpan.FromSeconds(30)), cost.Nanos);
        Assert.Equal((139 * cost.Nanos, 0, 0, 0), manager.GetStatus("global").Figures());
    }
}
