namespace BudgetGen;

/// <summary>What a policy limits. A policy without a key has one account per distinct value ("every user: 10 dollars a day").</summary>
public enum BudgetScope
{
    /// <summary>All usage together.</summary>
    Global,

    /// <summary>The usage of a user.</summary>
    User,

    /// <summary>The usage of a provider.</summary>
    Provider,

    /// <summary>The usage of a model.</summary>
    Model,

    /// <summary>The usage of a project.</summary>
    Project,
}
