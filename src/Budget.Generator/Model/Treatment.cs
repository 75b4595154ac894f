namespace BudgetGen.Generator.Model;

/// <summary>What the interceptor of an annotated method does.</summary>
internal enum Treatment
{
    /// <summary>Opens the scope; the SDK calls in the body are metered one by one.</summary>
    Scope,

    /// <summary>Opens the scope and meters the call as a whole, because its body holds no SDK call that is metered.</summary>
    Metered,
}
