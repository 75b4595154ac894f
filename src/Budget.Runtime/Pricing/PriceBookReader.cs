using System.Text.Json;

namespace BudgetGen;

/// <summary>Reads <c>budgetgen-prices/1</c>. Whatever is not understood is refused: a price list that is read halfway under-prices.</summary>
internal static class PriceBookReader
{
    public const string Schema = "budgetgen-prices/1";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static PriceBook Read(ReadOnlyMemory<byte> utf8Json, string fileName)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        if (utf8Json.Span.StartsWith("\uFEFF"u8))
            utf8Json = utf8Json["\uFEFF"u8.Length..];

        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8Json, Strict);
            return Read(document.RootElement, fileName);
        }
        catch (JsonException broken)
        {
            throw new PriceBookException($"{fileName}: this is not valid JSON: {broken.Message} Correct the file; the book before it stays in use.", broken);
        }
        catch (InvalidOperationException broken)
        {
            // The parser looks at the characters of a text only when it is asked for it.
            throw new PriceBookException($"{fileName}: a text in it is not valid Unicode: {broken.Message} Save the file as UTF-8; the book before it stays in use.", broken);
        }
    }

    private static PriceBook Read(JsonElement root, string fileName)
    {
        var notes = new List<string>();
        var book = new JsonPart(fileName, "the book", root);
        book.AllowOnly("schema", "version", "prices");
        JsonPart schema = book.Required("schema");
        if (schema.Text() != Schema)
            throw schema.Refused($"this version reads \"{Schema}\" only");

        string version = book.Required("version").Text();
        ModelPricing[] lines = [.. book.Required("prices").Items().Select(line => PriceLineReader.Read(line, notes))];
        return new PriceBook(fileName, version, lines, notes);
    }
}
