using System.CommandLine;

namespace BudgetGen.Cli;

/// <summary>The prices that a command works with: the embedded book, or files of any known format.</summary>
internal sealed class PriceSource
{
    private readonly Option<string[]> _prices = new("--prices") { Description = "Price files to use instead of the embedded book; the last wins. The format is found out.", AllowMultipleArgumentsPerToken = false };
    private readonly Option<string[]> _layers = new("--layer") { Description = "Price files to lay over them; the last wins." };
    private readonly Option<bool> _zeroIsFree = new("--zero-is-free") { Description = "Read a price of 0 in somebody else's list as free. Without it, it is unknown." };

    public void AddTo(Command command)
    {
        command.Options.Add(_prices);
        command.Options.Add(_layers);
        command.Options.Add(_zeroIsFree);
    }

    public PricingRegistry Registry(ParseResult parsed)
    {
        PriceBook[] books = Books(parsed);
        return new PricingRegistry(books[0], books[1..]);
    }

    public PriceBook[] Books(ParseResult parsed)
    {
        bool zeroIsFree = parsed.GetValue(_zeroIsFree);
        string[] files = parsed.GetValue(_prices) ?? [], layers = parsed.GetValue(_layers) ?? [];
        IEnumerable<PriceBook> bottom = files.Length == 0 ? [PriceBook.Embedded] : files.Select(file => Load(file, zeroIsFree));
        return [.. bottom, .. layers.Select(file => Load(file, zeroIsFree))];
    }

    /// <summary>A book by its name: <c>embedded</c>, or a file.</summary>
    public static PriceBook Load(string file, bool zeroIsFree = false) => file == "embedded" ? PriceBook.Embedded : Import(file, null, null, zeroIsFree).Book;

    /// <summary>Imports a file. Lists do not say how old they are, so without a day it is that of the file.</summary>
    public static PriceImport Import(string file, PriceListFormat? format, DateOnly? day, bool zeroIsFree)
    {
        byte[] json = File.ReadAllBytes(file);
        return PriceImporter.Import(json, Path.GetFileName(file), new PriceImportOptions { Checked = day ?? DateOnly.FromDateTime(File.GetLastWriteTimeUtc(file)), ZeroIsFree = zeroIsFree }, format);
    }
}
