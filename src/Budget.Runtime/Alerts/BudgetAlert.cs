namespace BudgetGen;

/// <summary>Something that people should know about a budget. Raised once per account, limit and line.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Level">How urgent it is.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Status">The account's figures when it was raised; null if no account was concerned.</param>
public sealed record BudgetAlert(AlertKind Kind, AlertLevel Level, string Message, BudgetStatus? Status)
{
    /// <summary>Its identity: the same if it is delivered again after a crash.</summary>
    public string Id { get; init; } = "";

    /// <summary>True if the policy wants the administrators to be told (<see cref="LimitAction.Notify"/>).</summary>
    public bool ForAdministrators => Status?.Policy.Action == LimitAction.Notify;

    /// <summary>Completes when the store has it.</summary>
    internal Task Recorded { get; init; } = Task.CompletedTask;
}
