using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>The types of one name in one file.</summary>
/// <param name="Heads">Their heads, with what they are in.</param>
/// <param name="Spans">From the first word of a head to the end of a body.</param>
internal sealed record DeclaredTypes(TextHash Heads, TextSpan[] Spans)
{
    /// <summary>These types and one more.</summary>
    public DeclaredTypes With(TextHash head, TextSpan span) => new(Heads.Plus(head), [.. Spans, span]);
}
