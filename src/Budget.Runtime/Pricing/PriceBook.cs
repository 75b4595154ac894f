using System.Collections.ObjectModel;
using System.Reflection;
using System.Text;

namespace BudgetGen;

/// <summary>Price lines from one origin: the library, a file, a configuration. Immutable, and checked when it is made.</summary>
public sealed class PriceBook
{
    private const string ResourcePrefix = "BudgetGen.Pricing.Book.";
    private static readonly Lazy<PriceBook> LazyEmbedded = new(LoadEmbedded);

    private readonly IReadOnlyDictionary<string, string>? _lineVersions;

    /// <summary>Makes a book from lines.</summary>
    /// <param name="name">What to call it in messages: a file name, or where the lines come from.</param>
    /// <param name="version">Its version, free text.</param>
    /// <param name="lines">The lines.</param>
    /// <exception cref="PriceBookException">Two lines have one id, or claim the same name at the same time.</exception>
    public PriceBook(string name, string version, params IReadOnlyList<ModelPricing> lines)
        : this(name, version, lines, [])
    {
    }

    internal PriceBook(string name, string version, IReadOnlyList<ModelPricing> lines, IReadOnlyList<string> notes)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(lines);
        PriceBookConflicts.Refuse(name, lines);
        (Name, Version, Lines, Notes) = (name, version, lines, notes);
    }

    /// <summary>Makes a book whose lines have versions of their own.</summary>
    internal PriceBook(string name, string version, IReadOnlyList<ModelPricing> lines, IReadOnlyDictionary<string, string> lineVersions)
        : this(name, version, lines, []) => _lineVersions = lineVersions;

    /// <summary>The prices that come with the library: one file for each provider, a source and a date for each line.</summary>
    public static PriceBook Embedded => LazyEmbedded.Value;

    /// <summary>What the book is called in messages.</summary>
    public string Name { get; }

    /// <summary>The version of the book.</summary>
    public string Version { get; }

    /// <summary>The lines, in the order of the origin.</summary>
    public IReadOnlyList<ModelPricing> Lines { get; }

    /// <summary>What a reader of the book should know, such as a price that is finer than a pico-dollar and was rounded up.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The names of Azure deployments, and the model that each serves; both normalised.</summary>
    internal IReadOnlyDictionary<string, string> Deployments { get; private init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>A book without lines that says which models deployments serve.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="version">Its version, free text.</param>
    /// <param name="deployments">The deployments' names and what each serves.</param>
    internal static PriceBook OfDeployments(string name, string version, IEnumerable<KeyValuePair<string, string>> deployments) => new(name, version, [], (IReadOnlyList<string>)[])
    {
        Deployments = deployments.ToDictionary(static one => ModelNames.Normalise(one.Key), static one => ModelNames.Normalise(one.Value), StringComparer.Ordinal),
    };

    /// <summary>Reads a book in the format <c>budgetgen-prices/1</c>.</summary>
    /// <param name="utf8Json">The JSON, UTF-8.</param>
    /// <param name="fileName">What to call it in messages.</param>
    /// <exception cref="PriceBookException">It is not such a book; the message says where and what to do.</exception>
    public static PriceBook Parse(ReadOnlySpan<byte> utf8Json, string fileName) => PriceBookReader.Read(utf8Json.ToArray(), fileName);

    /// <summary>Reads a book in the format <c>budgetgen-prices/1</c>.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="fileName">What to call it in messages.</param>
    /// <exception cref="PriceBookException">It is not such a book; the message says where and what to do.</exception>
    public static PriceBook Parse(string json, string fileName)
    {
        ArgumentNullException.ThrowIfNull(json);
        return PriceBookReader.Read(Encoding.UTF8.GetBytes(json), fileName);
    }

    /// <summary>Reads a file in the format <c>budgetgen-prices/1</c>.</summary>
    /// <exception cref="PriceBookException">It is not such a book; the message says where and what to do.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PriceBook Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return PriceBookReader.Read(File.ReadAllBytes(path), Path.GetFileName(path));
    }

    /// <summary>The book in the format <c>budgetgen-prices/1</c>; <see cref="Parse(string, string)"/> of it gives the same lines.</summary>
    public string ToJson() => PriceBookWriter.Write(this);

    /// <summary>What records of calls name as the version: the line's own, where lines have one, else the book's.</summary>
    internal string VersionOf(ModelPricing line) => _lineVersions?.GetValueOrDefault(line.Id) ?? Version;

    private static PriceBook LoadEmbedded()
    {
        // Aggregators come last: a name that two providers have means the provider's own model.
        string[] files = ["openai", "anthropic", "google", "mistral", "groq", "xai", "deepseek", "cohere", "azure", "bedrock", "openrouter"];
        PriceBook[] books = [.. files.Select(file => ReadResource(file + ".json"))];
        return new PriceBook("embedded", books[0].Version, [.. books.SelectMany(book => book.Lines)], [.. books.SelectMany(book => book.Notes)]);
    }

    private static PriceBook ReadResource(string file)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourcePrefix + file)
            ?? throw new InvalidOperationException($"The embedded price book '{file}' is missing from the assembly.");
        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        return PriceBookReader.Read(json, file);
    }
}
