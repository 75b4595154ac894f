using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace BudgetGen;

/// <summary>One price line as one line of JSON, as it stands in a book: what a store keeps of it. Whatever a price file may not say, it may not say either.</summary>
internal static class PriceLineJson
{
    // Letters of all alphabets stay readable; what could end a script or an attribute is still escaped.
    private static readonly JsonWriterOptions s_compact = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>The text of a line, and the line that the text gives back, which is the one to use: after a restart there is no other.</summary>
    /// <exception cref="PriceBookException">The text would be refused, or says less than the line; the message says what to do.</exception>
    public static (string Json, ModelPricing Line) Write(ModelPricing line, string where)
    {
        string json;
        try
        {
            json = Text(line);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            throw new PriceBookException($"{where}: line '{line.Id}' cannot be written: {error.Message} Use members of the enumerations, and texts that are Unicode.", error);
        }

        // What half of a surrogate pair becomes. A name with that is another name.
        if (json.Contains('\uFFFD', StringComparison.Ordinal) || json.Contains("\\uFFFD", StringComparison.OrdinalIgnoreCase))
            throw new PriceBookException($"{where}: line '{line.Id}' has a text that is not valid Unicode. Use whole characters, and not U+FFFD, which stands for what was lost.");

        ModelPricing read = Read(json, where);
        if ((read.EffectiveFrom, read.EffectiveTo, read.Retired) != (line.EffectiveFrom, line.EffectiveTo, line.Retired))
            throw new PriceBookException($"{where}: line '{line.Id}' has an instant between two seconds. EffectiveFrom, EffectiveTo and Retired are whole seconds.");
        if (!Windows(read).SequenceEqual(Windows(line)))
            throw new PriceBookException($"{where}: line '{line.Id}' has a time of day between two minutes. Windows begin and end at whole minutes.");
        return read.MinimumSeconds == line.MinimumSeconds ? (json, read) : throw new PriceBookException($"{where}: line '{line.Id}' has a minimum of {line.MinimumSeconds} seconds. It is 0 or more.");
    }

    /// <summary>Reads what <see cref="Write"/> wrote, or what stands in a file.</summary>
    /// <exception cref="PriceBookException">It is no such line; the message says where and what to do.</exception>
    public static ModelPricing Read(string json, string where)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, s_strict);
            return PriceLineReader.Read(new JsonPart(where, "the line", document.RootElement), []);
        }
        catch (JsonException broken)
        {
            throw new PriceBookException($"{where}: this is not valid JSON: {broken.Message}", broken);
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            // The parser looks at the characters of a text only when it is asked for it.
            throw new PriceBookException($"{where}: a text in it is not valid Unicode: {broken.Message}", broken);
        }
    }

    private static string Text(ModelPricing line)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_compact))
            PriceBookWriter.Line(json, line);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static IReadOnlyList<(TimeOnly From, TimeOnly To)> Windows(ModelPricing line) => line.Conditions.TimeOfDay?.Windows ?? [];
}
