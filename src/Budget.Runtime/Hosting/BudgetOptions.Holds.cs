namespace BudgetGen;

public sealed partial class BudgetOptions
{
    /// <summary>How much is set aside for a call, and what happens where that does not fit at the moment.</summary>
    public HoldOptions Holds { get; } = new();
}
