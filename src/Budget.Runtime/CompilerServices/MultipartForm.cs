using System.Text;

namespace BudgetGen.CompilerServices;

/// <summary>The fields of a form with files, as far as a price depends on them: short texts, and how many files of how many bytes.</summary>
internal sealed class MultipartForm
{
    private const int LongestText = 1_000_000;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>How many files are in it.</summary>
    public int Files { get; private set; }

    /// <summary>How many bytes they have together.</summary>
    public long FileBytes { get; private set; }

    /// <summary>The text of a field, or null.</summary>
    public string? Text(string name) => _texts.TryGetValue(name, out string? text) ? text : null;

    /// <summary>The number in a field, or null.</summary>
    public long? Count(string name) => long.TryParse(Text(name), out long count) ? count : null;

    /// <summary>Reads a form; null if the media type is another one.</summary>
    public static MultipartForm? TryRead(ReadOnlySpan<byte> body, string? contentType)
    {
        if (Boundary(contentType) is not { } boundary)
            return null;

        var form = new MultipartForm();
        byte[] delimiter = Encoding.UTF8.GetBytes("--" + boundary);
        int start = body.IndexOf(delimiter);
        while (start >= 0)
        {
            body = body[(start + delimiter.Length)..];
            int headersEnd = body.IndexOf("\r\n\r\n"u8), end = body.IndexOf(delimiter);
            if (headersEnd < 0 || end < 0 || headersEnd > end)
                break;

            ReadOnlySpan<byte> content = body[(headersEnd + 4)..end];
            if (content.EndsWith("\r\n"u8))
                content = content[..^2];
            form.Add(Encoding.UTF8.GetString(body[..headersEnd]), content);
            start = end;
        }

        return form;
    }

    private void Add(string headers, ReadOnlySpan<byte> content)
    {
        if (headers.Contains("filename", StringComparison.OrdinalIgnoreCase))
        {
            Files++;
            FileBytes += content.Length;
        }
        else if (Parameter(headers, "name=") is { } name && content.Length <= LongestText)
        {
            _texts[name] = Encoding.UTF8.GetString(content);
        }
    }

    private static string? Boundary(string? contentType) =>
        contentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true ? Parameter(contentType, "boundary=") : null;

    /// <summary>The value after a name; with or without quotes.</summary>
    private static string? Parameter(string text, string name)
    {
        int start = text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return null;

        ReadOnlySpan<char> rest = text.AsSpan(start + name.Length);
        if (rest.StartsWith('"'))
        {
            rest = rest[1..];
            int quote = rest.IndexOf('"');
            return quote < 0 ? null : rest[..quote].ToString();
        }

        int end = rest.IndexOfAny(';', '\r', '\n');
        return (end < 0 ? rest : rest[..end]).Trim().ToString();
    }
}
