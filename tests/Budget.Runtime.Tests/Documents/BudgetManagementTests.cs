namespace BudgetGen.Tests.Documents;

/// <summary>The budget management sketch: budgets of users, and a chat call that is checked.</summary>
public sealed class BudgetManagementTests
{
    [Fact]
    public void Budgets_of_users_work_as_written()
    {
        using BudgetManager budgetMgr = Make.Manager();
        budgetMgr.SetBudget("user123", 50.00m); // $50/month

        Assert.True(budgetMgr.CanSpend("user123", 50.00m));
        Assert.False(budgetMgr.CanSpend("user123", 50.01m));
        budgetMgr.RecordSpend(Make.Usage(20_000_000_000, "user123"));
        Assert.Equal(Usd.FromDollars(30.00m), budgetMgr.GetRemaining("user123"));

        // A user without a budget is unlimited.
        Assert.True(budgetMgr.CanSpend("somebody", 1_000_000m));
        Assert.Null(budgetMgr.GetRemaining("somebody"));
    }

    [Fact]
    public async Task A_budget_checked_chat_reserves_where_the_sketch_checks()
    {
        await using BudgetManager budgetMgr = Make.Manager();
        budgetMgr.SetBudget("user123", 0.02m);
        int calls = 0;

        // def budget_checked_chat(user_id, prompt, model): estimate, check, call, record the actual cost
        async Task<string> BudgetCheckedChatAsync(string userId, string prompt, string model)
        {
            var client = new TrackedLlmClient(budgetMgr, new CostOptimizer(budgetMgr.Pricing), async (request, _) =>
            {
                Interlocked.Increment(ref calls);
                await Task.Yield();
                return new LlmChatAnswer("an answer", LlmUsage.Of(10, request.MaxOutputTokens));
            });
            return (await client.CompleteAsync([new LlmChatMessage("user", prompt)], model, user: userId)).Text;
        }

        Task<string>[] chats = [.. Enumerable.Range(0, 20).Select(_ => BudgetCheckedChatAsync("user123", "Hello", "gpt-4o"))];
        await Task.WhenAll(chats.Select(static chat => chat.ContinueWith(static _ => { }, TaskScheduler.Default)));
        Assert.All(chats.Where(static chat => chat.IsFaulted), static chat => Assert.Contains("budget of user123", Assert.IsType<BudgetExceededException>(chat.Exception!.InnerException).Message, StringComparison.Ordinal));
        Assert.Equal(calls, chats.Count(static chat => chat.IsCompletedSuccessfully));
        Assert.InRange(calls, 1, 3);
        Assert.Equal(new Usd(calls * ((10 * 2_500L) + (500 * 10_000L))), budgetMgr.GetStatus("user/user123").Spent);
        Assert.Equal(0, budgetMgr.InFlight.Count);
    }
}
