using System.Runtime.InteropServices;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>Adds up calls: by attribution in the database, which knows each by a number, and by what was asked for here.</summary>
internal sealed class SpendSums(SqliteConnection connection, Lookups lookups, CancellationToken cancellationToken)
{
    public List<SpendSum> Read(SpendQuery query)
    {
        long from = query.From is { } first ? Instant.ToStored(first) : long.MinValue;
        long to = query.To is { } end ? Instant.ToStored(end) : long.MaxValue;
        var groups = new Dictionary<CallAttribution, Figures>();
        if (query.GroupBy == SpendGrouping.None)
            groups.Add(default, default);

        List<LinkSpan> spans = LinkSpan.Of(connection, from, to);
        if (spans.Count > 0)
            Add(groups, query, from, to, spans.Min(static span => span.After), spans.Max(static span => span.UpTo));
        return
        [
            .. from @group in groups
               let key = @group.Key
               orderby @group.Value.Cost descending, key.User, key.Provider, key.Model, key.Project, key.Team, key.Client, key.Operation
               select new SpendSum(key, new Usd(@group.Value.Cost), @group.Value.Calls, @group.Value.InputTokens, @group.Value.OutputTokens),
        ];
    }

    private void Add(Dictionary<CallAttribution, Figures> groups, SpendQuery query, long from, long to, long after, long upTo)
    {
#pragma warning disable CA2100 // Constants of ours.
        using var statement = new Statement(
            connection,
            $"""
            SELECT COALESCE(e.usage_attribution, e.attribution) AS caller, SUM(COALESCE(e.cost, e.amount, 0)), COUNT(*),
              SUM(COALESCE(e.input_tokens, 0)), SUM(COALESCE(e.output_tokens, 0))
            FROM entry e
            WHERE e.seq > ?1 AND e.seq <= ?2 AND e.usage_flags IS NOT NULL AND {EntryColumns.BookedAt} >= ?3 AND {EntryColumns.BookedAt} < ?4
            GROUP BY caller
            """);
#pragma warning restore CA2100
        statement.Bind(1, after);
        statement.Bind(2, upTo);
        statement.Bind(3, from);
        statement.Bind(4, to);
        while (statement.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            CallAttribution caller = lookups.Attribution(statement.Long(0)).Caller;
            if (!Matches(query.Of, caller))
                continue;

            ref Figures sum = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, Group(caller, query.GroupBy), out _);
            sum += new Figures(statement.Long(1), statement.Long(2), statement.Long(3), statement.Long(4));
        }
    }

    private static bool Matches(in CallAttribution of, in CallAttribution caller)
    {
        if (!Is(of.User, caller.User) || !Is(of.Provider, caller.Provider) || !Is(of.Model, caller.Model) || !Is(of.Project, caller.Project)
            || !Is(of.Team, caller.Team) || !Is(of.Client, caller.Client) || !Is(of.Operation, caller.Operation))
        {
            return false;
        }

        for (int i = 0; i < (of.Tags?.Count ?? 0); i++)
        {
            if (caller.Tags?.Find(of.Tags![i].Key) is not { } value || value != of.Tags![i].Value)
                return false;
        }

        return true;

        static bool Is(string? wanted, string? actual) => wanted is null || wanted == actual;
    }

    private static CallAttribution Group(in CallAttribution caller, SpendGrouping by) => new(
        by.HasFlag(SpendGrouping.User) ? caller.User : null,
        by.HasFlag(SpendGrouping.Provider) ? caller.Provider : null,
        by.HasFlag(SpendGrouping.Model) ? caller.Model : null,
        by.HasFlag(SpendGrouping.Project) ? caller.Project : null,
        by.HasFlag(SpendGrouping.Team) ? caller.Team : null,
        by.HasFlag(SpendGrouping.Client) ? caller.Client : null,
        by.HasFlag(SpendGrouping.Operation) ? caller.Operation : null);

    private readonly record struct Figures(long Cost, long Calls, long InputTokens, long OutputTokens)
    {
        public static Figures operator +(Figures left, Figures right) => new(
            checked(left.Cost + right.Cost),
            left.Calls + right.Calls,
            checked(left.InputTokens + right.InputTokens),
            checked(left.OutputTokens + right.OutputTokens));
    }
}
