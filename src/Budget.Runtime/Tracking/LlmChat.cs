namespace BudgetGen;

/// <summary>One message of a chat.</summary>
/// <param name="Role">Who says it: system, user or assistant.</param>
/// <param name="Content">The text.</param>
public sealed record LlmChatMessage(string Role, string Content);

/// <summary>A chat request as <see cref="TrackedLlmClient"/> hands it to the code that sends it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Messages">The messages.</param>
/// <param name="MaxOutputTokens">The bound on output that the money was reserved for: send it along, tokens.</param>
public sealed record LlmChatRequest(string Model, IReadOnlyList<LlmChatMessage> Messages, int MaxOutputTokens);

/// <summary>What came back.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Usage">The provider's usage figures; default if it gave none, which is then estimated and marked so.</param>
/// <param name="Model">The model that served it, or null: the one that was asked for.</param>
public sealed record LlmChatAnswer(string Text, LlmUsage Usage = default, string? Model = null);

/// <summary>A chat that was made within its budgets.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Usage">What was booked for it: tokens, cost and price line; null while budgets are switched off.</param>
public sealed record LlmChatCompletion(string Text, UsageRecord? Usage);
