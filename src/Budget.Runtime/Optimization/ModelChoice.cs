namespace BudgetGen;

/// <summary>A model that is cheap enough and capable enough for a task, and whose it is: several providers sell models of one name.</summary>
/// <param name="Model">Its name, as the provider takes it.</param>
/// <param name="Provider">The provider whose price made it the choice; null: the optimizer has a table of one's own, which names none.</param>
/// <param name="TypicalCost">What a typical request of the task costs with it.</param>
public sealed record ModelChoice(string Model, string? Provider, Usd TypicalCost)
{
    /// <summary>Provider and name, such as <c>openai/gpt-4o</c>; the name alone where there is no provider.</summary>
    public override string ToString() => Provider is null ? Model : $"{Provider}/{Model}";
}
