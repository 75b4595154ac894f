using System.Collections.Concurrent;
using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>
/// Calls whose provider goes on after it has answered: their holds live on until somebody reads the result. One that nobody reads ends with its hold's
/// lifetime, in suspense; a reader that comes after that still settles it. Thread-safe.
/// </summary>
/// <remarks>In memory only: after a restart, what was open is in suspense, and a person decides.</remarks>
internal sealed class OpenCalls
{
    private const int Many = 1_000;
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, (MeteredCall Call, DateTimeOffset Since)> _calls = new(StringComparer.Ordinal);

    /// <summary>Keeps a call under the provider's id of its response.</summary>
    public void Keep(string responseId, MeteredCall call, DateTimeOffset now)
    {
        if (_calls.Count >= Many)
        {
            // Nobody has come for these in a day.
            foreach ((string id, (_, DateTimeOffset since)) in _calls)
            {
                if (now - since > s_kept)
                    _calls.TryRemove(id, out _);
            }
        }

        _calls[responseId] = (call, now);
    }

    /// <summary>The call that an outcome is the end of; null if there is none, or it goes on.</summary>
    public MeteredCall? Take(in LlmOutcome outcome) =>
        !outcome.IsPending && outcome.ResponseId is { } id && _calls.TryRemove(id, out (MeteredCall Call, DateTimeOffset Since) kept) ? kept.Call : null;
}
