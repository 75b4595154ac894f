namespace BudgetGen;

/// <summary>
/// The explicit way out: LLM calls inside the marked code are neither intercepted nor reported as untracked (BGN001). The reason is for the
/// people who read the bill.
/// </summary>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct
        | AttributeTargets.Interface | AttributeTargets.Assembly,
    AllowMultiple = false,
    Inherited = false)]
public sealed class BudgetIgnoreAttribute : Attribute
{
    /// <summary>Leaves the LLM calls inside the marked code alone.</summary>
    /// <param name="reason">Why nobody needs to budget them, in a sentence.</param>
    public BudgetIgnoreAttribute(string reason)
    {
        Reason = reason;
    }

    /// <summary>Why nobody needs to budget these calls.</summary>
    public string Reason { get; }
}
