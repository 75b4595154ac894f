namespace BudgetGen.Generator.Model;

/// <summary>A member of a decorator: what it is passed on to, or the tracked call that it makes.</summary>
/// <param name="Head">The member up to its body, such as <c>public string Ask(string text)</c>.</param>
/// <param name="Accessors">The accessors of a property or an event; empty for a method.</param>
/// <param name="Forward">The call of the inner object's method; empty for a property or an event.</param>
/// <param name="ByRef">True if a method returns by reference.</param>
/// <param name="Arguments">Type arguments and arguments of the tracked call; empty if the member is not tracked.</param>
/// <param name="IsObsolete">True if the member is obsolete; then this one is, too, so that it may call it.</param>
/// <param name="Tracked">The tracked call, or null.</param>
internal sealed record DecoratedMember(string Head, EquatableArray<string> Accessors, string Forward, bool ByRef, string Arguments, bool IsObsolete, FoundSite? Tracked)
{
    /// <summary>The member, now that it is known which methods' bodies are metered.</summary>
    public DecoratedMember Finish(ISet<string> meteredBodies) => Tracked is { } found ? this with { Tracked = found with { Site = found.Finish(meteredBodies), Instead = null } } : this;
}

/// <summary>A class that the generator writes around an interface.</summary>
internal sealed record Decorator
{
    /// <summary>The name of the generated file, unique in the compilation.</summary>
    public required string HintName { get; init; }

    /// <summary>The namespace of the interface and of the class; empty for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>The class's simple name.</summary>
    public required string Name { get; init; }

    /// <summary><c>public</c> or <c>internal</c>.</summary>
    public required string Accessibility { get; init; }

    /// <summary>Its type parameters in angle brackets, or empty.</summary>
    public required string TypeParameters { get; init; }

    /// <summary>Their constraint clauses.</summary>
    public required EquatableArray<string> Constraints { get; init; }

    /// <summary>How many type parameters it has.</summary>
    public required int Arity { get; init; }

    /// <summary>The interface with its type arguments, with <c>global::</c>.</summary>
    public required string Interface { get; init; }

    /// <summary>The interface as people write it.</summary>
    public required string SimpleInterface { get; init; }

    /// <summary>True if the interface is obsolete.</summary>
    public required bool IsObsolete { get; init; }

    /// <summary>Ids of what the compiler says where its members are named: what is experimental is an error unless it is disabled.</summary>
    public required EquatableArray<string> WarningIds { get; init; }

    /// <summary>True if there is dependency injection to write a helper for.</summary>
    public required bool HasInjection { get; init; }

    /// <summary>The namespace of the compilation's adapters.</summary>
    public required string AdapterNamespace { get; init; }

    public required EquatableArray<DecoratedMember> Members { get; init; }

    /// <summary>The files of adapters that its tracked calls need.</summary>
    public IEnumerable<AdapterPart> Adapters => Members
        .SelectMany(member => member.Tracked is { } found ? found.Site.Treatment.TemplateParts : EquatableArray<string>.Empty)
        .Distinct()
        .Select(part => new AdapterPart(AdapterNamespace, part));

    /// <summary>The decorator, now that it is known which methods' bodies are metered.</summary>
    public Decorator Finish(ISet<string> meteredBodies)
    {
        var members = new DecoratedMember[Members.Count];
        for (int i = 0; i < members.Length; i++)
            members[i] = Members[i].Finish(meteredBodies);
        return this with { Members = members.ToEquatableArray() };
    }
}

/// <summary>A decorator that somebody asks for, or what went wrong inside the generator; then there is none.</summary>
internal sealed record FoundDecorator(Decorator? Decorator, string? Fault)
{
    /// <summary>The files of adapters that it needs.</summary>
    public IEnumerable<AdapterPart> Adapters => Decorator?.Adapters ?? [];
}
