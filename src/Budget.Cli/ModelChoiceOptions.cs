using System.CommandLine;
using System.CommandLine.Parsing;

namespace BudgetGen.Cli;

/// <summary>Which model is enough for a task, as options.</summary>
internal sealed class ModelChoiceOptions
{
    private readonly Option<string?> _task = new("--task") { Description = $"Choose a model for this: {string.Join(", ", CostOptimizer.TaskTypes)}." };
    private readonly Option<decimal?> _maxCost = new("--max-cost") { Description = "The most that a typical request of the task may cost, USD." };
    private readonly Option<string> _quality = new("--quality") { Description = "low, medium or high.", DefaultValueFactory = static _ => "medium" };
    private readonly Option<bool> _vision = new("--vision") { Description = "Its requests show pictures." };
    private readonly Option<bool> _tools = new("--tools") { Description = "Its requests offer functions to call." };
    private readonly Option<bool> _reasoning = new("--reasoning") { Description = "The model is to think before it answers." };
    private readonly Option<long> _context = new("--context") { Description = "The tokens, input and output together, that must fit the window; without it, those of a typical request." };

    public ModelChoiceOptions() => _quality.AcceptOnlyFromAmong("low", "medium", "high");

    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Options.Add(option);
    }

    public string? Task(ParseResult parsed) => parsed.GetValue(_task);

    /// <summary>Refuses options of the choice where there is no task.</summary>
    public void ThrowIfAny(ParseResult parsed)
    {
        if (All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } option)
            throw new CliException($"{option.Name} belongs to --task; recorded calls have no use for it.");
    }

    public int Choose(ParseResult parsed, CostOptimizer optimizer, bool json)
    {
        string task = parsed.GetValue(_task)!, quality = parsed.GetValue(_quality)!;
        decimal? most = parsed.GetValue(_maxCost);
        if (!CostOptimizer.TaskTypes.Contains(task, StringComparer.OrdinalIgnoreCase))
            throw new CliException($"--task is '{task}'; known are {string.Join(", ", CostOptimizer.TaskTypes)}.");
        if (most < 0)
            throw new CliException($"--max-cost is {most}; an amount of 0 or more is needed.");
        if (parsed.GetValue(_context) < 0)
            throw new CliException($"--context is {parsed.GetValue(_context)}; a whole number of 0 or more is needed.");
        var needs = new ModelNeeds(parsed.GetValue(_vision), parsed.GetValue(_tools), parsed.GetValue(_reasoning), parsed.GetValue(_context));
        ModelChoice? chosen = optimizer.ChooseModel(task, needs, most, quality);
        if (json)
            Formats.Write(indented: true, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("task", task);
                writer.WriteString("quality", quality);
                writer.WriteString("model", chosen?.Model);
                writer.WriteString("provider", chosen?.Provider);
                writer.WriteEndObject();
            });
        else if (chosen is not null)
            Console.Out.WriteLine(chosen.Model);
        if (chosen is not null)
            return ExitCode.Done;
        Console.Error.WriteLine($"budgetgen: no model of the book is good enough for {task} at {quality} quality{(most is null ? "" : $" and costs at most ${Amounts.Exact(Usd.FromDollars(most.Value))} a typical request")}. Ask for less{(most is null ? "" : ", raise --max-cost,")} or lay prices over the book with --layer.");
        return ExitCode.No;
    }

    private Option[] All => [_task, _maxCost, _quality, _vision, _tools, _reasoning, _context];
}
