using System.Text;

namespace BudgetGen.Generator.Emit;

/// <summary>Writes indented lines. Line ends are always <c>\n</c>, so that the text is the same on every machine.</summary>
/// <param name="depth">How deep the first line is.</param>
internal sealed class CodeWriter(int depth = 0)
{
    private readonly StringBuilder _text = new(4096);
    private int _depth = depth;

    public CodeWriter Line(string text = "")
    {
        if (text.Length > 0)
            _text.Append(' ', _depth * 4).Append(text);
        _text.Append('\n');
        return this;
    }

    /// <summary>Writes a text of several lines at the current depth.</summary>
    public CodeWriter Lines(string text)
    {
        foreach (string line in text.Replace("\r\n", "\n").Split('\n'))
            Line(line.TrimEnd());
        return this;
    }

    /// <summary>Writes lines that have their depth already.</summary>
    public CodeWriter Written(string lines)
    {
        _text.Append(lines);
        return this;
    }

    public CodeWriter Open()
    {
        Line("{");
        _depth++;
        return this;
    }

    public CodeWriter Close(string after = "")
    {
        _depth--;
        return Line("}" + after);
    }

    public CodeWriter Indent()
    {
        _depth++;
        return this;
    }

    public CodeWriter Outdent()
    {
        _depth--;
        return this;
    }

    public override string ToString() => _text.ToString();
}
