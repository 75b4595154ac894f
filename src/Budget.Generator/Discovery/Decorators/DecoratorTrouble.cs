namespace BudgetGen.Generator.Discovery.Decorators;

/// <summary>What is wrong with a decorator that is asked for.</summary>
internal enum DecoratorTroubleKind
{
    /// <summary>It cannot be written.</summary>
    Impossible,

    /// <summary>Its name is taken, or is none.</summary>
    Name,

    /// <summary>It would track nothing.</summary>
    Idle,
}

/// <summary>What is wrong with a decorator, and what to do.</summary>
/// <param name="Kind">What kind of trouble it is.</param>
/// <param name="Why">The reason, to stand after "because".</param>
/// <param name="Remedy">What the developer can do about it.</param>
internal sealed record DecoratorTrouble(DecoratorTroubleKind Kind, string Why, string Remedy);
