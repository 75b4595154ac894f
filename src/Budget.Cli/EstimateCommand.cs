using System.CommandLine;

namespace BudgetGen.Cli;

/// <summary><c>budgetgen estimate</c>: what a call with a prompt will cost, before it is made: the least, the expected, and what a budget would hold for it.</summary>
internal static class EstimateCommand
{
    /// <summary>As <see cref="CostOptimizer.EstimateCost"/> assumes.</summary>
    private const int UsualAnswer = 500;

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "The model.", Required = true };
        Option<string?> encoding = TokenMeter.EncodingOption();
        var file = new Option<string?>("--file") { Description = "The prompt, UTF-8; - is standard input, which is read without this option too if something is piped in." };
        var most = new Option<int?>("--max-output") { Description = "The bound on output that the request is sent with, tokens; without it, the model's limit by the price book." };
        var expected = new Option<int?>("--expected-output") { Description = $"The output that you expect, tokens; without it, {UsualAnswer}, or the bound if that is less." };
        Option<string> format = Formats.Option();
        var source = new PriceSource();
        var command = new Command("estimate", "What a call with a prompt will cost: least, expected, and the worst case that a budget holds.") { model, encoding, file, most, expected, format };
        source.AddTo(command);
        command.SetAction(parsed =>
        {
            var meter = TokenMeter.Of(parsed.GetValue(model)!, parsed.GetValue(encoding));
            PricingRegistry prices = source.Registry(parsed);
            string name = parsed.GetValue(model)!;
            (int? bound, int? answer) = (Count("--max-output", parsed.GetValue(most)), Count("--expected-output", parsed.GetValue(expected)));
            if (Why(prices, name) is { } why)
            {
                Console.Error.WriteLine($"budgetgen: {why}");
                return ExitCode.No;
            }

            using var input = TextInput.Open(parsed.GetValue(file));
            string prompt = input.Text.ReadToEnd();
            if (prompt.Length == 0)
                throw new CliException($"{input.Name}: the prompt is empty, so there is no call to estimate.");
            var estimate = CallEstimate.Of(prices, name, meter, prompt, bound, answer, UsualAnswer);
            estimate.Write(parsed.GetValue(format) == Formats.Json);
            return ExitCode.Done;
        });
        return command;
    }

    private static int? Count(string option, int? value) =>
        value is < 0 ? throw new CliException($"{option} is {value}; a whole number of 0 or more is needed.") : value;

    /// <summary>Why a call of the model cannot be priced by its text; null: it can.</summary>
    private static string? Why(PricingRegistry prices, string model)
    {
        if (prices.Find(model) is not { } match)
            return PriceText.Unknown(prices, model);
        return match.Line.WorstCase(1, 1) is null ? $"line '{match.Line.Id}' ({match.Line.Mode}) has no price for text" : null;
    }
}
