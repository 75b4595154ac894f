using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Declared;

/// <summary>Which names a template may begin with.</summary>
internal enum TemplateSide
{
    /// <summary>Parameters and the receiver.</summary>
    Request,

    /// <summary><c>result</c>.</summary>
    Result,

    /// <summary><c>error</c>.</summary>
    Error,
}

/// <summary>Resolves the paths of a declaration against a method.</summary>
/// <param name="declared">The declared method, whose parameters' names the templates use.</param>
/// <param name="target">The called method, whose types count.</param>
/// <param name="errorType">What <c>error</c> is, or null.</param>
/// <param name="resultType">What <c>result</c> may be besides its declared type, or null.</param>
/// <param name="compilation">The compilation.</param>
internal sealed class PathBinder(IMethodSymbol declared, IMethodSymbol target, ITypeSymbol? errorType, ITypeSymbol? resultType, Compilation compilation)
{
    /// <summary>The root of a path that begins with <c>result</c>.</summary>
    public const int Result = -2;

    /// <summary>The root of a path that begins with <c>error</c>.</summary>
    public const int Error = -3;

    /// <summary>The root of a path that begins with <c>result</c>, and goes on with a member of the type that it may be.</summary>
    public const int OtherResult = -4;

    /// <summary>Resolves a path; null and what is wrong with it if that cannot be.</summary>
    /// <param name="part">The path.</param>
    /// <param name="side">Which names it may begin with.</param>
    /// <param name="isMany">True if it may go through sequences, and speaks of each element.</param>
    /// <param name="error">What is wrong.</param>
    public BoundPath? Bind(TemplatePart part, TemplateSide side, bool isMany, out TemplateError? error)
    {
        string[] names = part.Text.Split('.');
        int at = part.Start + part.Blanks;
        (int Ordinal, ITypeSymbol? Type, TemplateErrorKind Error) root = Root(names[0], side);
        if (root.Type is not { } type)
        {
            error = new TemplateError(root.Error, names[0], at, names[0].Length);
            return null;
        }

        var sequences = new List<PathSequence>();
        var members = new StringBuilder();
        var warnings = new SortedSet<string>(StringComparer.Ordinal);
        bool isOptional = false;
        string last = names[0];
        for (int i = 1; i < names.Length; i++)
        {
            string name = names[i];
            at += names[i - 1].Length + 1;
            ISymbol? member = Find(type, name);
            if (member is null && i == 1 && root.Ordinal == Result && resultType is not null && Find(resultType, name) is not null)
            {
                (type, root.Ordinal) = (resultType, OtherResult);
                member = Find(type, name);
            }

            while (member is null && isMany && Sequences.ElementOf(type) is { } element)
            {
                Enter(element);
                member = Find(type, name);
            }

            TemplateErrorKind? trouble = member is not null ? TemplateBinder.Trouble(member, compilation)
                : !isMany && Sequences.ElementOf(type) is { } inner && Find(inner, name) is not null ? TemplateErrorKind.ManyValues
                : TemplateErrorKind.UnknownMember;
            if (member is null || trouble is not null)
            {
                error = new TemplateError(trouble!.Value, name, at, name.Length);
                return null;
            }

            warnings.UnionWith(SignatureAttributes.ReadIds(member));

            // A call on a null receiver fails anyway, so the receiver itself needs no question mark.
            bool isReceiver = root.Ordinal == BoundPart.Receiver && members.Length == 0 && sequences.Count == 0;
            bool isConditional = TemplateBinder.MayBeNull(type) && !isReceiver;
            isOptional |= isConditional;
            members.Append(isConditional ? "?." : ".").Append(NameScope.Escape(member.Name));
            type = member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;
            last = name;
        }

        while (isMany && !Sequences.IsBytes(type) && Sequences.ElementOf(type) is { } element)
            Enter(element);

        error = null;
        bool isBareReceiver = root.Ordinal == BoundPart.Receiver && members.Length == 0 && sequences.Count == 0;
        return new BoundPath(root.Ordinal, [.. sequences], members.ToString(), type, isOptional || (TemplateBinder.MayBeNull(type) && !isBareReceiver), part) { WarningIds = [.. warnings] };

        void Enter(ITypeSymbol element)
        {
            sequences.Add(new PathSequence(members.ToString(), last, Sequences.IsBare(type)));
            members.Clear();
            isOptional = false;
            type = element;
        }
    }

    private (int Ordinal, ITypeSymbol? Type, TemplateErrorKind Error) Root(string name, TemplateSide side)
    {
        if (side == TemplateSide.Result)
        {
            return name == "result"
                ? (Result, ReturnReader.Shape(target).Result, TemplateErrorKind.NoResult)
                : (Result, null, TemplateErrorKind.UnknownResult);
        }

        if (side == TemplateSide.Error)
            return (Error, name == "error" ? errorType : null, TemplateErrorKind.UnknownError);

        bool isParameter = declared.Parameters.Any(parameter => parameter.Name == name);
        if (!isParameter && name is "this" or "client" && target.IsExtensionMethod && target.Parameters.Length > 0)
            return (0, target.Parameters[0].Type, default);

        bool isReceiver = name == "client" && !isParameter && !target.IsStatic;
        if (TemplateBinder.Root(isReceiver ? "this" : name, declared, target, out int root, out ITypeSymbol? type, out TemplateErrorKind error))
            return (root, type, default);
        return (root, null, name == "result" && error == TemplateErrorKind.UnknownParameter ? TemplateErrorKind.ResultTooEarly : error);
    }

    private static ISymbol? Find(ITypeSymbol type, string name) => TemplateBinder.Members(type, name).FirstOrDefault();
}
