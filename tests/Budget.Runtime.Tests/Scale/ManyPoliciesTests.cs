using BudgetGen.Storage;

namespace BudgetGen.Tests.Scale;

/// <summary>
/// A policy for each of very many users. Nothing is timed; but where an edit looked at every other policy, these would take minutes.
/// </summary>
public class ManyPoliciesTests
{
    private const int Policies = 50_000;

    [Fact]
    public async Task Policies_that_are_set_one_by_one_keep_their_own_accounts_and_limits()
    {
        var store = new InMemoryBudgetStore();
        await using (BudgetManager manager = Make.Manager(o => o.Store = _ => store))
        {
            for (int i = 0; i < Policies; i++)
            {
                manager.SetPolicy(Own(i, 100));
                manager.RecordSpend(Make.Usage(60, "u" + i));
            }

            // Each is edited once more, with an account of its own to look at, and every tenth goes.
            for (int i = 0; i < Policies; i++)
            {
                manager.SetPolicy(Own(i, 70));
                if (i % 10 == 0)
                    Assert.True(manager.DeletePolicy("own-" + i));
            }

            Check(manager);
        }

        // The next process finds them, and reads no history of one for another.
        await using BudgetManager next = Make.Manager(o => o.Store = _ => store);
        Check(next);
    }

    [Fact]
    public async Task Policies_of_the_configuration_are_in_force_and_recorded_when_the_manager_is_made()
    {
        var store = new InMemoryBudgetStore();
        BudgetPolicy[] policies = [.. Enumerable.Range(0, Policies).Select(static i => Own(i, 70))];
        for (int process = 0; process < 2; process++)
        {
            await using BudgetManager manager = Make.Manager(o => o.Store = _ => store, policies);
            manager.Refusal(Make.Request(71, "u77"));
            Assert.Equal(Policies, (await store.GetPolicyHistoryAsync()).Count);
        }
    }

    private static void Check(BudgetManager manager)
    {
        Assert.Equal(Policies * 9 / 10, manager.GetPolicies().Count);
        for (int i = 0; i < 100; i++)
        {
            if (i % 10 == 0)
                Assert.Null(manager.WouldReject(Make.Request(1_000, "u" + i)));
            else
                Assert.Equal(new Usd(70), manager.WouldReject(Make.Request(11, "u" + i))!.Limit);
            Assert.Null(manager.WouldReject(Make.Request(10, "u" + i)));
        }
    }

    private static BudgetPolicy Own(int user, long limit) => Make.Policy("own-" + user, limit, BudgetScope.User, "u" + user);
}
