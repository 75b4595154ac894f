using System.Globalization;
using System.Text.Json;

namespace BudgetGen;

/// <summary>A value in a price book, or in the catalogue of models, that knows where it stands, so that every refusal names file, line, key and value.</summary>
internal readonly struct JsonPart(string file, string line, JsonElement element, string key = "")
{
    private const int LongestValueShown = 80;

    public JsonElement Element => element;

    public string Line => line;

    public string File => file;

    public string Key => key;

    /// <summary>True if the value is absent or the JSON null.</summary>
    public bool IsAbsent => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>The same part under the name of a price line.</summary>
    public JsonPart InLine(string id) => new(file, $"line '{id}'", element, key);

    public PriceBookException Refused(string remedy, Exception? cause = null)
    {
        string value = element.ValueKind == JsonValueKind.Undefined ? "absent" : element.GetRawText();
        if (value.Length > LongestValueShown)
            value = value[..LongestValueShown] + "...";
        return new PriceBookException($"{file}: {line}: {(key.Length == 0 ? "value" : $"'{key}'")} is {value}: {remedy}.", cause);
    }

    public void AllowOnly(params ReadOnlySpan<string> keys)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Refused("an object is needed here");
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!keys.Contains(property.Name))
                throw new JsonPart(file, line, property.Value, Below(property.Name)).Refused($"this field is not known here; known are {string.Join(", ", keys)}");
        }
    }

    /// <summary>The value of a key; absent is allowed.</summary>
    public JsonPart Optional(string name) => new(file, line, element.TryGetProperty(name, out JsonElement value) ? value : default, Below(name));

    /// <summary>The value of a key that must be there.</summary>
    public JsonPart Required(string name)
    {
        JsonPart part = Optional(name);
        return part.IsAbsent ? throw part.Refused("this field is required; add it") : part;
    }

    /// <summary>The elements of an array; none if it is absent.</summary>
    public IEnumerable<JsonPart> Items()
    {
        if (IsAbsent)
            return [];
        if (element.ValueKind != JsonValueKind.Array)
            throw Refused("an array is needed here");

        (string f, string l, string k) = (file, line, key);
        return element.EnumerateArray().Select((item, i) => new JsonPart(f, l, item, $"{k}[{i}]"));
    }

    /// <summary>A text that is not empty.</summary>
    public string Text()
    {
        if (element.ValueKind != JsonValueKind.String || element.GetString() is not { Length: > 0 } text)
            throw Refused("a text is needed here, in quotes and not empty");
        return text;
    }

    /// <summary>A name as books hold it: lower case, no space around it.</summary>
    public string Name()
    {
        string name = Text();
        return name == ModelNames.Normalise(name) ? name : throw Refused("names are written in lower case and without space around them");
    }

    /// <summary>A whole number above zero, or null.</summary>
    public long? Count()
    {
        if (IsAbsent)
            return null;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long count) && count > 0 ? count : throw Refused("a whole number above 0 is needed here");
    }

    /// <summary>A whole number, 0 or more.</summary>
    public long Whole() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long count) && count >= 0 ? count : throw Refused("a whole number of 0 or more is needed here");

    /// <summary>True or false; absent is false.</summary>
    public bool Flag() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Undefined => false,
        _ => throw Refused("true or false is needed here"),
    };

    /// <summary>A day.</summary>
    public DateOnly Day() =>
        DateOnly.TryParseExact(Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw Refused("a day is needed here, such as \"2026-11-20\"");

    /// <summary>An instant in UTC, or null. A day means its first instant.</summary>
    public DateTimeOffset? Instant()
    {
        if (IsAbsent)
            return null;

        string[] formats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssZ"];
        return DateTimeOffset.TryParseExact(Text(), formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at)
            ? at
            : throw Refused("a day or an instant in UTC is needed here, such as \"2026-09-01\" or \"2026-09-01T16:00:00Z\"");
    }

    private string Below(string name) => key.Length == 0 ? name : $"{key}.{name}";
}
