using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Decorators;

/// <summary>Turns the members of an interface, and of those that it inherits, into members that pass on to an inner object or make a tracked call of it.</summary>
internal sealed class DecoratedMemberReader(INamedTypeSymbol contract, DecoratorShape shape, Compilation compilation)
{
    /// <summary>The field that holds the inner object.</summary>
    public const string Inner = "_inner";

    // A class has members of these names already.
    private static readonly HashSet<string> _ofObject = new(StringComparer.Ordinal) { "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString" };

    private readonly HashSet<string> _warningIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _owners = new(StringComparer.Ordinal);

    /// <summary>Why the interface cannot be implemented, once it was read.</summary>
    public DecoratorTrouble? Trouble { get; private set; }

    /// <summary>Ids of what the compiler says where the members are named.</summary>
    public IEnumerable<string> WarningIds => _warningIds;

    /// <summary>The members, or null: see <see cref="Trouble"/>.</summary>
    public IReadOnlyList<DecoratedMember>? Read()
    {
        INamedTypeSymbol[] contracts = [contract, .. contract.AllInterfaces];
        foreach (string name in contracts.SelectMany(one => one.GetMembers().Where(IsPublicInstance).Select(member => member.Name).Distinct()))
            _owners[name] = _owners.TryGetValue(name, out int count) ? count + 1 : 1;

        var members = new List<DecoratedMember>();
        foreach (ISymbol member in contracts.SelectMany(one => one.GetMembers()))
        {
            DecoratedMember? decorated = Implementability.Of(member, compilation, out DecoratorTrouble? trouble) ? Read(member) : null;
            if (trouble is not null)
            {
                Trouble = trouble;
                return null;
            }

            if (decorated is not null)
                members.Add(decorated);
        }

        return members;
    }

    private static bool IsPublicInstance(ISymbol member) => !member.IsStatic && member.DeclaredAccessibility == Accessibility.Public && member is not IMethodSymbol { AssociatedSymbol: not null };

    private DecoratedMember? Read(ISymbol member) => member switch
    {
        IMethodSymbol method => Method(method),
        IPropertySymbol property => Property(property),
        IEventSymbol declared => Event(declared),
        _ => null,
    };

    private DecoratedMember Method(IMethodSymbol method)
    {
        Note(method);
        var names = new NameScope();
        names.Take(Inner);
        foreach (ITypeParameterSymbol outer in shape.TypeParameters)
            names.Take(outer.Name);
        Dictionary<ITypeParameterSymbol, string> own = method.TypeParameters.ToDictionary(parameter => parameter.OriginalDefinition, parameter => names.Take(parameter.Name), (IEqualityComparer<ITypeParameterSymbol>)SymbolEqualityComparer.Default);
        var types = new TypePrinter(own);
        Parameter[] parameters = [.. method.Parameters.Select(parameter => ParameterReader.Read(parameter, NameScope.Escape(names.Take(parameter.Name)), isReceiver: false, types))];

        bool isExplicit = IsExplicit(method);
        string typeArguments = own.Count == 0 ? "" : $"<{string.Join(", ", method.TypeParameters.Select(parameter => own[parameter.OriginalDefinition]))}>";
        string list = string.Join(", ", method.Parameters.Select((parameter, i) => Declare(parameter, parameters[i], withDefault: !isExplicit && own.Count == 0)));
        string head = $"{Access(isExplicit)}{Unsafe(method)}{ByRef(method.RefKind)}{types.Print(method.ReturnType)} {Owner(method, isExplicit)}{NameScope.Escape(method.Name)}{typeArguments}({list}){Constraints(method, own, types, list, isExplicit)}";
        string arguments = string.Join(", ", parameters.Select(Argument));
        (FoundSite? tracked, string call) = Tracked(method, typeArguments, arguments);
        return new DecoratedMember(
            head,
            EquatableArray<string>.Empty,
            $"{Receiver(method, isExplicit)}.{NameScope.Escape(method.Name)}{typeArguments}({arguments})",
            method.RefKind != RefKind.None,
            call,
            SignatureAttributes.IsObsolete(method),
            tracked);
    }

    private (FoundSite? Tracked, string Call) Tracked(IMethodSymbol method, string typeArguments, string arguments)
    {
        if (TrackedMethodReader.ReadTarget(method) is not { } annotated)
            return (null, "");

        IMethodSymbol target = SdkCallMatcher.Definition(method);
        (CallSite site, ScopedCall instead) = CallSiteReader.ReadTarget(new TrackedMethodCall(target, annotated), compilation);

        // The tracked call's method is flat: type arguments of the containing types first.
        var ofTypes = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
            ofTypes.Push(type);
        string[] all = [.. ofTypes.SelectMany(type => type.TypeArguments).Select(shape.Types.Print), .. typeArguments.Length == 0 ? Array.Empty<string>() : [typeArguments.Substring(1, typeArguments.Length - 2)]];
        string list = all.Length == 0 ? "" : $"<{string.Join(", ", all)}>";
        return (new FoundSite(site, MemberIds.Of(target), instead), $"{list}({Inner}{(arguments.Length == 0 ? "" : ", " + arguments)})");
    }

    private DecoratedMember Property(IPropertySymbol property)
    {
        foreach (IMethodSymbol? accessor in (IMethodSymbol?[])[property.GetMethod, property.SetMethod])
        {
            if (accessor is not null)
                Note(accessor);
        }

        // Explicit indexers know no names that could clash with those of other members.
        bool isExplicit = property.IsIndexer || IsExplicit(property);
        var names = new NameScope();
        names.Take(Inner);
        names.Take("value");
        Parameter[] parameters = [.. property.Parameters.Select(parameter => ParameterReader.Read(parameter, NameScope.Escape(names.Take(parameter.Name)), isReceiver: false, shape.Types))];
        string name = property.IsIndexer ? $"this[{string.Join(", ", property.Parameters.Select((parameter, i) => Declare(parameter, parameters[i], withDefault: false)))}]" : NameScope.Escape(property.Name);
        string target = Receiver(property, isExplicit) + (property.IsIndexer ? $"[{string.Join(", ", parameters.Select(Argument))}]" : "." + name);
        var accessors = new List<string>();
        if (property.GetMethod is not null)
            accessors.Add($"get => {(property.RefKind == RefKind.None ? "" : "ref ")}{target};");
        if (property.SetMethod is not null)
            accessors.Add($"set => {target} = value;");
        string type = shape.Types.Print(property.Type);
        string @unsafe = CalledMethodReader.HasPointer(property.Type) || property.Parameters.Any(parameter => CalledMethodReader.HasPointer(parameter.Type)) ? "unsafe " : "";
        return Accessors($"{Access(isExplicit)}{@unsafe}{ByRef(property.RefKind)}{type} {Owner(property, isExplicit)}{name}", accessors, property.GetMethod ?? property.SetMethod!);
    }

    private DecoratedMember Event(IEventSymbol declared)
    {
        bool isExplicit = IsExplicit(declared);
        string name = NameScope.Escape(declared.Name), target = $"{Receiver(declared, isExplicit)}.{name}";
        Note(declared.AddMethod!);
        return Accessors(
            $"{Access(isExplicit)}event {shape.Types.Print(declared.Type)} {Owner(declared, isExplicit)}{name}", [$"add => {target} += value;", $"remove => {target} -= value;"], declared.AddMethod!);
    }

    private static DecoratedMember Accessors(string head, IEnumerable<string> accessors, IMethodSymbol accessor) =>
        new(head, accessors.ToEquatableArray(), "", false, "", SignatureAttributes.IsObsolete(accessor.AssociatedSymbol ?? accessor), null);

    private void Note(IMethodSymbol method) => _warningIds.UnionWith(SignatureAttributes.WarningIds(method));

    /// <summary>True where the class cannot have a public member of that name that would mean this one only.</summary>
    private bool IsExplicit(ISymbol member) =>
        _ofObject.Contains(member.Name)
        || member.Name == shape.Name
        || member.Name == Inner
        || member.DeclaredAccessibility != Accessibility.Public
        || member is IPropertySymbol { GetMethod.DeclaredAccessibility: not Accessibility.Public } or IPropertySymbol { SetMethod.DeclaredAccessibility: not Accessibility.Public }
        || (_owners.TryGetValue(member.Name, out int owners) && owners > 1);

    private string Receiver(ISymbol member, bool isExplicit) =>
        isExplicit && !SymbolEqualityComparer.Default.Equals(member.ContainingType, contract) ? $"(({shape.Types.Print(member.ContainingType)}){Inner})" : Inner;

    private string Owner(ISymbol member, bool isExplicit) => isExplicit ? shape.Types.Print(member.ContainingType) + "." : "";

    private static string Access(bool isExplicit) => isExplicit ? "" : "public ";

    private static string Unsafe(IMethodSymbol method) =>
        CalledMethodReader.HasPointer(method.ReturnType) || method.Parameters.Any(parameter => CalledMethodReader.HasPointer(parameter.Type)) ? "unsafe " : "";

    private static string ByRef(RefKind kind) => kind switch
    {
        RefKind.Ref => "ref ",
        RefKind.RefReadOnly => "ref readonly ",
        _ => "",
    };

    private static string Declare(IParameterSymbol parameter, Parameter read, bool withDefault)
    {
        string modifiers = read.Modifiers.Replace("[UnscopedRef] ", "[global::System.Diagnostics.CodeAnalysis.UnscopedRef] ");
        string declared = $"{(parameter.IsParams ? "params " : "")}{modifiers}{read.Type} {read.Name}";
        return withDefault && parameter.HasExplicitDefaultValue ? declared + Default(parameter) : declared;
    }

    /// <summary>The default value as the compiler itself prints it.</summary>
    private static string Default(IParameterSymbol parameter)
    {
        SymbolDisplayFormat format = SymbolDisplayFormat.FullyQualifiedFormat.WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType).WithParameterOptions(SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue);
        string text = parameter.ToDisplayString(format);
        int equals = text.IndexOf(" = ", StringComparison.Ordinal);
        return equals < 0 ? "" : text.IndexOf(" = default(", equals, StringComparison.Ordinal) == equals ? " = default" : text.Substring(equals);
    }

    // A dynamic argument would turn the call into a dynamic one.
    private static string Argument(Parameter parameter) =>
        parameter.ArgumentModifier + (parameter is { Type: "dynamic" or "dynamic?", ArgumentModifier: "" } ? "(object?)" : "") + parameter.Name;

    /// <summary>An explicit implementation has the constraints of what it implements; it only says what <c>T?</c> is.</summary>
    private static string Constraints(IMethodSymbol method, Dictionary<ITypeParameterSymbol, string> own, TypePrinter types, string parameters, bool isExplicit)
    {
        var clauses = new List<string>();
        foreach (ITypeParameterSymbol parameter in method.TypeParameters)
        {
            string text = isExplicit ? Kind(parameter, parameters + types.Print(method.ReturnType), own[parameter.OriginalDefinition]) : types.Constraints(parameter);
            if (text.Length > 0)
                clauses.Add($" where {own[parameter.OriginalDefinition]} : {text}");
        }

        return string.Concat(clauses);
    }

    private static string Kind(ITypeParameterSymbol parameter, string signature, string name)
    {
        if (!System.Text.RegularExpressions.Regex.IsMatch(signature, $@"\b{name}\?"))
            return "";
        if (parameter.HasValueTypeConstraint || parameter.HasUnmanagedTypeConstraint)
            return "struct";
        return parameter.HasReferenceTypeConstraint || parameter.ConstraintTypes.Any(type => type.TypeKind == TypeKind.Class) ? "class" : "default";
    }
}
