using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Analyzers.Tests.Harness;

/// <summary>Source text in which <c>[|</c> and <c>|]</c> stand around what a diagnostic points at.</summary>
/// <param name="Text">The text without the marks.</param>
/// <param name="Spans">What was marked, in the order of the text.</param>
internal sealed record Markup(string Text, IReadOnlyList<TextSpan> Spans)
{
    private const string Open = "[|";
    private const string Close = "|]";

    public static Markup Parse(string marked)
    {
        var text = new StringBuilder();
        var open = new Stack<int>();
        var spans = new List<TextSpan>();
        for (int i = 0; i < marked.Length; i++)
        {
            if (string.CompareOrdinal(marked, i, Open, 0, 2) == 0)
            {
                open.Push(text.Length);
                i++;
            }
            else if (open.Count > 0 && string.CompareOrdinal(marked, i, Close, 0, 2) == 0)
            {
                spans.Add(TextSpan.FromBounds(open.Pop(), text.Length));
                i++;
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        return new Markup(text.ToString(), [.. spans.OrderBy(span => span.Start)]);
    }

    /// <summary>The text with marks around other spans, to be compared with what was written.</summary>
    public static string Mark(string text, IEnumerable<TextSpan> spans)
    {
        foreach (TextSpan span in spans.OrderByDescending(span => span.Start))
            text = text.Insert(span.End, Close).Insert(span.Start, Open);
        return text;
    }
}
