using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.CodeFixes;

/// <summary>A text after insertions.</summary>
internal sealed record ChangedText(SourceText Text, IReadOnlyList<TextChange> Changes)
{
    /// <summary>Where an old piece of text stands now.</summary>
    public TextSpan Moved(TextSpan old) =>
        new(old.Start + Changes.Where(change => change.Span.End <= old.Start).Sum(change => change.NewText!.Length - change.Span.Length), old.Length);
}
