namespace BudgetGen;

/// <summary>Who and what a call is booked on. Every part may be null: not known, so only policies that do not ask for it apply.</summary>
/// <param name="User">The user who pays.</param>
/// <param name="Provider">The provider, in lower case: <c>openai</c>, <c>anthropic</c>, <c>google</c> ...</param>
/// <param name="Model">The model name as it was asked for.</param>
/// <param name="Project">The project.</param>
/// <param name="Team">The team.</param>
/// <param name="Client">The client (application, API key, tenant) that called.</param>
/// <param name="Operation">What the call is for, such as <c>Summarizer.SummarizeAsync</c>.</param>
/// <param name="Tags">Free labels.</param>
public readonly record struct CallAttribution(
    string? User = null,
    string? Provider = null,
    string? Model = null,
    string? Project = null,
    string? Team = null,
    string? Client = null,
    string? Operation = null,
    CallTags? Tags = null);
