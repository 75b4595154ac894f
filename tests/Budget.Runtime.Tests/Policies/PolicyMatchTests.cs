using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace BudgetGen.Tests.Policies;

/// <summary>Every matching policy applies, always: what the index finds is what a look at each policy by itself would find.</summary>
public class PolicyMatchTests
{
    private static readonly string?[] s_values = ["a", "b", "A", "a-b", "1:a", "", null];
    private static readonly string?[] s_models = ["gpt-4o", "GPT-4o", "gpt-4o-mini", "claude-a", "", null];
    private static readonly string[] s_patterns = ["gpt-4o", "GPT-*", "gpt-4o*", "*", "*-mini", "c**a", "*4*-*"];
    private static readonly string[] s_tags = ["env", "job", "a"];

    private static readonly Gen<ScopePart> s_part =
        from scope in Gen.Choose(1, 8)
        from pinned in Gen.Choose(0, 2)
        from value in Gen.Choose(0, 4)
        from tag in Gen.Choose(0, s_tags.Length - 1)
        from pattern in Gen.Choose(0, s_patterns.Length - 1)
        select new ScopePart(
            (BudgetScope)scope,
            pinned == 0 ? null : scope == (int)BudgetScope.Model ? s_patterns[pattern] : s_values[value],
            scope == (int)BudgetScope.Tag ? s_tags[tag] : null);

    private static readonly Gen<BudgetPolicy> s_policy =
        from parts in s_part.ListOf(3)
        from count in Gen.Choose(0, 3)
        from kind in Gen.Choose(0, 11)
        select Policy([.. parts.Take(count).DistinctBy(static p => (p.Scope, p.TagName))], kind);

    private static readonly Gen<CallAttribution> s_call =
        from parts in Gen.Elements(s_values).ListOf(6)
        from model in Gen.Elements(s_models)
        from tags in Gen.Elements(s_values).ListOf(4)
        from tagged in Gen.Choose(0, 3)
        select new CallAttribution(
            parts[0], parts[1], model, parts[2], parts[3], parts[4], parts[5],
            tagged == 0 ? null : new CallTags(s_tags.Append("request").Zip(tags).Where(static t => t.Second is not null).Select(static t => KeyValuePair.Create(t.First, t.Second!)).Take(tagged + 1)));

    private static readonly Arbitrary<(BudgetPolicy[] Policies, CallAttribution[] Calls, int Removed)> s_cases =
        (from policies in s_policy.ListOf(12)
         from calls in s_call.ListOf(8)
         from removed in Gen.Choose(0, 11)
         select (policies.Select(static (p, i) => p.Id == PolicyBook.DefaultUserId ? p : p with { Id = "p" + i, Name = "p" + i }).DistinctBy(static p => p.Id).ToArray(), calls.ToArray(), removed))
        .ToArbitrary();

    [Fact]
    public void What_is_found_is_what_each_policy_says_by_itself() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(s_cases, static c =>
    {
        var book = new PolicyBook();
        foreach (BudgetPolicy policy in c.Policies)
            book.Set(policy);
        Compare(book, c.Policies, c.Calls);

        // The same with one policy less, and with one that is about other values.
        book.Remove(c.Policies[c.Removed % c.Policies.Length].Id);
        BudgetPolicy[] left = [.. c.Policies.Where((_, i) => i != c.Removed % c.Policies.Length)];
        if (left.Length > 0 && left[0].Scope is not (BudgetScope.Global or BudgetScope.Model))
        {
            left[0] = left[0] with { Key = left[0].Key == "b" ? "a" : "b" };
            book.Set(left[0]);
        }

        Compare(book, left, c.Calls);
    }));

    /// <summary>What was planned for one call of a kind serves all others of it; who its user is must not shine through.</summary>
    [Fact]
    public void The_accounts_of_a_call_do_not_depend_on_the_calls_before_it() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(s_cases, static c =>
    {
        BudgetPolicy[] policies = [.. c.Policies.Select(static p => p.Action == LimitAction.Fallback ? p with { Action = LimitAction.Warn } : p).Where(static p => PolicyRules.Complaints(p).Count == 0)];
        var book = new PolicyBook();
        foreach (BudgetPolicy policy in policies)
            book.Set(policy);
        using BudgetManager manager = Make.Manager(policies);
        long now = manager.TimeProvider.GetUtcNow().UtcTicks;
        foreach (CallAttribution call in c.Calls.Concat(c.Calls.Select(static call => call with { User = "a" })).Concat(c.Calls))
        {
            AccountSet found = manager.Book.Resolve(call, now);
            var expected = Matches(book, call).Where(static m => m.Policy.Policy.Period != BudgetPeriod.PerRequest).Select(static m => (m.Policy.Policy.Id, m.ScopeKey)).Order();
            Assert.Equal(expected, found.Keys.Select(static k => (k.PolicyId, k.ScopeKey)).Order());
            Assert.Equal(found.Keys.Select(static k => (k.PolicyId, k.ScopeKey)), found.Accounts.ToArray().Select(static a => (a.Policy.Id, a.ScopeKey)));
            Assert.Equal(found.Accounts.ToArray().Where(static a => a.Policy.IsHard), found.Hard.ToArray());
        }
    }));

    [Fact]
    public void The_default_limit_spares_only_users_with_a_budget_of_their_own()
    {
        var book = new PolicyBook();
        book.Set(Make.Policy("all", scope: BudgetScope.User) with { Id = PolicyBook.DefaultUserId });
        book.Set(Make.Policy("own", scope: BudgetScope.User, key: "own"));
        book.Set(Make.Policy("on-model", scope: BudgetScope.User, key: "on-model") with { And = [new ScopePart(BudgetScope.Model, "gpt-4o")] });
        book.Set(Make.Policy("capped", scope: BudgetScope.User, key: "capped", period: BudgetPeriod.PerRequest));
        Assert.Equal(["own"], Ids(book, new CallAttribution("own", Model: "gpt-4o")));
        Assert.Equal([PolicyBook.DefaultUserId, "on-model"], Ids(book, new CallAttribution("on-model", Model: "gpt-4o")));
        Assert.Equal(["capped", PolicyBook.DefaultUserId], Ids(book, new CallAttribution("capped")));
        Assert.Equal([PolicyBook.DefaultUserId], Ids(book, new CallAttribution("other")));
        book.Remove("own");
        Assert.Equal([PolicyBook.DefaultUserId], Ids(book, new CallAttribution("own")));
    }

    [Fact]
    public void A_call_looks_at_the_policies_of_its_own_values_only()
    {
        var index = new PolicyIndex();
        for (int i = 0; i < 20_000; i++)
        {
            index.Add(new ActivePolicy(Make.Policy("user/" + i, scope: BudgetScope.User, key: "user" + i), 0));
            index.Add(new ActivePolicy(Make.Policy("both/" + i, scope: BudgetScope.Model, key: "gpt-4o") with { And = [new ScopePart(BudgetScope.User, "user" + i)] }, 0));
            index.Add(new ActivePolicy(Make.Policy("team/" + i, scope: BudgetScope.Team) with { And = [new ScopePart(BudgetScope.Client, "client" + i)] }, 0));
        }

        Assert.Equal(3, index.Candidates(new AttributionKey("user7", Model: "GPT-4O", Team: "x", Client: "client7")).Sum(static list => list.Count));
        Assert.Empty(index.Candidates(new AttributionKey("nobody", Model: "gpt-4o")));
    }

    [Fact]
    public void The_same_dimensions_in_another_order_are_the_same_account()
    {
        BudgetPolicy policy = Make.Policy("p", scope: BudgetScope.User) with { And = [new ScopePart(BudgetScope.Model, "gpt-*"), new ScopePart(BudgetScope.Tag, null, "env")] };
        BudgetPolicy turned = policy with { Scope = BudgetScope.Tag, TagName = "env", And = [new ScopePart(BudgetScope.User), new ScopePart(BudgetScope.Model, "GPT-**")] };
        var book = new PolicyBook();
        book.Set(policy);
        var call = new CallAttribution("alice", Model: "Gpt-4o", Tags: new CallTags(KeyValuePair.Create("env", "prod")));
        string key = Assert.Single(Matches(book, call)).ScopeKey;
        Assert.Equal("alice, gpt-*, prod", new PolicyAim(policy).Show(key));
        book.Set(turned);
        Assert.Equal(key, Assert.Single(Matches(book, call)).ScopeKey);
    }

    [Fact]
    public void Another_scope_under_the_same_id_is_refused()
    {
        BudgetPolicy policy = Make.Policy("p", scope: BudgetScope.User);
        var book = new PolicyBook();
        book.Set(policy);
        book.Set(policy with { Key = "alice" });
        foreach (BudgetPolicy other in new[]
        {
            policy with { Scope = BudgetScope.Team },
            policy with { Scope = BudgetScope.Global },
            policy with { And = [new ScopePart(BudgetScope.Model)] },
        })
            Assert.Contains("and the one that is in force under the id 'p' has User", Assert.Throws<ArgumentException>(() => book.Set(other)).Message, StringComparison.Ordinal);

        BudgetPolicy tagged = Make.Policy("t", scope: BudgetScope.Tag) with { TagName = "env" };
        book.Set(tagged);
        Assert.Contains("has scope Tag 'job'", Assert.Throws<ArgumentException>(() => book.Set(tagged with { TagName = "job" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_dates_of_a_custom_period_are_refused()
    {
        BudgetPolicy policy = Make.Policy("p", period: BudgetPeriod.Custom) with { Starts = DateTimeOffset.UnixEpoch, Length = TimeSpan.FromDays(14) };
        var book = new PolicyBook();
        book.Set(policy);
        book.Set(policy with { Limit = new Usd(7) });
        Assert.Throws<ArgumentException>(() => book.Set(policy with { Length = TimeSpan.FromDays(7) }));
        Assert.Throws<ArgumentException>(() => book.Set(policy with { Starts = DateTimeOffset.UnixEpoch.AddDays(1) }));
        Assert.Throws<ArgumentException>(() => book.Set(policy with { Ends = DateTimeOffset.UnixEpoch.AddDays(100) }));
    }

    private static BudgetPolicy Policy(ScopePart[] parts, int kind)
    {
        var policy = Make.Policy("p", period: kind == 0 ? BudgetPeriod.PerRequest : BudgetPeriod.Daily) with
        {
            Scope = parts.Length == 0 ? BudgetScope.Global : parts[0].Scope,
            Key = parts.Length == 0 ? null : parts[0].Key,
            TagName = parts.Length == 0 ? null : parts[0].TagName,
            And = ScopeParts.Create(parts.AsSpan(Math.Min(1, parts.Length))),
            Action = kind == 1 ? LimitAction.Fallback : LimitAction.Block,
        };
        return kind == 2 ? Make.Policy("default", scope: BudgetScope.User) with { Id = PolicyBook.DefaultUserId } : policy;
    }

    private static void Compare(PolicyBook book, BudgetPolicy[] policies, CallAttribution[] calls)
    {
        foreach (CallAttribution call in calls)
        {
            string[] expected = [.. policies.Where(p => Applies(p, policies, call)).Select(p => $"{p.Id}: {Account(p, call)}").Order(StringComparer.Ordinal)];
            string[] found = [.. Matches(book, call).Select(static m => $"{m.Policy.Policy.Id}: {m.Policy.Aim.Show(m.ScopeKey)}").Order(StringComparer.Ordinal)];
            Assert.Equal(expected, found);
        }
    }

    private static bool Applies(BudgetPolicy policy, BudgetPolicy[] all, CallAttribution call)
    {
        bool isSpared = policy is { Id: PolicyBook.DefaultUserId, Key: null }
            && all.Any(p => p.Scope == BudgetScope.User && p.Key == call.User && p.And.Count == 0 && p.Period != BudgetPeriod.PerRequest);
        return !isSpared && Parts(policy).All(part => Value(part, call) is { Length: > 0 } value && (part.Key is null || part.Scope switch
        {
            BudgetScope.Model => Regex.IsMatch(value, "^" + Regex.Escape(part.Key).Replace("\\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.IgnoreCase),
            BudgetScope.Provider => string.Equals(value, part.Key, StringComparison.OrdinalIgnoreCase),
            _ => value == part.Key,
        }));
    }

    private static string Account(BudgetPolicy policy, CallAttribution call) => string.Join(", ", Parts(policy)
        .OrderBy(static p => p.Scope).ThenBy(static p => p.TagName, StringComparer.Ordinal)
        .Select(p => (Spelling: p.Scope is BudgetScope.Model or BudgetScope.Provider, Text: p.Key?.Replace("**", "*", StringComparison.Ordinal) ?? Value(p, call)!))
        .Select(static p => p.Spelling ? p.Text.ToLowerInvariant() : p.Text));

    private static IEnumerable<ScopePart> Parts(BudgetPolicy policy) =>
        policy.Scope == BudgetScope.Global ? [] : policy.And.Prepend(new ScopePart(policy.Scope, policy.Key, policy.TagName));

    private static string? Value(ScopePart part, CallAttribution call) => part.Scope switch
    {
        BudgetScope.User => call.User,
        BudgetScope.Provider => call.Provider,
        BudgetScope.Model => call.Model,
        BudgetScope.Project => call.Project,
        BudgetScope.Team => call.Team,
        BudgetScope.Client => call.Client,
        BudgetScope.Operation => call.Operation,
        _ => call.Tags?.Where(t => t.Key == part.TagName).Select(static t => t.Value).FirstOrDefault(),
    };

    private static List<(ActivePolicy Policy, string ScopeKey)> Matches(PolicyBook book, CallAttribution call) => book.Match(AttributionKey.Of(call, book.NewGeneration()));

    private static IEnumerable<string> Ids(PolicyBook book, CallAttribution call) => Matches(book, call).Select(static m => m.Policy.Policy.Id).Order(StringComparer.Ordinal);
}
