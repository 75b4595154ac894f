namespace BudgetGen;

/// <summary>What a request needs of a model beyond its class.</summary>
/// <param name="Vision">It shows pictures.</param>
/// <param name="Tools">It offers functions that the model may call.</param>
/// <param name="Reasoning">It wants the model to think before it answers.</param>
/// <param name="Context">The tokens, input and output together, that must fit the model's window; 0: those of a typical request of the task.</param>
public readonly record struct ModelNeeds(bool Vision = false, bool Tools = false, bool Reasoning = false, long Context = 0);
