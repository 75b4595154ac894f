using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Resolves templates to plain member access that generated code may write.</summary>
internal static class TemplateBinder
{
    /// <summary>Binds a template of an annotated method, or of a type or assembly (<paramref name="owner"/> is null), where it stands.</summary>
    public static BoundTemplate Bind(string text, IMethodSymbol? owner, Compilation compilation) => Bind(text, owner, owner, compilation);

    /// <summary>Binds one tag; its name is in <paramref name="name"/>.</summary>
    public static BoundTemplate BindTag(string tag, IMethodSymbol? owner, IMethodSymbol? target, Compilation compilation, out string name)
    {
        int equals = tag.IndexOf('=');
        name = equals < 0 ? "" : tag.Substring(0, equals).Trim();
        if (name.Length == 0)
            return Broken(new TemplateError(TemplateErrorKind.MalformedTag, tag, 0, tag.Length));

        BoundTemplate value = Bind(tag.Substring(equals + 1), owner, target, compilation);
        return value.Error is { } error ? Broken(error with { Start = error.Start + equals + 1 }) : value;
    }

    /// <summary>Binds a template for a call of <paramref name="target"/>: names are those of the annotated declaration, types those of the called one.</summary>
    public static BoundTemplate Bind(string text, IMethodSymbol? owner, IMethodSymbol? target, Compilation compilation)
    {
        var template = Template.Parse(text);
        if (template.Error is not null)
            return Broken(template.Error);

        ImmutableArray<BoundPart>.Builder parts = ImmutableArray.CreateBuilder<BoundPart>();
        foreach (TemplatePart part in template.Parts)
        {
            if (!part.IsPath)
            {
                parts.Add(new BoundPart(part.Text, 0, "", ""));
                continue;
            }

            BoundPart? bound = BindPath(part, owner, target, compilation, out TemplateError? error);
            if (bound is null)
                return Broken(error!);
            parts.Add(bound);
        }

        return new BoundTemplate(parts.ToImmutable(), null);
    }

    private static BoundPart? BindPath(TemplatePart part, IMethodSymbol? owner, IMethodSymbol? target, Compilation compilation, out TemplateError? error)
    {
        string[] names = part.Text.Split('.');
        if (Root(names[0], owner, target, out int root, out ITypeSymbol? type, out TemplateErrorKind kind) is false)
        {
            error = At(part, kind, names[0]);
            return null;
        }

        var members = new StringBuilder();
        var warnings = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string name in names.Skip(1))
        {
            ISymbol? member = Members(type!, name).FirstOrDefault();
            TemplateErrorKind? trouble = member is null ? TemplateErrorKind.UnknownMember : Trouble(member, compilation);
            if (member is null || trouble is not null)
            {
                error = At(part, trouble!.Value, name);
                return null;
            }

            warnings.UnionWith(SignatureAttributes.ReadIds(member));

            // A call on a null receiver fails anyway, so the receiver itself needs no question mark.
            bool isReceiver = root == BoundPart.Receiver && members.Length == 0;
            members.Append(MayBeNull(type!) && !isReceiver ? "?." : ".").Append(NameScope.Escape(member.Name));
            type = member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;
        }

        if (!TextConversion.IsPossible(type!))
        {
            error = At(part, TemplateErrorKind.UnusableValue, part.Text);
            return null;
        }

        error = null;
        return new BoundPart(null, root, members.ToString(), TextConversion.Of(type!, MayBeNull(type!) && (root != BoundPart.Receiver || members.Length > 0))) { WarningIds = [.. warnings] };
    }

    /// <summary>What a name stands for in a template: a parameter by its ordinal, or the receiver.</summary>
    public static bool Root(string name, IMethodSymbol? owner, IMethodSymbol? target, out int root, out ITypeSymbol? type, out TemplateErrorKind error)
    {
        (root, type, error) = (BoundPart.Receiver, null, TemplateErrorKind.UnknownParameter);
        if (owner is null || target is null)
            return false;

        IParameterSymbol? extended = target.ContainingType?.ExtensionParameter;
        if (name == "this")
        {
            error = TemplateErrorKind.NoReceiver;
            type = extended?.Type ?? target.ContainingType;
            return !target.IsStatic;
        }

        if (extended is not null && !target.IsStatic && owner.ContainingType?.ExtensionParameter?.Name == name)
        {
            type = extended.Type;
            return true;
        }

        if (owner.Parameters.FirstOrDefault(parameter => parameter.Name == name) is not { } named || named.Ordinal >= target.Parameters.Length)
            return false;

        root = named.Ordinal;
        type = target.Parameters[root].Type;
        error = TemplateErrorKind.UnusableValue;
        return named.RefKind != RefKind.Out;
    }

    /// <summary>Readable properties and fields of a type and of what it inherits from, nearest first.</summary>
    public static IEnumerable<ISymbol> Members(ITypeSymbol type, string name) =>
        Lineage(type).SelectMany(ancestor => ancestor.GetMembers(name)).Where(member => !member.IsStatic && member is IPropertySymbol { IsIndexer: false, GetMethod: not null } or IFieldSymbol);

    private static IEnumerable<ITypeSymbol> Lineage(ITypeSymbol type)
    {
        if (type is ITypeParameterSymbol parameter)
            return parameter.ConstraintTypes.SelectMany(Lineage);

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            return Lineage(nullable.TypeArguments[0]);

        return Bases(type).Concat(type.AllInterfaces);
    }

    private static IEnumerable<ITypeSymbol> Bases(ITypeSymbol type)
    {
        for (ITypeSymbol? link = type; link is not null; link = link.BaseType)
            yield return link;
    }

    /// <summary>Why generated code cannot read a member, or null.</summary>
    public static TemplateErrorKind? Trouble(ISymbol member, Compilation compilation) =>
        !IsAccessible(member, compilation) ? TemplateErrorKind.InaccessibleMember : SignatureAttributes.IsGone(member) ? TemplateErrorKind.GoneMember : null;

    private static bool IsAccessible(ISymbol member, Compilation compilation) =>
        compilation.IsSymbolAccessibleWithin(member, compilation.Assembly)
        && (member is not IPropertySymbol { GetMethod: { } getter } || compilation.IsSymbolAccessibleWithin(getter, compilation.Assembly));

    /// <summary>True for references and nullable values.</summary>
    public static bool MayBeNull(ITypeSymbol type) => !type.IsValueType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static TemplateError At(TemplatePart part, TemplateErrorKind kind, string name) => new(kind, name, part.Start, part.Length);

    private static BoundTemplate Broken(TemplateError error) => new([], error);
}
