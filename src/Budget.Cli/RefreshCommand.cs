using System.CommandLine;

namespace BudgetGen.Cli;

/// <summary><c>budgetgen prices refresh</c>: fetches a book from an address that somebody chose, and keeps it if it is sound.</summary>
internal static class RefreshCommand
{
    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "Where to fetch a book in the format budgetgen-prices/1.", Required = true };
        var file = new Option<string>("--file") { Description = "The file that keeps the last good book.", Required = true };
        var sha = new Option<string?>("--sha256") { Description = "The SHA-256 that it must have." };
        var size = new Option<long>("--max-bytes") { Description = "The most that is read.", DefaultValueFactory = static _ => 16 * 1024 * 1024 };
        var accept = new Option<bool>("--accept") { Description = "Take it although prices jump or many lines are lost." };
        var command = new Command("refresh", "Fetch newer prices from an address of your choice. Exit code 1 if the last good book stays.") { url, file, sha, size, accept };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!Uri.TryCreate(parsed.GetValue(url), UriKind.Absolute, out Uri? address))
                throw new CliException($"'{parsed.GetValue(url)}' is not an address.");
            using var client = new HttpClient();
            var refresh = new PriceRefresh(client, new PriceRefreshOptions
            {
                Url = address,
                File = parsed.GetValue(file)!,
                Sha256 = parsed.GetValue(sha),
                MaxBytes = parsed.GetValue(size),
                Accept = parsed.GetValue(accept),
            });
            PriceBook current = refresh.LastGood() ?? PriceBook.Embedded;
            PriceRefreshResult result = await refresh.RunAsync(current, cancellation);
            foreach (string problem in result.Problems)
                await Console.Error.WriteLineAsync($"budgetgen: not taken: {problem}");
            await Console.Out.WriteLineAsync(result.Refreshed
                ? $"{Counted.Of(result.Book.Lines.Count, "line")}, version {result.Book.Version}, SHA-256 {result.Sha256}"
                : $"the last good book stays: {result.Book.Name} {result.Book.Version}");
            return result.Refreshed ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }
}
