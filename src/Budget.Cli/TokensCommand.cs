using System.CommandLine;
using System.Text.Json;

namespace BudgetGen.Cli;

/// <summary><c>budgetgen tokens</c>: how many tokens a text has, or each string of a file.</summary>
internal static class TokensCommand
{
    public static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "The model that will read the text." };
        Option<string?> encoding = TokenMeter.EncodingOption();
        var file = new Option<string?>("--file") { Description = "The text, UTF-8; - is standard input, which is read without this option too if something is piped in." };
        var cases = new Option<string?>("--cases") { Description = "A JSON array of strings (- is standard input): prints the JSON array of their counts." };
        Option<string> format = Formats.Option();
        var command = new Command("tokens", "How many tokens a text has. Literal <|endoftext|> and its like are ordinary text.") { model, encoding, file, cases, format };
        command.SetAction(parsed =>
        {
            string? name = parsed.GetValue(model);
            var meter = TokenMeter.Of(name, parsed.GetValue(encoding));
            if (parsed.GetValue(cases) is { } list)
            {
                return parsed.GetValue(file) is null
                    ? CountAll(meter, list)
                    : throw new CliException("--file and --cases are two questions; ask one of them.");
            }

            using var input = TextInput.Open(parsed.GetValue(file));
            long tokens = meter.Count(input.Text);
            if (parsed.GetValue(format) == Formats.Json)
                Write(meter, name, tokens);
            else
                Console.Out.WriteLine($"{Counted.Of(tokens, "token")}, {meter.Describe()}");
            meter.WarnIfUnknown(PricingRegistry.Embedded);
            return ExitCode.Done;
        });
        return command;
    }

    private static int CountAll(TokenMeter meter, string file)
    {
        var counts = new List<long>();
        (Stream stream, string name) = TextInput.OpenBytes(file);
        using (stream)
            new JsonStrings(stream, name).Read(text => counts.Add(meter.Count(text)));
        Formats.Write(indented: false, json =>
        {
            json.WriteStartArray();
            foreach (long count in counts)
                json.WriteNumberValue(count);
            json.WriteEndArray();
        });
        if (!meter.IsExact)
            Console.Error.WriteLine($"budgetgen: the counts are {meter.Describe()}");
        meter.WarnIfUnknown(PricingRegistry.Embedded);
        return ExitCode.Done;
    }

    private static void Write(TokenMeter meter, string? model, long tokens) => Formats.Write(indented: true, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("tokens", tokens);
        json.WriteString("model", model);
        meter.WriteTo(json);
        json.WriteEndObject();
    });
}
