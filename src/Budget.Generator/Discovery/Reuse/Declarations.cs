using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>
/// What one file tells the others: everything outside of bodies. Members that are found by their name are kept by name, so that a change of one concerns only files
/// that say the name, and so are types, as long as nobody says theirs; all else (usings, namespaces, constants, operators, directives) is the structure, whose change
/// concerns everybody. Made once per tree, from its text: bodies are not even walked through.
/// </summary>
internal sealed class Declarations
{
    private static readonly ConditionalWeakTable<SyntaxTree, Declarations> _byTree = new();

    private Declarations(TextHash structure, IReadOnlyDictionary<string, DeclaredTypes> types, IReadOnlyDictionary<string, TextHash> members, ISet<string> boundWords)
    {
        Structure = structure;
        Types = types;
        Members = members;
        BoundWords = boundWords;
    }

    /// <summary>All that is not a member with a name of its own, and the file's path.</summary>
    public TextHash Structure { get; }

    /// <summary>By name: the types of that name.</summary>
    public IReadOnlyDictionary<string, DeclaredTypes> Types { get; }

    /// <summary>By name: the heads of all members of that name, with the types that they are in.</summary>
    public IReadOnlyDictionary<string, TextHash> Members { get; }

    /// <summary>Words in attributes and constants: a member that one of them means is bound there without any call that says its name.</summary>
    public ISet<string> BoundWords { get; }

    /// <summary>True if the tree was read before.</summary>
    public static bool Knows(SyntaxTree tree) => _byTree.TryGetValue(tree, out _);

    /// <summary>What a tree declares.</summary>
    public static Declarations Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (_byTree.TryGetValue(tree, out Declarations? declarations))
            return declarations;

        var root = (CompilationUnitSyntax)tree.GetRoot(cancellationToken);
        string text = tree.GetText(cancellationToken).ToString();
        return _byTree.GetValue(tree, _ => new Reader(text, tree.FilePath).Read(root));
    }

    private sealed class Reader(string text, string path)
    {
        private readonly Dictionary<string, DeclaredTypes> _types = new(StringComparer.Ordinal);
        private readonly Dictionary<string, TextHash> _members = new(StringComparer.Ordinal);
        private readonly HashSet<string> _words = new(StringComparer.Ordinal);
        private TextHash _structure = TextHash.Start.With(path);
        private bool _isImplied;

        public Declarations Read(CompilationUnitSyntax root)
        {
            // Directives between members say how those are read: then the whole file counts. Before the first token they stand for themselves.
            if (root.ContainsDirectives)
                Directives(root);
            foreach (ExternAliasDirectiveSyntax alias in root.Externs)
                Structure(alias);
            foreach (UsingDirectiveSyntax import in root.Usings)
                Structure(import);
            foreach (AttributeListSyntax list in root.AttributeLists)
                Structure(list);
            Words(root.AttributeLists);
            Members(root.Members, TextHash.Start);
            return new Declarations(_structure, _types, _members, _words);
        }

        private void Directives(CompilationUnitSyntax root)
        {
            int first = root.GetFirstToken(includeZeroWidth: true).SpanStart;
            for (DirectiveTriviaSyntax? directive = root.GetFirstDirective(); directive is not null; directive = directive.GetNextDirective())
            {
                if (directive.Kind() is SyntaxKind.RegionDirectiveTrivia or SyntaxKind.EndRegionDirectiveTrivia or SyntaxKind.PragmaWarningDirectiveTrivia)
                    continue;
                if (directive.SpanStart > first)
                {
                    _structure = _structure.With(text);
                    return;
                }

                Structure(directive);
            }
        }

        private void Members(SyntaxList<MemberDeclarationSyntax> members, TextHash within)
        {
            foreach (MemberDeclarationSyntax member in members)
                Member(member, within);
        }

        private void Member(MemberDeclarationSyntax member, TextHash within)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax space:
                    Namespace(space, within);
                    break;
                case TypeDeclarationSyntax type:
                    Type(type, within);
                    break;
                case EnumDeclarationSyntax or DelegateDeclarationSyntax:
                    Words(member.SpanStart, member.Span.End);
                    AddType(member is EnumDeclarationSyntax { Identifier: var name } ? name : ((DelegateDeclarationSyntax)member).Identifier, member, Head(within, member.SpanStart, member.Span.End));
                    break;
                case GlobalStatementSyntax:
                    _structure = _structure.Plus(TextHash.Start.With("statements"));
                    break;
                case MethodDeclarationSyntax method:
                    Named(method.Identifier, method, within, BodyOf(method, method.Body, method.ExpressionBody));
                    break;
                case ConstructorDeclarationSyntax constructor:
                    Named(constructor.Identifier, constructor, within, constructor.Initializer?.SpanStart ?? BodyOf(constructor, constructor.Body, constructor.ExpressionBody));
                    break;
                case PropertyDeclarationSyntax property:
                    Named(property.Identifier, property, within, property.AccessorList?.SpanStart ?? BodyOf(property, null, property.ExpressionBody), property.AccessorList);
                    break;
                case EventDeclarationSyntax declared:
                    Named(declared.Identifier, declared, within, declared.AccessorList?.SpanStart ?? declared.Span.End, declared.AccessorList);
                    break;
                case BaseFieldDeclarationSyntax field when !field.Modifiers.Any(SyntaxKind.ConstKeyword):
                    Field(field, within);
                    break;
                case DestructorDeclarationSyntax:
                    break;
                default:
                    // Constants, operators, conversions, indexers, and what no compiler of today knows: these are meant without being named.
                    Words(member.SpanStart, member.Span.End);
                    _structure = _structure.Plus(Head(within, member.SpanStart, member.Span.End));
                    break;
            }
        }

        private void Namespace(BaseNamespaceDeclarationSyntax space, TextHash within)
        {
            TextHash inside = Head(within, space.SpanStart, space.Name.Span.End);
            foreach (SyntaxNode directive in space.Externs.Concat<SyntaxNode>(space.Usings))
                inside = inside.With(text, directive.SpanStart, directive.Span.Length);
            _structure = _structure.Plus(inside);
            bool wasImplied = _isImplied;
            _isImplied |= space.Parent is CompilationUnitSyntax && ImpliedNames.ContainsNamespace(space.Name.GetFirstToken().ValueText);
            Members(space.Members, inside);
            _isImplied = wasImplied;
        }

        private void Type(TypeDeclarationSyntax type, TextHash within)
        {
            bool hasBody = !type.OpenBraceToken.IsKind(SyntaxKind.None);
            Words(type.AttributeLists);
            AddType(type.Identifier, type, Head(within, type.SpanStart, hasBody ? type.OpenBraceToken.SpanStart : type.Span.End));
            Members(type.Members, TypeName(type, within));
        }

        // A member is where its type's name says, not where the type's head says what else the type is: other parts of a partial type have other heads.
        private static TextHash TypeName(TypeDeclarationSyntax type, TextHash within) => within.With(type.Identifier.ValueText).With(type.Arity.ToString(System.Globalization.CultureInfo.InvariantCulture));

        private void Field(BaseFieldDeclarationSyntax field, TextHash within)
        {
            Words(field.AttributeLists);
            TextHash head = Head(within, field.SpanStart, field.Declaration.Type.Span.End);
            foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                Add(variable.Identifier.ValueText, head);
        }

        private void Named(SyntaxToken name, MemberDeclarationSyntax member, TextHash within, int end, AccessorListSyntax? accessors = null)
        {
            Words(member.AttributeLists);
            TextHash head = Head(within, member.SpanStart, end);
            foreach (AccessorDeclarationSyntax accessor in accessors?.Accessors ?? default)
            {
                Words(accessor.AttributeLists);
                head = head.With(text, accessor.SpanStart, BodyOf(accessor, accessor.Body, accessor.ExpressionBody) - accessor.SpanStart);
            }

            Add(name.ValueText, head.With(end == member.Span.End ? "whole" : "body"));
        }

        private void AddType(SyntaxToken identifier, MemberDeclarationSyntax type, TextHash head)
        {
            string name = identifier.ValueText;
            if (_isImplied || name.Length == 0)
                _structure = _structure.Plus(head);
            else
                _types[name] = _types.TryGetValue(name, out DeclaredTypes? others) ? others.With(head, type.Span) : new DeclaredTypes(head, [type.Span]);
        }

        private void Add(string name, TextHash head) => _members[name] = _members.TryGetValue(name, out TextHash others) ? others.Plus(head) : head;

        private TextHash Head(TextHash within, int start, int end) => within.With(text, start, end - start);

        private void Structure(SyntaxNode node) => _structure = _structure.With(text, node.SpanStart, node.Span.Length);

        private void Words(SyntaxList<AttributeListSyntax> lists)
        {
            foreach (AttributeListSyntax list in lists)
                Words(list.SpanStart, list.Span.End);
        }

        private void Words(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                if (!IsWord(text[i]))
                    continue;

                int from = i;
                while (i < end && IsWord(text[i]))
                    i++;
                _words.Add(text.Substring(from, i - from));
            }
        }

        private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

        private static int BodyOf(SyntaxNode member, BlockSyntax? block, ArrowExpressionClauseSyntax? arrow) => block?.SpanStart ?? arrow?.SpanStart ?? member.Span.End;
    }
}
