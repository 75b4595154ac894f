using BudgetGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.CodeFixes;

/// <summary>Puts attributes of ours on declarations of one file, as text: nothing else in the file changes.</summary>
internal sealed class AttributeInsertion(SemanticModel model, CompilationUnitSyntax root, SourceText text)
{
    private readonly SortedDictionary<int, string> _insertions = [];
    private bool _needsUsing;

    /// <summary>Adds an attribute above a declaration, or to the assembly, once.</summary>
    /// <param name="target">The declaration; the file itself for an attribute of the assembly.</param>
    /// <param name="attribute">The attribute class, such as <c>TrackLlmCallAttribute</c>.</param>
    /// <param name="arguments">What follows the name, such as <c>(User = "{userId}")</c>; or empty.</param>
    public void Add(SyntaxNode target, string attribute, string arguments)
    {
        if (target is CompilationUnitSyntax)
        {
            AddToAssembly(attribute, arguments);
            return;
        }

        int position = target.GetFirstToken().SpanStart;
        if (_insertions.ContainsKey(position))
            return;

        TextLine line = text.Lines.GetLineFromPosition(position);
        string before = text.ToString(TextSpan.FromBounds(line.Start, position));
        string after = before.All(char.IsWhiteSpace) ? EndOfLine(line) + before : " ";
        _insertions.Add(position, "[" + Name(position, attribute) + arguments + "]" + after);
    }

    /// <summary>All insertions, in the order of the text.</summary>
    public IReadOnlyList<TextChange> Changes()
    {
        List<TextChange> changes = [.. _insertions.Select(insertion => new TextChange(new TextSpan(insertion.Key, 0), insertion.Value))];
        if (_needsUsing)
        {
            TextChange import = UsingDirective();
            int i = changes.FindIndex(change => change.Span.Start >= import.Span.Start);
            changes.Insert(i < 0 ? changes.Count : i, import);
        }

        return changes;
    }

    /// <summary>Below the usings, or above the first of what must stand behind such an attribute; nowhere, if that is under an <c>#if</c>.</summary>
    private void AddToAssembly(string attribute, string arguments)
    {
        SyntaxToken first = (root.AttributeLists.FirstOrDefault() ?? (SyntaxNode)root.Members[0]).GetFirstToken();
        bool belowUsings = root.Usings.Count > 0 && root.AttributeLists.Count == 0 && !first.LeadingTrivia.Any(trivia => trivia.IsDirective);
        int position = belowUsings
            ? text.Lines.GetLineFromPosition(root.Usings.Last().Span.End).EndIncludingLineBreak
            : text.Lines.GetLineFromPosition(first.SpanStart).Start;
        if (_insertions.ContainsKey(position) || position > first.SpanStart || position <= root.Usings.LastOrDefault()?.SpanStart || IsConditional(position))
            return;

        string end = EndOfLine(text.Lines[0]);
        string line = "[assembly: " + Name(first.SpanStart, attribute) + arguments + "]" + end;
        _insertions.Add(position, belowUsings ? end + line : root.AttributeLists.Count > 0 ? line : line + end);
    }

    private bool IsConditional(int position) =>
        root.DescendantTrivia().Where(trivia => trivia.SpanStart < position).Sum(trivia => trivia.Kind() switch
        {
            SyntaxKind.IfDirectiveTrivia => 1,
            SyntaxKind.EndIfDirectiveTrivia => -1,
            _ => 0,
        }) > 0;

    /// <summary>The name to write: short where it means our attribute, or would with one more using.</summary>
    private string Name(int position, string attribute)
    {
        string shortName = attribute.Substring(0, attribute.Length - nameof(Attribute).Length);
        if (model.LookupNamespacesAndTypes(position, name: shortName).IsEmpty)
        {
            ISymbol[] found = [.. model.LookupNamespacesAndTypes(position, name: attribute)];
            if (found.Length == 1 && found[0].ContainingNamespace is { Name: KnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true })
                return shortName;

            if (found.Length == 0 && CanAddUsing)
            {
                _needsUsing = true;
                return shortName;
            }
        }

        return "global::" + KnownNames.Namespace + "." + shortName;
    }

    // Between #if and #endif nobody knows where a using would be seen.
    private bool CanAddUsing =>
        !root.Usings.Any(directive => directive.ContainsDirectives) && (root.Usings.Count > 0 || !root.GetFirstToken().LeadingTrivia.Any(trivia => trivia.IsDirective));

    private TextChange UsingDirective()
    {
        string line = "using " + KnownNames.Namespace + ";" + EndOfLine(text.Lines[0]);
        UsingDirectiveSyntax? next = root.Usings.FirstOrDefault(directive => !IsBefore(directive));
        if (next is not null)
            return new TextChange(new TextSpan(next.SpanStart, 0), line);

        if (root.Usings.Count > 0)
            return AtLineAfter(root.Usings.Last().Span.End, line);

        if (root.Externs.Count > 0)
            return AtLineAfter(root.Externs.Last().Span.End, line + EndOfLine(text.Lines[0]));

        return new TextChange(new TextSpan(AfterHeader(), 0), line + EndOfLine(text.Lines[0]));
    }

    private TextChange AtLineAfter(int position, string inserted) =>
        new(new TextSpan(text.Lines.GetLineFromPosition(position).EndIncludingLineBreak, 0), inserted);

    // Sorted as most files are: global usings, then System, then the others, then static ones and aliases.
    private static bool IsBefore(UsingDirectiveSyntax directive)
    {
        if (directive.GlobalKeyword != default)
            return true;
        if (directive.StaticKeyword != default || directive.Alias is not null)
            return false;

        string name = directive.NamespaceOrType.ToString();
        return name == nameof(System) || name.StartsWith(nameof(System) + ".", StringComparison.Ordinal) || string.CompareOrdinal(name, KnownNames.Namespace) < 0;
    }

    /// <summary>Behind the comment that a file begins with, and the empty line after it.</summary>
    private int AfterHeader()
    {
        int position = 0;
        foreach (SyntaxTrivia trivia in root.GetFirstToken().LeadingTrivia)
        {
            if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
                position = text.Lines.GetLineFromPosition(trivia.Span.End).EndIncludingLineBreak;
            else if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
                break;
        }

        TextLine next = text.Lines.GetLineFromPosition(position);
        return position > 0 && next.Span.IsEmpty ? next.EndIncludingLineBreak : position;
    }

    private string EndOfLine(TextLine line)
    {
        string end = text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak));
        return end.Length > 0 ? end : "\n";
    }
}
