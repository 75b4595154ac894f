using System.CommandLine;

namespace BudgetGen.Cli;

/// <summary><c>budgetgen optimize</c>: what recorded calls could have saved, or which model is enough for a task. It changes nothing.</summary>
internal static class OptimizeCommand
{
    public static Command Create()
    {
        var records = new Option<string?>("--records") { Description = "A JSON file of records, as for reprice; 'user' and 'operation' (or 'endpoint') of each say more." };
        var ledger = new Option<string?>("--ledger") { Description = "A ledger in an SQLite file. It is only read, also beside the application that writes it." };
        var since = new Option<string?>("--since") { Description = "The first day to look at, UTC, such as 2026-11-01." };
        var until = new Option<string?>("--until") { Description = "The last day to look at, UTC." };
        var most = new Option<int>("--most") { Description = "The most recommendations to list.", DefaultValueFactory = static _ => 100 };
        var providers = new Option<string[]>("--provider") { Description = "A provider whose models may be recommended, such as one that you have a key for (again and again); without it, all." };
        Option<string> format = Formats.Option();
        var task = new ModelChoiceOptions();
        var source = new PriceSource();
        var command = new Command("optimize", "What recorded calls could have saved, or (--task) the cheapest model that is enough. Only advice: it changes nothing.")
        {
            records, ledger, since, until, most, providers, format,
        };
        task.AddTo(command);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            (string? file, string? database) = (parsed.GetValue(records), parsed.GetValue(ledger));
            if (new[] { file, database, task.Task(parsed) }.Count(static question => question is not null) != 1)
                throw new CliException("Say what to look at: one of --records FILE, --ledger FILE, or --task T.");
            bool json = parsed.GetValue(format) == Formats.Json;
            string[] named = parsed.GetValue(providers) ?? [];
            PricingRegistry prices = source.Registry(parsed);
            if (named.FirstOrDefault(name => prices.GetProviderModels(name).Count == 0) is { } unknown)
                throw new CliException($"--provider is '{unknown}', of which the price book has no model; it has {string.Join(", ", prices.GetAllProviders())}.");
            var optimizer = new CostOptimizer(prices, named);
            if (task.Task(parsed) is not null)
                return task.Choose(parsed, optimizer, json);

            task.ThrowIfAny(parsed);
            if (parsed.GetValue(most) < 0)
                throw new CliException($"--most is {parsed.GetValue(most)}; a whole number of 0 or more is needed.");
            var days = DayRange.Of(parsed.GetValue(since), parsed.GetValue(until));
            IReadOnlyList<UsageRecord> calls = database is not null
                ? await LedgerFile.ReadAsync(database, days, cancellation)
                : [.. RecordFile.Read(file!).Where(call => days.Has(call.Timestamp))];
            OptimizationReport report = optimizer.FindSavings(calls, parsed.GetValue(most));
            if (json)
                OptimizationJson.Write(report);
            else
                OptimizationText.Write(Console.Out, report);
            return ExitCode.Done;
        });
        return command;
    }
}
