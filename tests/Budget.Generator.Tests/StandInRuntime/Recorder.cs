namespace BudgetGen.CompilerServices;

/// <summary>The log of what generated code asked for. One per load context, so tests do not see each other.</summary>
public static class Recorder
{
    private static readonly List<string> _lines = [];

    /// <summary>The scope that is open here.</summary>
    public static readonly AsyncLocal<string?> Scope = new();

    public static string[] Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public static void Write(string line)
    {
        lock (_lines)
            _lines.Add(line);
    }

    internal static string Describe(LlmCallSite site, CallAttribution bound)
    {
        var parts = new List<string> { site.Method };
        Add("user", bound.User ?? site.Attribution.User);
        Add("model", bound.Model ?? site.Attribution.Model);
        Add("provider", bound.Provider ?? site.Attribution.Provider);
        Add("project", bound.Project ?? site.Attribution.Project);
        string? operation = bound.Operation ?? site.Attribution.Operation;
        Add("operation", operation == site.Method ? null : operation);
        Add("tags", (site.Attribution.Tags?.With(bound.Tags) ?? bound.Tags)?.ToString());
        Add("cap", site.MaxCost?.Nanos.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return string.Join(" ", parts);

        void Add(string name, string? value)
        {
            if (value is not null)
                parts.Add($"{name}={value}");
        }
    }

    internal static string Describe(LlmOutcome outcome) =>
        !outcome.Usage.IsUnknown ? $"usage {outcome.Usage.TotalInput}+{outcome.Usage.TotalOutput}" : outcome.ObservedOutputBytes is { } bytes ? $"text {bytes}" : "unknown";

    internal static void Begin(LlmCallSite site, in LlmRequest request) => Write($"begin {Describe(site, default)} prompt={request.Prompt.Utf8Bytes} scope={Scope.Value ?? "none"}");

    internal static void End(LlmOutcome outcome) => Write("end " + Describe(outcome));

    internal static void Fail(Exception error) => Write("fail " + error.GetType().Name);
}
