namespace BudgetGen;

/// <summary>What kind of work a request is: how large it usually is, and which class of model is usually enough.</summary>
/// <param name="InputTokens">Input of a typical request, tokens: an assumption.</param>
/// <param name="OutputTokens">Output of a typical request, tokens: an assumption.</param>
/// <param name="Class">The class that medium quality asks for.</param>
internal readonly record struct TaskProfile(long InputTokens, long OutputTokens, ModelClass Class)
{
    /// <summary>A task that we do not know is a conversation.</summary>
    private static readonly TaskProfile General = new(1_000, 500, ModelClass.Middle);

    private static readonly Dictionary<string, TaskProfile> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["classification"] = new(500, 20, ModelClass.Small),
        ["extraction"] = new(2_000, 300, ModelClass.Small),
        ["summarization"] = new(2_000, 500, ModelClass.Small),
        ["translation"] = new(1_000, 1_000, ModelClass.Small),
        ["chat"] = General,
        ["writing"] = new(500, 1_500, ModelClass.Middle),
        ["analysis"] = new(4_000, 1_000, ModelClass.Middle),
        ["code"] = new(3_000, 1_500, ModelClass.Middle),
        ["reasoning"] = new(2_000, 3_000, ModelClass.Top),
    };

    /// <summary>The tasks that we know.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. Known.Keys];

    public static TaskProfile Of(string taskType) => Known.GetValueOrDefault(taskType.Trim(), General);

    /// <summary>The class that a quality asks for: low is one below medium, high one above.</summary>
    public ModelClass ClassFor(string quality) => quality.Trim() switch
    {
        string q when q.Equals("low", StringComparison.OrdinalIgnoreCase) => (ModelClass)Math.Max((int)ModelClass.Small, (int)Class - 1),
        string q when q.Equals("medium", StringComparison.OrdinalIgnoreCase) => Class,
        string q when q.Equals("high", StringComparison.OrdinalIgnoreCase) => (ModelClass)Math.Min((int)ModelClass.Top, (int)Class + 1),
        _ => throw new ArgumentException($"The quality '{quality}' is not known; known are low, medium and high.", nameof(quality)),
    };
}
