using System.Globalization;
using System.Text;

namespace BudgetGen.Generator.Prices;

/// <summary>
/// Reads JSON into dictionaries, lists and texts. Analyzers cannot bring a library for that, and price books need no more: numbers stay text, and what is not JSON is null.
/// </summary>
internal ref struct JsonText
{
    private const int Deepest = 64;

    private readonly string _text;
    private int _at;

    private JsonText(string text) => (_text, _at) = (text, 0);

    /// <summary>The value: a <c>Dictionary&lt;string, object?&gt;</c>, a <c>List&lt;object?&gt;</c>, a string (of numbers: their text), a bool, or null.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">What it says.</param>
    /// <returns>False if it is not JSON.</returns>
    public static bool TryRead(string text, out object? value)
    {
        var reader = new JsonText(text);
        if (text.Length > 0 && text[0] == '\uFEFF')
            reader._at++;
        bool isValid = reader.TryValue(0, out value);
        reader.SkipSpace();
        if (isValid && reader._at == text.Length)
            return true;
        value = null;
        return false;
    }

    private bool TryValue(int depth, out object? value)
    {
        value = null;
        SkipSpace();
        if (_at >= _text.Length || depth > Deepest)
            return false;

        switch (_text[_at])
        {
            case '{':
                return TryObject(depth, out value);
            case '[':
                return TryArray(depth, out value);
            case '"':
                bool isText = TryText(out string text);
                value = text;
                return isText;
            case 't':
                value = true;
                return TryWord("true");
            case 'f':
                value = false;
                return TryWord("false");
            case 'n':
                return TryWord("null");
            default:
                return TryNumber(out value);
        }
    }

    private bool TryObject(int depth, out object? value)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        value = members;
        _at++;
        SkipSpace();
        if (TryTake('}'))
            return true;

        do
        {
            SkipSpace();
            if (!TryText(out string name))
                return false;
            SkipSpace();
            if (!TryTake(':') || !TryValue(depth + 1, out object? member))
                return false;
            members[name] = member;
            SkipSpace();
        }
        while (TryTake(','));
        return TryTake('}');
    }

    private bool TryArray(int depth, out object? value)
    {
        var items = new List<object?>();
        value = items;
        _at++;
        SkipSpace();
        if (TryTake(']'))
            return true;

        do
        {
            if (!TryValue(depth + 1, out object? item))
                return false;
            items.Add(item);
            SkipSpace();
        }
        while (TryTake(','));
        return TryTake(']');
    }

    private bool TryText(out string value)
    {
        value = "";
        if (!TryTake('"'))
            return false;

        int start = _at;
        int end = _text.IndexOfAny(['"', '\\'], start);
        if (end >= 0 && _text[end] == '"')
        {
            value = _text.Substring(start, end - start);
            _at = end + 1;
            return true;
        }

        var text = new StringBuilder();
        while (_at < _text.Length)
        {
            char c = _text[_at++];
            if (c == '"')
            {
                value = text.ToString();
                return true;
            }

            if (c == '\\' && !TryEscape(out c))
                return false;
            text.Append(c);
        }

        return false;
    }

    private bool TryEscape(out char c)
    {
        c = _at < _text.Length ? _text[_at++] : '\0';
        switch (c)
        {
            case '"' or '\\' or '/':
                return true;
            case 'b':
                c = '\b';
                return true;
            case 'f':
                c = '\f';
                return true;
            case 'n':
                c = '\n';
                return true;
            case 'r':
                c = '\r';
                return true;
            case 't':
                c = '\t';
                return true;
            case 'u' when _at + 4 <= _text.Length && ushort.TryParse(_text.Substring(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                c = (char)code;
                _at += 4;
                return true;
            default:
                return false;
        }
    }

    private bool TryNumber(out object? value)
    {
        int start = _at;
        while (_at < _text.Length && _text[_at] is (>= '0' and <= '9') or '-' or '+' or '.' or 'e' or 'E')
            _at++;
        value = _text.Substring(start, _at - start);
        return _at > start;
    }

    private bool TryWord(string word)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
            return false;
        _at += word.Length;
        return true;
    }

    private bool TryTake(char c)
    {
        if (_at >= _text.Length || _text[_at] != c)
            return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n')
            _at++;
    }
}
