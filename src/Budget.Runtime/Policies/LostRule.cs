namespace BudgetGen;

/// <summary>What becomes of the hold of a call whose outcome nobody knows.</summary>
public enum LostRule
{
    /// <summary>It stays charged, as suspense, until somebody decides: nothing that the provider may bill is forgotten.</summary>
    Charge,

    /// <summary>It is given back. The bound of the budget grows by all holds that are given back in this way.</summary>
    Release,
}
