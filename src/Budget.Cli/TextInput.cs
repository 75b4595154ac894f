namespace BudgetGen.Cli;

/// <summary>A text that a command is about: a file, or standard input.</summary>
internal sealed class TextInput : IDisposable
{
    private const string StandardInput = "standard input";

    private readonly Stream _stream;

    private TextInput(Stream stream, string name)
    {
        _stream = stream;
        Name = name;
        Text = new Utf8Text(stream, name);
    }

    /// <summary>What to call it in a message.</summary>
    public string Name { get; }

    /// <summary>The text, to be read once.</summary>
    public TextReader Text { get; }

    /// <summary>Opens a file; <c>-</c> is standard input, and so is no name at all where something is piped in.</summary>
    public static TextInput Open(string? file)
    {
        if (file is not (null or "-"))
            return new TextInput(OpenFile(file), file);
        if (file is null && !Console.IsInputRedirected)
            throw new CliException("There is no text: name a file with --file FILE, or pipe the text in.");
        return new TextInput(Console.OpenStandardInput(), StandardInput);
    }

    /// <summary>Opens a file's bytes; <c>-</c> is standard input.</summary>
    public static (Stream Stream, string Name) OpenBytes(string file) => file == "-" ? (Console.OpenStandardInput(), StandardInput) : (OpenFile(file), file);

    public void Dispose() => _stream.Dispose();

    private static FileStream OpenFile(string file) => Directory.Exists(file) ? throw new CliException($"{file}: this is a directory, and a file is needed.") : File.OpenRead(file);
}
