using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Declared;

/// <summary>What is said of a paid method in templates: by an <c>[LlmMethod]</c>, or by our own table of libraries.</summary>
internal sealed record MethodDeclaration
{
    public string? Provider { get; init; }

    public string? Model { get; init; }

    public string? Prompt { get; init; }

    public string? Attachments { get; init; }

    public string? MaxOutputTokens { get; init; }

    public string? Choices { get; init; }

    public string? InputTokens { get; init; }

    public string? OutputTokens { get; init; }

    public string? CachedTokens { get; init; }

    public string? CacheWriteTokens { get; init; }

    public string? ReasoningTokens { get; init; }

    public bool CacheIsExtra { get; init; }

    public bool ReasoningIsExtra { get; init; }

    public string? Text { get; init; }

    public string? ResponseModel { get; init; }

    public string? ResponseId { get; init; }

    public string? Finished { get; init; }

    public string? Status { get; init; }

    /// <summary>The exception that <see cref="Status"/> reads, as an attribute names it.</summary>
    public ITypeSymbol? ErrorType { get; init; }

    /// <summary>The same, as a table names it: its full metadata name. It need not be there.</summary>
    public string? ErrorTypeName { get; init; }

    /// <summary>What the answer may be besides its declared type, as an attribute names it: members that the declared type does not have are looked for there.</summary>
    public ITypeSymbol? ResultType { get; init; }

    /// <summary>The same, as a table names it.</summary>
    public string? ResultTypeName { get; init; }

    /// <summary>The type that declares the method, as an attribute names it.</summary>
    public ITypeSymbol? Type { get; init; }

    /// <summary>The same by its full metadata name.</summary>
    public string? TypeName { get; init; }

    /// <summary>The method's name.</summary>
    public string Method { get; init; } = "";

    /// <summary>Reads an attribute; null if it is not <c>[LlmMethod]</c>.</summary>
    public static MethodDeclaration? Read(AttributeData data)
    {
        if (!IsDeclaration(data.AttributeClass) || data.ConstructorArguments.Length != 2)
            return null;

        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, TypedConstant> argument in data.NamedArguments)
        {
            if (argument.Value.Kind is TypedConstantKind.Primitive or TypedConstantKind.Type)
                values[argument.Key] = argument.Value.Value;
        }

        return new MethodDeclaration
        {
            Type = data.ConstructorArguments[0].Value as ITypeSymbol,
            TypeName = data.ConstructorArguments[0].Value as string,
            Method = data.ConstructorArguments[1].Value as string ?? "",
            Provider = Text(nameof(Provider)),
            Model = Text(nameof(Model)),
            Prompt = Text(nameof(Prompt)),
            Attachments = Text(nameof(Attachments)),
            MaxOutputTokens = Text(nameof(MaxOutputTokens)),
            Choices = Text(nameof(Choices)),
            InputTokens = Text(nameof(InputTokens)),
            OutputTokens = Text(nameof(OutputTokens)),
            CachedTokens = Text(nameof(CachedTokens)),
            CacheWriteTokens = Text(nameof(CacheWriteTokens)),
            ReasoningTokens = Text(nameof(ReasoningTokens)),
            CacheIsExtra = values.TryGetValue(nameof(CacheIsExtra), out object? cache) && cache is true,
            ReasoningIsExtra = values.TryGetValue(nameof(ReasoningIsExtra), out object? reasoning) && reasoning is true,
            Text = Text(nameof(MethodDeclaration.Text)),
            ResponseModel = Text(nameof(ResponseModel)),
            ResponseId = Text(nameof(ResponseId)),
            Finished = Text(nameof(Finished)),
            Status = Text(nameof(Status)),
            ErrorType = Named(nameof(ErrorType)),
            ResultType = Named(nameof(ResultType)),
        };

        ITypeSymbol? Named(string property) => values.TryGetValue(property, out object? value) ? value as ITypeSymbol : null;

        string? Text(string property) => values.TryGetValue(property, out object? value) ? value as string : null;
    }

    /// <summary>True for the type <c>LlmMethodAttribute</c>.</summary>
    public static bool IsDeclaration(INamedTypeSymbol? type) =>
        type is { Name: KnownNames.LlmMethodAttribute, ContainingType: null, Arity: 0, ContainingNamespace: { Name: KnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>The methods that are meant: all overloads, of the type or of what it inherits from.</summary>
    public IReadOnlyList<IMethodSymbol> Methods(Compilation compilation)
    {
        foreach (INamedTypeSymbol type in Types(compilation))
        {
            foreach (INamedTypeSymbol link in Lineage(type))
            {
                IMethodSymbol[] methods =
                [
                    .. Holders(link).SelectMany(holder => holder.GetMembers(Method)).OfType<IMethodSymbol>()
                        .Where(method => method.MethodKind is MethodKind.Ordinary or MethodKind.ReducedExtension)
                        .Select(method => method.OriginalDefinition),
                ];
                if (methods.Length > 0)
                    return methods;
            }
        }

        return [];
    }

    /// <summary>The types that are meant: one, or several where assemblies have a type of the same name.</summary>
    public IEnumerable<INamedTypeSymbol> Types(Compilation compilation) => Type switch
    {
        INamedTypeSymbol type => [type.OriginalDefinition],
        null when TypeName is not null => compilation.GetTypesByMetadataName(TypeName),
        _ => [],
    };

    // Members of extension blocks are in types of their own inside the static class.
    private static IEnumerable<INamedTypeSymbol> Holders(INamedTypeSymbol type) => type.GetTypeMembers().Where(inner => inner.IsExtension).Prepend(type);

    private static IEnumerable<INamedTypeSymbol> Lineage(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? link = type; link is not null; link = link.BaseType)
            yield return link;
        foreach (INamedTypeSymbol contract in type.AllInterfaces)
            yield return contract;
    }
}
