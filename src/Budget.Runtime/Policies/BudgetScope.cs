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

    /// <summary>The usage of a team.</summary>
    Team,

    /// <summary>The usage of a client: an application, an API key, a tenant.</summary>
    Client,

    /// <summary>The usage of an operation, such as <c>Summarizer.SummarizeAsync</c>.</summary>
    Operation,

    /// <summary>The usage with a tag: <see cref="BudgetPolicy.TagName"/> says which one, the key is its value.</summary>
    Tag,
}
