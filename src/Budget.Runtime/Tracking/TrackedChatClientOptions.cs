namespace BudgetGen;

/// <summary>Who pays for the calls of a <see cref="TrackedChatClient"/>. Immutable.</summary>
public sealed record TrackedChatClientOptions : TrackedClientOptions;
