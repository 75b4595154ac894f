using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>
/// What one file tells the others: everything outside of bodies. Types and members are kept by name, so that a change of one concerns only files that can mean it; all else
/// (global usings, attributes of the assembly) is the structure, whose change concerns everybody. Made once per tree, from its text: bodies are not even walked through.
/// </summary>
internal sealed class Declarations
{
    private static readonly ConditionalWeakTable<SyntaxTree, Declarations> _byTree = new();

    private Declarations(Reader reader)
    {
        Structure = reader.Whole;
        Namespaces = reader.Namespaces;
        Types = reader.Types;
        Members = reader.Members;
        Heads = reader.Heads;
        BoundWords = reader.BoundWords;
    }

    /// <summary>What everybody means without a name.</summary>
    public TextHash Structure { get; }

    /// <summary>The namespaces: a new one hides what has its name, for everybody.</summary>
    public ISet<string> Namespaces { get; }

    /// <summary>By name: the types of that name, with those members that are meant without a name.</summary>
    public IReadOnlyDictionary<string, DeclaredTypes> Types { get; }

    /// <summary>By name and type: the heads of all members of that name.</summary>
    public IReadOnlyDictionary<MemberName, TextHash> Members { get; }

    /// <summary>Where all of them stand.</summary>
    public IReadOnlyList<DeclaredHead> Heads { get; }

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
        return _byTree.GetValue(tree, _ => new Reader(root, text, tree.FilePath).Read());
    }

    private sealed class Reader(CompilationUnitSyntax root, string text, string path)
    {
        private readonly bool _hidesNames = WordText.MayHideNames(text);
        private readonly Dictionary<string, DeclaredTypes> _types = new(StringComparer.Ordinal);
        private readonly Dictionary<MemberName, TextHash> _members = [];
        private readonly List<DeclaredHead> _heads = [];
        private readonly HashSet<string> _words = new(StringComparer.Ordinal);
        private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);

        /// <summary>The simple name of the innermost type; empty outside of types, and in extension blocks.</summary>
        private string _type = "";
        private string _namespace = "";
        private bool _isImplied;

        public TextHash Whole { get; private set; }

        public ISet<string> Namespaces => _namespaces;

        public IReadOnlyDictionary<string, DeclaredTypes> Types => _types;

        public IReadOnlyDictionary<MemberName, TextHash> Members => _members;

        public IReadOnlyList<DeclaredHead> Heads => _heads;

        public ISet<string> BoundWords => _words;

        public Declarations Read()
        {
            // What names mean in a file, its usings say; and where an annotated method is declared, its calls tell.
            TextHash within = TextHash.Start.With(path);
            if (root.ContainsDirectives)
                within = Directives(within);
            within = Usings(root.Externs, root.Usings, within);
            foreach (AttributeListSyntax list in root.AttributeLists)
                Whole = Whole.Plus(Head(within, list.SpanStart, list.Span.End));
            Words(root.AttributeLists);
            Read(root.Members, within);
            return new Declarations(this);
        }

        private TextHash Directives(TextHash within)
        {
            int first = root.GetFirstToken(includeZeroWidth: true).SpanStart;
            for (DirectiveTriviaSyntax? directive = root.GetFirstDirective(); directive is not null; directive = directive.GetNextDirective())
            {
                if (directive.Kind() is SyntaxKind.RegionDirectiveTrivia or SyntaxKind.EndRegionDirectiveTrivia or SyntaxKind.PragmaWarningDirectiveTrivia)
                    continue;

                // Directives between members say how those are read: then the whole file counts. Before the first token they stand for themselves.
                if (directive.SpanStart > first)
                    return within.With(text);
                within = Head(within, directive.SpanStart, directive.Span.End);
            }

            return within;
        }

        private TextHash Usings(SyntaxList<ExternAliasDirectiveSyntax> externs, SyntaxList<UsingDirectiveSyntax> usings, TextHash within)
        {
            foreach (ExternAliasDirectiveSyntax alias in externs)
                within = Head(within, alias.SpanStart, alias.Span.End);
            foreach (UsingDirectiveSyntax import in usings)
            {
                bool isGlobal = import.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword);
                if (isGlobal)
                    Whole = Whole.Plus(Head(TextHash.Start, import.SpanStart, import.Span.End));
                within = Head(within, import.SpanStart, import.Span.End);
                if (import.Alias is { } alias)
                    _heads.Add(new DeclaredHead(alias.Name.Identifier.ValueText, null, import.Span, alias.SpanStart));
                else if (isGlobal && !import.StaticKeyword.IsKind(SyntaxKind.None))
                    _heads.Add(new DeclaredHead(DeclaredHead.Everywhere, null, import.Span, -1));
            }

            return within;
        }

        private void Read(SyntaxList<MemberDeclarationSyntax> members, TextHash within)
        {
            foreach (MemberDeclarationSyntax member in members)
                Read(member, within);
        }

        private void Read(MemberDeclarationSyntax member, TextHash within)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax space:
                    Namespace(space, within);
                    break;
                case TypeDeclarationSyntax type:
                    Type(type, within);
                    break;
                case EnumDeclarationSyntax type:
                    Words(type.AttributeLists);
                    Words(type.OpenBraceToken.SpanStart, type.Span.End);
                    AddType(type.Identifier, type, type.Span.End, within);
                    break;
                case DelegateDeclarationSyntax type:
                    Words(type.AttributeLists);
                    AddType(type.Identifier, type, type.Span.End, within);
                    break;
                case GlobalStatementSyntax:
                    Whole = Whole.Plus(TextHash.Start.With("statements"));
                    break;
                case MethodDeclarationSyntax method:
                    Named(method.Identifier, method, within, BodyOf(method, method.Body, method.ExpressionBody), isExtension: IsExtension(method));
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
                case BaseFieldDeclarationSyntax field:
                    Field(field, within);
                    break;
                case DestructorDeclarationSyntax:
                    break;
                default:
                    // Operators, conversions, indexers, and what no compiler of today knows: meant without being named, wherever their type is.
                    Words(member.AttributeLists);
                    AddImplied(Head(within, member.SpanStart, member.Span.End), member.Span);
                    break;
            }
        }

        private void Namespace(BaseNamespaceDeclarationSyntax space, TextHash within)
        {
            (string outer, bool wasImplied) = (_namespace, _isImplied);
            _isImplied |= outer.Length == 0 && ImpliedNames.ContainsNamespace(space.Name.GetFirstToken().ValueText);
            _namespace = outer + "." + space.Name;
            _namespaces.Add(_namespace);
            Read(space.Members, Usings(space.Externs, space.Usings, Head(within, space.SpanStart, space.Name.Span.End)));
            (_namespace, _isImplied) = (outer, wasImplied);
        }

        private void Type(TypeDeclarationSyntax type, TextHash within)
        {
            bool hasBody = !type.OpenBraceToken.IsKind(SyntaxKind.None);
            Words(type.AttributeLists);
            AddType(type.Identifier, type, hasBody ? type.OpenBraceToken.SpanStart : type.Span.End, within);
            string outer = _type;
            _type = type.Identifier.ValueText;
            Read(type.Members, TypeName(type, within));
            _type = outer;
        }

        // A member is where its type's name says, not where the type's head says what else the type is: other parts of a partial type have other heads.
        private static TextHash TypeName(TypeDeclarationSyntax type, TextHash within) => within.With(type.Identifier.ValueText).With(type.Arity.ToString(System.Globalization.CultureInfo.InvariantCulture));

        private void Field(BaseFieldDeclarationSyntax field, TextHash within)
        {
            bool isConstant = field.Modifiers.Any(SyntaxKind.ConstKeyword);
            Words(field.AttributeLists);
            if (isConstant)
                ConstantWords(field.Declaration);
            TextHash head = Head(within, field.SpanStart, isConstant ? field.Span.End : field.Declaration.Type.Span.End);
            foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                AddMember(variable.Identifier.ValueText, _type, head, TextSpan.FromBounds(field.SpanStart, field.Declaration.Type.Span.End), -1);
        }

        /// <summary>What a constant is made of, but not what it is called.</summary>
        private void ConstantWords(VariableDeclarationSyntax constants)
        {
            Words(constants.Type.SpanStart, constants.Type.Span.End);
            foreach (VariableDeclaratorSyntax constant in constants.Variables)
                Words(constant.Identifier.Span.End, constant.Span.End);
        }

        private void Named(SyntaxToken name, MemberDeclarationSyntax member, TextHash within, int end, AccessorListSyntax? accessors = null, bool isExtension = false)
        {
            Words(member.AttributeLists);
            TextHash head = Head(within, member.SpanStart, end);
            foreach (AccessorDeclarationSyntax accessor in accessors?.Accessors ?? default)
            {
                Words(accessor.AttributeLists);
                head = head.With(text, accessor.SpanStart, BodyOf(accessor, accessor.Body, accessor.ExpressionBody) - accessor.SpanStart);
            }

            AddMember(name.ValueText, isExtension ? MemberName.Anywhere : _type, head.With(end == member.Span.End ? "whole" : "body"), TextSpan.FromBounds(member.SpanStart, end), name.SpanStart);
        }

        private void AddType(SyntaxToken identifier, MemberDeclarationSyntax type, int end, TextHash within)
        {
            TextHash head = Head(within, type.SpanStart, end);
            string name = identifier.ValueText;
            if (_isImplied || name.Length == 0)
                Whole = Whole.Plus(head);
            AddHead(name, null, TextSpan.FromBounds(type.SpanStart, end), identifier.SpanStart);
            if (name.Length > 0)
                _types[name] = _types.TryGetValue(name, out DeclaredTypes? others) ? others.With(head, type.Span) : new DeclaredTypes(head, [type.Span]);
        }

        private void AddMember(string name, string type, TextHash head, TextSpan span, int nameStart)
        {
            if (ImpliedNames.Contains(name))
            {
                AddImplied(head, span, isOfType: type.Length > 0);
                return;
            }

            AddHead(name, type, span, nameStart);
            var key = new MemberName(name, type);
            _members[key] = _members.TryGetValue(key, out TextHash others) ? others.Plus(head) : head;
        }

        /// <summary>What is meant without its name, wherever its type is; what is in no type, everywhere.</summary>
        private void AddImplied(TextHash head, TextSpan span, bool isOfType = true)
        {
            if (isOfType && _type.Length > 0 && _types.TryGetValue(_type, out DeclaredTypes? type))
            {
                _types[_type] = type with { Heads = type.Heads.Plus(head) };
                AddHead(_type, null, span, -1);
            }
            else
            {
                Whole = Whole.Plus(head);
                AddHead(DeclaredHead.Everywhere, null, span, -1);
            }
        }

        private void AddHead(string name, string? type, TextSpan span, int nameStart) =>
            _heads.Add(new DeclaredHead(name, type, span, nameStart) { Within = type is null or MemberName.Anywhere ? _type : "" });

        private TextHash Head(TextHash within, int start, int end) => within.With(text, start, end - start);

        private void Words(SyntaxList<AttributeListSyntax> lists)
        {
            foreach (AttributeListSyntax list in lists)
                Words(list.SpanStart, list.Span.End);
        }

        private void Words(int start, int end)
        {
            if (_hidesNames)
                _words.UnionWith(root.DescendantTokens(TextSpan.FromBounds(start, end)).Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText));

            for (int at = start; WordText.Next(text, ref at, end, out int from);)
                _words.Add(text.Substring(from, at - from));
        }

        private static bool IsExtension(MethodDeclarationSyntax method) => method.ParameterList.Parameters is [{ Modifiers: var modifiers }, ..] && modifiers.Any(SyntaxKind.ThisKeyword);

        private static int BodyOf(SyntaxNode member, BlockSyntax? block, ArrowExpressionClauseSyntax? arrow) => block?.SpanStart ?? arrow?.SpanStart ?? member.Span.End;
    }
}
