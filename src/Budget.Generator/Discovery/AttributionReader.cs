using BudgetGen.Generator.Emit;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>What settings say about one call: the literals, which the site holds, and the rest, which is bound to the call's arguments.</summary>
/// <param name="Literals">Literal parts by the names of the attribution's parameters.</param>
/// <param name="LiteralTags">Literal tags.</param>
/// <param name="Bound">The other parts and tags as expressions.</param>
/// <param name="UsedParameters">Ordinals of the parameters that some template reads.</param>
internal sealed record Attribution(EquatableArray<NamedText> Literals, EquatableArray<NamedText> LiteralTags, BoundAttribution Bound, IReadOnlyCollection<int> UsedParameters)
{
    /// <summary>Ids of what the compiler says of the members that templates read.</summary>
    public IReadOnlyCollection<string> WarningIds { get; init; } = [];
}

/// <summary>Sorts templates into literals and expressions. A template that does not bind is left out here and reported where it stands.</summary>
internal static class AttributionReader
{
    // In the order of CallAttribution's parameters.
    private static readonly string[] _parts = [KnownNames.User, KnownNames.Provider, KnownNames.Model, KnownNames.Project, KnownNames.Operation];

    /// <summary>The attribution of a call of an annotated method.</summary>
    public static Attribution OfMethod(TrackSettings settings, ReadMethod read, IMethodSymbol target, string defaultOperation, Compilation compilation)
    {
        var literals = new List<NamedText>();
        var bound = new List<NamedText>();
        var literalTags = new List<NamedText>();
        var boundTags = new List<NamedText>();
        var used = new HashSet<int>();
        var warnings = new HashSet<string>(StringComparer.Ordinal);

        foreach (string part in _parts)
        {
            if (settings.Templates.TryGetValue(part, out OwnedTemplate? template))
                Sort(TemplateBinder.Bind(template.Text, template.Owner, template.Owner is null ? null : target, compilation), part, literals, bound);
            else if (part == KnownNames.Operation)
                literals.Add(new NamedText(part, Literals.Quote(defaultOperation)));
        }

        foreach (OwnedTemplate tag in settings.Tags)
            Sort(TemplateBinder.BindTag(tag.Text, tag.Owner, tag.Owner is null ? null : target, compilation, out string name), name, literalTags, boundTags);

        return new Attribution(
            literals.ToEquatableArray(), literalTags.ToEquatableArray(), new BoundAttribution(bound.ToEquatableArray(), boundTags.ToEquatableArray()), used) { WarningIds = warnings };

        void Sort(BoundTemplate template, string name, List<NamedText> constant, List<NamedText> variable)
        {
            if (template.Error is not null)
                return;

            (template.IsLiteral ? constant : variable).Add(new NamedText(name, template.ToExpression(read.Root)));
            used.UnionWith(template.Roots);
            warnings.UnionWith(template.WarningIds);
        }
    }

    /// <summary>The attribution of an SDK call: literals only, because what templates are bound to is known to the scope around it.</summary>
    public static Attribution OfPlace(TrackSettings settings, string defaultOperation)
    {
        var literals = new List<NamedText>();
        foreach (string part in _parts)
        {
            if (settings.Templates.TryGetValue(part, out OwnedTemplate? template))
                AddLiteral(literals, part, Template.Parse(template.Text));
            else if (part == KnownNames.Operation)
                literals.Add(new NamedText(part, Literals.Quote(defaultOperation)));
        }

        var tags = new List<NamedText>();
        foreach (OwnedTemplate tag in settings.Tags)
        {
            int equals = tag.Text.IndexOf('=');
            if (equals > 0)
                AddLiteral(tags, tag.Text.Substring(0, equals).Trim(), Template.Parse(tag.Text.Substring(equals + 1)));
        }

        return new Attribution(
            literals.ToEquatableArray(), tags.ToEquatableArray(), new BoundAttribution(EquatableArray<NamedText>.Empty, EquatableArray<NamedText>.Empty), []);

        static void AddLiteral(List<NamedText> texts, string name, Template template)
        {
            if (template.IsLiteral)
                texts.Add(new NamedText(name, Literals.Quote(template.LiteralText)));
        }
    }
}
