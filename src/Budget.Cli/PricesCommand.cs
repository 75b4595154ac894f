using System.CommandLine;

namespace BudgetGen.Cli;

/// <summary><c>budgetgen prices</c>: what the books say, how they differ, how old they are, and other people's lists as books.</summary>
internal static class PricesCommand
{
    public static Command Create() => new("prices", "Price books: look into them, import, compare, check their age, refresh.")
    {
        List(), Show(), Import(), Diff(), Check(), RefreshCommand.Create(),
    };

    private static Command List()
    {
        var provider = new Option<string?>("--provider") { Description = "Only this provider's lines." };
        var source = new PriceSource();
        var command = new Command("list", "The lines of the books.") { provider };
        source.AddTo(command);
        command.SetAction(parsed =>
        {
            IEnumerable<ModelPricing> lines = Lines(source.Books(parsed));
            if (parsed.GetValue(provider) is { } only)
                lines = lines.Where(line => line.Provider == new ModelPricing { Id = "x", Provider = only, Model = "x", Price = new BucketPrices(), Source = "x", Checked = default }.Provider);
            PriceText.List(lines);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var model = new Argument<string>("model") { Description = "The model's name, as a request has it." };
        var provider = new Option<string?>("--provider") { Description = "The provider, if the name alone could be several's." };
        var source = new PriceSource();
        var command = new Command("show", "The line that a name leads to, and how.") { model, provider };
        source.AddTo(command);
        command.SetAction(parsed =>
        {
            PricingRegistry prices = source.Registry(parsed);
            string name = parsed.GetValue(model)!;
            if (prices.Find(name, parsed.GetValue(provider)) is not { } match)
            {
                Console.Error.WriteLine($"budgetgen: {PriceText.Unknown(prices, name)}");
                return ExitCode.No;
            }

            Console.Out.WriteLine($"# {name} -> {match.Line.Id} ({match.Kind})");
            Console.Out.Write(new PriceBook("shown", "shown", match.Line).ToJson());
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Import()
    {
        var format = new Argument<string>("format") { Description = "litellm, genai-prices, openrouter, or auto." };
        format.AcceptOnlyFromAmong("litellm", "genai-prices", "openrouter", "auto");
        var file = new Argument<string>("file") { Description = "The list." };
        var output = new Option<string?>("--out") { Description = "Where to write the book; without it, only the report is printed." };
        var day = new Option<string?>("--checked") { Description = "The day of the list, such as 2026-08-01; without it, that of the file." };
        var zeroIsFree = new Option<bool>("--zero-is-free") { Description = "Read a price of 0 as free. Without it, it is unknown." };
        var command = new Command("import", "Make a price book of somebody else's list.") { format, file, output, day, zeroIsFree };
        command.SetAction(parsed =>
        {
            PriceListFormat? named = parsed.GetValue(format) switch
            {
                "litellm" => PriceListFormat.LiteLlm,
                "genai-prices" => PriceListFormat.GenaiPrices,
                "openrouter" => PriceListFormat.OpenRouter,
                _ => null,
            };
            PriceImport import = PriceSource.Import(parsed.GetValue(file)!, named, parsed.GetValue(day) is { } text ? Times.Day(text) : null, parsed.GetValue(zeroIsFree));
            if (parsed.GetValue(output) is { } path)
                File.WriteAllText(path, import.Book.ToJson());
            Console.Out.WriteLine($"{import.Format}: {Counted.Of(import.Book.Lines.Count, "line")}, {Counted.Of(import.Skipped.Count, "row")} skipped, {Counted.Of(import.Book.Notes.Count, "note")}");
            foreach (SkippedRow row in import.Skipped)
                Console.Out.WriteLine($"skipped '{row.Row}': {row.Reason}");
            foreach (string note in import.Book.Notes)
                Console.Out.WriteLine($"note {note}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Diff()
    {
        var before = new Argument<string>("before") { Description = "A price file, or 'embedded'." };
        var after = new Argument<string>("after") { Description = "A price file, or 'embedded'." };
        var command = new Command("diff", "What differs between two books. Exit code 1 if anything does.") { before, after };
        command.SetAction(parsed =>
        {
            PriceBook old = PriceSource.Load(parsed.GetValue(before)!);
            PriceBookDiff diff = PriceBookDiff.Of(old, PriceSource.Load(parsed.GetValue(after)!));
            foreach (PriceChange change in diff.Changes)
                Console.Out.WriteLine($"{PriceText.Sign(change.Kind)} {change.Id}{(change.What.Length == 0 ? "" : "  " + change.What)}{(change.IsJump ? "  (!)" : "")}");
            foreach (string beyond in diff.Beyond(old.Lines.Count))
                Console.Out.WriteLine($"unlikely: {beyond}");
            return diff.Changes.Count == 0 ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }

    private static Command Check()
    {
        var age = new Option<string>("--max-age") { Description = "How old the evidence may be, such as 60d.", DefaultValueFactory = static _ => "60d" };
        var today = new Option<string?>("--today") { Description = "The day of the question; without it, today." };
        var source = new PriceSource();
        var command = new Command("check", "Fails if the evidence for a price is too old. For CI.") { age, today };
        source.AddTo(command);
        command.SetAction(parsed =>
        {
            string text = parsed.GetValue(age)!;
            if (!text.EndsWith('d') || !int.TryParse(text.AsSpan(0, text.Length - 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int days))
                throw new CliException($"'{text}' is not an age; write it in days, such as 60d.");
            DateOnly day = parsed.GetValue(today) is { } named ? Times.Day(named) : DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            ModelPricing[] lines = [.. Lines(source.Books(parsed))];
            IReadOnlyList<ModelPricing> stale = PriceAge.Stale(lines, TimeSpan.FromDays(days), day);
            foreach (ModelPricing line in stale)
                Console.Out.WriteLine($"{line.Id}: checked {line.Checked:yyyy-MM-dd}, {Counted.Of(day.DayNumber - line.Checked.DayNumber, "day")} ago; see {line.Source}");
            Console.Out.WriteLine($"lines older than {Counted.Of(days, "day")}: {stale.Count} of {lines.Length}");
            return stale.Count == 0 ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }

    /// <summary>The lines that count: one of a book above replaces one of the same id below.</summary>
    private static IEnumerable<ModelPricing> Lines(PriceBook[] books) =>
        books.Reverse().SelectMany(static book => book.Lines).DistinctBy(static line => line.Id).OrderBy(static line => line.Id, StringComparer.Ordinal);
}
