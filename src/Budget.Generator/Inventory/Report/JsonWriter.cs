using System.Globalization;
using System.Text;

namespace BudgetGen.Inventory;

/// <summary>
/// Writes indented JSON in ASCII with <c>\n</c>: the same bytes on every machine. The compiler's part cannot bring a library for that, and the command line writes with the same
/// code, so that the two cannot differ.
/// </summary>
internal sealed class JsonWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _hasItems;

    /// <summary>Opens an object or an array, <c>{</c> or <c>[</c>; in an object it has a name.</summary>
    public JsonWriter Open(char bracket, string? name = null)
    {
        Item(name);
        _text.Append(bracket);
        _depth++;
        _hasItems = false;
        return this;
    }

    /// <summary>Closes it with <c>}</c> or <c>]</c>.</summary>
    public JsonWriter Close(char bracket)
    {
        _depth--;
        if (_hasItems)
            Line();
        _text.Append(bracket);
        _hasItems = true;
        return this;
    }

    /// <summary>Writes a text, or null.</summary>
    public JsonWriter Text(string? name, string? value)
    {
        Item(name);
        if (value is null)
            _text.Append("null");
        else
            Quote(value);
        return this;
    }

    /// <summary>Writes a number, or null.</summary>
    public JsonWriter Number(string name, decimal? value)
    {
        Item(name);
        _text.Append(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
        return this;
    }

    public override string ToString() => _text + "\n";

    private void Item(string? name)
    {
        if (_hasItems)
            _text.Append(',');
        if (_depth > 0)
            Line();
        _hasItems = true;
        if (name is null)
            return;
        Quote(name);
        _text.Append(": ");
    }

    private void Line() => _text.Append('\n').Append(' ', 2 * _depth);

    private void Quote(string value)
    {
        _text.Append('"');
        for (int i = 0; i < value.Length; i++)
        {
            // Half a character is no text: readers refuse the whole file for it.
            char c = IsHalf(value, i) ? '\ufffd' : value[i];
            if (c is '"' or '\\')
                _text.Append('\\').Append(c);
            else if (c is >= ' ' and < '\x7f')
                _text.Append(c);
            else
                _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        _text.Append('"');
    }

    private static bool IsHalf(string text, int at) => char.IsHighSurrogate(text[at])
        ? at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])
        : char.IsLowSurrogate(text[at]) && (at == 0 || !char.IsHighSurrogate(text[at - 1]));
}
