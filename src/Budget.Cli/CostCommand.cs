using System.CommandLine;

namespace BudgetGen.Cli;

/// <summary><c>budgetgen cost</c>: what one call costs, or each case of a file.</summary>
internal static class CostCommand
{
    public static Command Create()
    {
        var model = new Argument<string?>("model") { Description = "The model's name.", Arity = ArgumentArity.ZeroOrOne };
        var cases = new Option<string?>("--cases") { Description = "A JSON file of cases to price instead of one call." };
        var explain = new Option<bool>("--explain") { Description = "Print the price line and each price that was used." };
        Option<string> format = Formats.Option();
        var usage = new UsageOptions();
        var source = new PriceSource();
        var command = new Command("cost", "What calls cost.") { model, cases, explain, format };
        source.AddTo(command);
        usage.AddTo(command);
        command.SetAction(parsed =>
        {
            bool json = parsed.GetValue(format) == Formats.Json;
            PricingRegistry prices = source.Registry(parsed);
            if (parsed.GetValue(cases) is { } file)
                return Price(prices, JsonList.Read(file, "cases", CostCase.Read), json, parsed.GetValue(explain));
            if (parsed.GetValue(model) is not { } name)
                throw new CliException("Name a model, or a file of cases with --cases.");
            CostCase call = usage.Read(parsed, name);
            return call.Usage.IsUnknown
                ? throw new CliException("Say what was used, such as --input 1000 --output 500. Nothing said is unknown, and unknown is never zero.")
                : Price(prices, [call], json, parsed.GetValue(explain));
        });
        return command;
    }

    private static int Price(PricingRegistry prices, CostCase[] cases, bool json, bool explain)
    {
        var costs = cases.Select(one => (one.Id, one.Model, Cost: Explain(prices, one))).ToArray();
        if (json)
            WriteJson(costs, explain);
        else
            CostText.Write(Console.Out, costs, explain);
        foreach ((string id, string model, CostExplanation? cost) in costs.Where(static cost => cost.Cost?.Cost is null))
            Console.Error.WriteLine($"budgetgen: {id}: {Why(prices, model, cost)}");
        return costs.All(static cost => cost.Cost?.Cost is not null) ? ExitCode.Done : ExitCode.No;
    }

    private static CostExplanation? Explain(PricingRegistry prices, CostCase one) =>
        (one.Provider is null ? null : prices.Explain(one.Model, one.Usage, one.Terms, one.Provider)) ?? prices.Explain(one.Model, one.Usage, one.Terms);

    private static string Why(PricingRegistry prices, string model, CostExplanation? cost)
    {
        if (cost is not null)
            return cost.Unpriced.Count == 0 ? "nothing is known of the usage" : $"line '{cost.PriceLine}' has no price for {string.Join(", ", cost.Unpriced)}";
        return PriceText.Unknown(prices, model);
    }

    private static void WriteJson((string Id, string Model, CostExplanation? Cost)[] costs, bool explain) => Formats.Write(indented: true, json =>
    {
        json.WriteStartArray();
        foreach ((string id, _, CostExplanation? cost) in costs)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            if (cost?.Cost is { } amount)
                json.WriteString("usd", Amounts.Exact(amount));
            else
                json.WriteNull("usd");
            if (explain && cost is not null)
            {
                json.WritePropertyName("explanation");
                json.WriteRawValue(cost.ToJson());
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
