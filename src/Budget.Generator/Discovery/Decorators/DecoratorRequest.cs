using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery.Decorators;

/// <summary>One <c>[GenerateTrackedDecorator]</c>: what is written for it, and what is wrong with it. Generator and rule read it here, so they cannot disagree.</summary>
/// <param name="Contract">The interface; null if the attribute does not compile.</param>
/// <param name="Decorator">The class, or null: it cannot be written.</param>
/// <param name="Trouble">What is wrong, or null.</param>
internal sealed record DecoratorRequest(INamedTypeSymbol? Contract, Decorator? Decorator, DecoratorTrouble? Trouble)
{
    /// <summary>True if an attribute is <c>[GenerateTrackedDecorator]</c>.</summary>
    public static bool Is(INamedTypeSymbol? attribute) => MemberRelations.FullMetadataName(attribute) == KnownNames.GenerateTrackedDecoratorAttributeFullName;

    /// <summary>The interface or the assembly that an attribute stands on; null for anything else.</summary>
    public static ISymbol? OwnerOf(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken) => attribute.Parent?.Parent switch
    {
        InterfaceDeclarationSyntax contract => model.GetDeclaredSymbol(contract, cancellationToken),
        CompilationUnitSyntax => model.Compilation.Assembly,
        _ => null,
    };

    /// <summary>Reads an attribute.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="owner">The interface or the assembly that it stands on.</param>
    /// <param name="compilation">The compilation.</param>
    public static DecoratorRequest Read(AttributeData attribute, ISymbol owner, Compilation compilation)
    {
        bool isNamed = attribute.ConstructorArguments.Length == 1;
        ISymbol? asked = isNamed ? attribute.ConstructorArguments[0].Value as ISymbol : owner;
        if (asked is IErrorTypeSymbol)
            return new DecoratorRequest(null, null, null);

        if (asked is not INamedTypeSymbol { TypeKind: TypeKind.Interface } contract)
        {
            return isNamed && asked is not null
                ? Impossible(null, $"'{asked.Name}' is no interface", "name an interface, or put TrackedChatClient or [TrackLlmCall] around the class's own calls")
                : Impossible(null, "on an assembly the attribute has to name the interface", "write [assembly: GenerateTrackedDecorator(typeof(IAssistant))]");
        }

        if (contract.IsUnboundGenericType)
            contract = contract.OriginalDefinition;
        if (CannotBeNamed(contract, compilation) is { } hidden)
            return new DecoratorRequest(contract, null, hidden);

        string name = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == KnownNames.Name).Value.Value as string ?? DefaultName(contract);
        DecoratorShape shape = DecoratorShape.Of(contract, name);
        if (NameTrouble(contract, shape, compilation) is { } trouble)
            return new DecoratorRequest(contract, null, trouble);

        var reader = new DecoratedMemberReader(contract, shape, compilation);
        if (reader.Read() is not { } members)
            return new DecoratorRequest(contract, null, reader.Trouble);

        bool isIdle = members.All(member => member.Tracked is null);
        return new DecoratorRequest(contract, Write(contract, shape, members, reader.WarningIds, compilation), isIdle ? Idle(contract, name) : null);
    }

    private static Decorator Write(
        INamedTypeSymbol contract, DecoratorShape shape, IReadOnlyList<DecoratedMember> members, IEnumerable<string> warnings, Compilation compilation) => new()
        {
            HintName = HintNames.For($"{shape.Namespace}.{shape.Name}{(shape.TypeParameters.Count == 0 ? "" : "_" + shape.TypeParameters.Count)}.decorator", ""),
            Namespace = shape.Namespace,
            Name = shape.Name,
            Accessibility = IsPublic(contract) ? "public" : "internal",
            TypeParameters = shape.TypeParameterList,
            Arity = shape.TypeParameters.Count,
            Constraints = shape.TypeParameters
                .Select(parameter => (parameter.Name, Text: shape.Types.Constraints(parameter)))
                .Where(constraint => constraint.Text.Length > 0)
                .Select(constraint => $"where {NameScope.Escape(constraint.Name)} : {constraint.Text}")
                .ToEquatableArray(),
            Interface = shape.Types.Print(contract),
            SimpleInterface = contract.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat),
            IsObsolete = SignatureAttributes.IsObsolete(contract),
            WarningIds = warnings.Concat(SignatureAttributes.WarningIds(contract)).Distinct().OrderBy(id => id, StringComparer.Ordinal).ToEquatableArray(),
            HasInjection = compilation.GetTypeByMetadataName($"{KnownNames.InjectionNamespace}.{KnownNames.InjectionExtensions}") is not null
                && compilation.GetTypeByMetadataName($"{KnownNames.InjectionNamespace}.IServiceCollection") is not null,
            AdapterNamespace = AdapterNamespace.Of(compilation.AssemblyName),
            Members = members.ToEquatableArray(),
        };

    private static DecoratorTrouble? CannotBeNamed(INamedTypeSymbol contract, Compilation compilation)
    {
        if (compilation is CSharpCompilation { LanguageVersion: < LanguageVersion.CSharp12 } old)
            return new DecoratorTrouble(DecoratorTroubleKind.Impossible, $"C# {old.LanguageVersion.ToDisplayString()} has no file-local types", "set LangVersion to 12 or later");

        return TypeAccess.FirstInaccessible(contract, compilation) is { } hidden
            ? new DecoratorTrouble(DecoratorTroubleKind.Impossible, $"generated code cannot name the type '{hidden.Name}'", $"make '{hidden.Name}' internal")
            : null;
    }

    private static DecoratorTrouble? NameTrouble(INamedTypeSymbol contract, DecoratorShape shape, Compilation compilation)
    {
        // No type may be called 'record' or 'file', and constructors of one that is called 'partial' are read as something else.
        if (!SyntaxFacts.IsValidIdentifier(shape.Name) || SyntaxFacts.GetKeywordKind(shape.Name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(shape.Name) != SyntaxKind.None)
            return new DecoratorTrouble(DecoratorTroubleKind.Name, $"'{shape.Name}' cannot be the name of a class", "give it another one with Name = \"...\"");

        string full = (shape.Namespace.Length == 0 ? "" : shape.Namespace + ".") + shape.Name + (shape.TypeParameters.Count == 0 ? "" : "`" + shape.TypeParameters.Count);
        if (compilation.Assembly.GetTypeByMetadataName(full) is not { } taken || IsDecoratorOf(taken, contract))
            return null;

        return new DecoratorTrouble(DecoratorTroubleKind.Name, $"there is another type '{shape.Name}' in the namespace", "give the decorator another name with Name = \"...\"");
    }

    /// <summary>True for the class that was written for this attribute: rules see it, the generator does not.</summary>
    private static bool IsDecoratorOf(INamedTypeSymbol type, INamedTypeSymbol contract) =>
        type.GetAttributes().Any(data => data.AttributeClass?.Name == "GeneratedCodeAttribute" && data.ConstructorArguments.Length > 0 && data.ConstructorArguments[0].Value is "BudgetGen")
        && type.Interfaces.Any(implemented => SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, contract.OriginalDefinition));

    /// <summary><c>TrackedOuterFoo</c> for <c>Outer.IFoo</c>.</summary>
    private static string DefaultName(INamedTypeSymbol contract)
    {
        string name = contract.Name;
        if (name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]))
            name = name.Substring(1);
        for (INamedTypeSymbol? outer = contract.ContainingType; outer is not null; outer = outer.ContainingType)
            name = outer.Name + name;
        return "Tracked" + name;
    }

    private static bool IsPublic(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsPublic(array.ElementType),
        INamedTypeSymbol named => named.DeclaredAccessibility == Microsoft.CodeAnalysis.Accessibility.Public && (named.ContainingType is null || IsPublic(named.ContainingType)) && named.TypeArguments.All(IsPublic),
        _ => true,
    };

    private static DecoratorTrouble Idle(INamedTypeSymbol contract, string name) =>
        new(DecoratorTroubleKind.Idle, $"no member of '{contract.Name}' has [TrackLlmCall], so '{name}' only passes calls on", "put [TrackLlmCall] on the members that call models");

    private static DecoratorRequest Impossible(INamedTypeSymbol? contract, string why, string remedy) =>
        new(contract, null, new DecoratorTrouble(DecoratorTroubleKind.Impossible, why, remedy));
}
