namespace BudgetGen.Cli;

/// <summary>What a call with a prompt will cost, before it is made.</summary>
internal sealed class CallEstimate
{
    private readonly TokenMeter _meter;
    private readonly CostExplanation _expected;
    private readonly long _window;

    private CallEstimate(TokenMeter meter, CostExplanation expected, long window) => (_meter, _expected, _window) = (meter, expected, window);

    public required string Model { get; init; }

    /// <summary>The prompt's tokens: its text, without what frames a message.</summary>
    public required long Tokens { get; init; }

    /// <summary>The bound on output; 0 for a model that answers with vectors.</summary>
    public required long MaxOutput { get; init; }

    public required long ExpectedOutput { get; init; }

    /// <summary>The prompt alone: no answer, and nothing of it from a cache.</summary>
    public required Usd Least { get; init; }

    public required Usd Expected { get; init; }

    /// <summary>What the library sets aside for the call.</summary>
    public required Usd WorstCase { get; init; }

    /// <param name="prices">The prices; the model has a line there that prices text.</param>
    /// <param name="model">The model.</param>
    /// <param name="meter">Counts the prompt.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="bound">The bound on output; null: the model's limit.</param>
    /// <param name="answer">The output to expect; null: <paramref name="usual"/>.</param>
    /// <param name="usual">The output to expect, as far as the bound allows it.</param>
    public static CallEstimate Of(PricingRegistry prices, string model, TokenMeter meter, string prompt, int? bound, int? answer, int usual)
    {
        ModelPricing line = prices.Find(model)!.Value.Line;
        long most = line.Mode == ModelMode.Embedding ? 0 : bound ?? line.Limits.MaxOutput
            ?? throw new CliException($"The price book does not say how much '{model}' answers at most. Say --max-output N: an answer without a bound has no worst case.");
        if (answer > most)
            throw new CliException($"--expected-output is {answer}, and more than {Counted.Of(most, "token")} of output {Counted.Word(most, "is", "are")} not possible{(bound is null ? $" for '{model}'" : "; raise --max-output")}.");
        long tokens = meter.Count(prompt), expected = answer ?? Math.Min(usual, most);
        return new CallEstimate(meter, Explain(prices, model, tokens, expected), line.Limits.MaxInput ?? long.MaxValue)
        {
            Model = model,
            Tokens = tokens,
            MaxOutput = most,
            ExpectedOutput = expected,
            Least = Explain(prices, model, tokens, 0).Cost!.Value,
            Expected = Explain(prices, model, tokens, expected).Cost!.Value,
            WorstCase = Held(prices, model, prompt, most),
        };
    }

    public void Write(bool json)
    {
        if (json)
            WriteJson();
        else
            WriteText();
        if (Tokens > _window)
            Console.Error.WriteLine($"budgetgen: the model takes {Counted.Of(_window, "token")} of input by the price book, and this prompt has {Tokens}");
    }

    private static CostExplanation Explain(PricingRegistry prices, string model, long input, long output) =>
        prices.Explain(model, LlmUsage.Of(input, output), CallTerms.Standard) is { Cost: not null } cost ? cost : throw new CliException($"The line of '{model}' has no price for text.");

    /// <summary>Asks the library itself, so that the figure is the one that it would hold: a ledger in memory, and the prompt as one message.</summary>
    private static Usd Held(PricingRegistry prices, string model, string prompt, long maxOutput)
    {
        using var manager = new BudgetManager(new BudgetOptions { Prices = prices, UnknownModel = UnknownModelRule.Block });
        var client = new TrackedLlmClient(manager, new CostOptimizer(prices)) { MaxOutputTokens = (int)Math.Min(maxOutput, int.MaxValue) };
        return client.GetBudgetInfo([new LlmChatMessage("user", prompt)], model).EstimatedCost;
    }

    private void WriteText()
    {
        Console.Out.WriteLine($"prompt      {Counted.Of(Tokens, "token")}, {_meter.Describe()}");
        Row("least", Least, "the prompt alone, no answer");
        Row("expected", Expected, MaxOutput == 0 ? "no answer is billed" : $"an answer of {Counted.Of(ExpectedOutput, "token")}");
        Row("worst case", WorstCase, (MaxOutput == 0 ? "a token for each byte" : $"an answer of {Counted.Of(MaxOutput, "token")}") + "; this is what a budget holds");
        Console.Out.WriteLine($"line        {_expected.PriceLine} ({_expected.MatchKind}), book {_expected.Book} {_expected.BookVersion}");

        static void Row(string what, Usd amount, string of) => Console.Out.WriteLine($"{what,-11} ${Amounts.Exact(amount),-14} {of}");
    }

    private void WriteJson() => Formats.Write(indented: true, json =>
    {
        json.WriteStartObject();
        json.WriteString("model", Model);
        json.WriteNumber("tokens", Tokens);
        _meter.WriteTo(json);
        json.WriteNumber("expected_output", ExpectedOutput);
        json.WriteNumber("max_output", MaxOutput);
        json.WriteString("least_usd", Amounts.Exact(Least));
        json.WriteString("expected_usd", Amounts.Exact(Expected));
        json.WriteString("worst_case_usd", Amounts.Exact(WorstCase));
        json.WriteString("line", _expected.PriceLine);
        json.WriteEndObject();
    });
}
