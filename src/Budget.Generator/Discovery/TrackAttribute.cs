using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>One <c>[TrackLlmCall]</c> as it was written: templates are text, null is "not said".</summary>
internal sealed record TrackAttribute(
    AttributeData Data,
    string? Model,
    string? User,
    string? Project,
    string? Operation,
    string? Provider,
    ImmutableArray<string>? Tags,
    string? MaxCost)
{
    /// <summary>The attribute on exactly this symbol, or null.</summary>
    public static TrackAttribute? On(ISymbol symbol) =>
        Find(symbol, KnownNames.TrackLlmCallAttribute) is { } data ? Read(data) : null;

    /// <summary>True if exactly this symbol has <c>[BudgetIgnore]</c>.</summary>
    public static bool IsIgnored(ISymbol symbol) => Find(symbol, KnownNames.BudgetIgnoreAttribute) is not null;

    /// <summary>The reason that <c>[BudgetIgnore]</c> on exactly this symbol gives; null if there is none.</summary>
    public static string? IgnoreReason(ISymbol symbol) =>
        Find(symbol, KnownNames.BudgetIgnoreAttribute)?.ConstructorArguments.Select(argument => argument.Kind == TypedConstantKind.Primitive ? argument.Value as string : null).FirstOrDefault();

    /// <summary>Reads the attribute's arguments; null if it is not <c>[TrackLlmCall]</c>.</summary>
    public static TrackAttribute? Read(AttributeData data)
    {
        if (!Is(data, KnownNames.TrackLlmCallAttribute))
            return null;

        // The constructor's parameters are named after the properties they set.
        var values = new Dictionary<string, TypedConstant>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < data.ConstructorArguments.Length; i++)
            values[data.AttributeConstructor!.Parameters[i].Name] = data.ConstructorArguments[i];
        foreach (KeyValuePair<string, TypedConstant> argument in data.NamedArguments)
            values[argument.Key] = argument.Value;

        return new TrackAttribute(
            data,
            Text(values, KnownNames.Model),
            Text(values, KnownNames.User),
            Text(values, KnownNames.Project),
            Text(values, KnownNames.Operation),
            Text(values, KnownNames.Provider),
            Texts(values, KnownNames.Tags),
            Text(values, KnownNames.MaxCost));
    }

    /// <summary>The text of a property by its name, for those that hold one template.</summary>
    public string? Template(string property) => property switch
    {
        KnownNames.Model => Model,
        KnownNames.User => User,
        KnownNames.Project => Project,
        KnownNames.Operation => Operation,
        KnownNames.Provider => Provider,
        _ => null,
    };

    private static AttributeData? Find(ISymbol symbol, string name)
    {
        foreach (AttributeData data in symbol.GetAttributes())
        {
            if (Is(data, name))
                return data;
        }

        return null;
    }

    private static bool Is(AttributeData data, string name) =>
        data.AttributeClass is { ContainingType: null, Arity: 0, ContainingNamespace: { Name: KnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } } type
        && type.Name == name;

    private static string? Text(Dictionary<string, TypedConstant> values, string name) =>
        values.TryGetValue(name, out TypedConstant value) && value.Kind == TypedConstantKind.Primitive ? value.Value as string : null;

    private static ImmutableArray<string>? Texts(Dictionary<string, TypedConstant> values, string name) =>
        values.TryGetValue(name, out TypedConstant value) && value is { Kind: TypedConstantKind.Array, IsNull: false }
            ? [.. value.Values.Select(item => item.Value as string ?? "")]
            : null;
}
