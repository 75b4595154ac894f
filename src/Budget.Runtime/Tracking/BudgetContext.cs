namespace BudgetGen;

/// <summary>
/// Says who pays for the LLM calls of the running code, where no parameter of an annotated method does: in middleware, background jobs, tests.
/// </summary>
/// <example>
/// <code>
/// using (BudgetContext.Use(user: "alice", project: "search"))
///     await assistant.AskAsync(question);
/// </code>
/// </example>
public static class BudgetContext
{
    /// <summary>Who and what calls made here are booked on; everything null outside every scope.</summary>
    public static CallAttribution Current => LlmCallScope.Current?.Attribution ?? default;

    /// <summary>
    /// Opens a scope for the running code and everything that it starts. What is null here stays as it is around. Dispose the result to close it,
    /// in the method that opened it.
    /// </summary>
    /// <param name="user">The user who pays.</param>
    /// <param name="project">The project.</param>
    /// <param name="team">The team.</param>
    /// <param name="client">The client (application, API key, tenant) that calls.</param>
    /// <param name="operation">What the calls are for.</param>
    /// <param name="tags">Free labels, added to those around.</param>
    /// <param name="maxCost">The most that one request may cost.</param>
    /// <param name="manager">The manager that books the calls, instead of <see cref="BudgetManager.Default"/>.</param>
    public static IDisposable Use(
        string? user = null,
        string? project = null,
        string? team = null,
        string? client = null,
        string? operation = null,
        CallTags? tags = null,
        Usd? maxCost = null,
        BudgetManager? manager = null)
    {
        var own = new CallAttribution(User: user, Project: project, Team: team, Client: client, Operation: operation, Tags: tags);
        return new Restore(LlmCallScope.Enter(LlmCallScope.Inside(LlmCallScope.Current, own, maxCost, manager)));
    }

    private sealed class Restore(LlmCallScope? before) : IDisposable
    {
        private bool _disposed;

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            LlmCallScope.Enter(before);
        }
    }
}
