using System.Collections.Concurrent;

namespace BudgetGen;

/// <summary>
/// What settled calls have taught about the tokens of each model: how many the provider counted for each that the size of the prompt made one expect, and
/// how far that was off. Only expectations follow it; holds and upper bounds never do. Kept in memory, for a limited number of models; safe for any number
/// of threads.
/// </summary>
public sealed class TokenCalibration
{
    /// <summary>How many models are known at most. Beyond it, those that were not used for longest are forgotten: names come from requests, and may be anything.</summary>
    public const int MostModels = 1_000;

    /// <summary>So many calls must have taught before a ratio is used.</summary>
    public const int LeastCalls = 16;

    /// <summary>A prompt that is this many times larger or smaller than it looked was another one: a loop of requests, state on the server.</summary>
    private const int LargestRatio = 8;

    /// <summary>Framing hides what a prompt of a few tokens teaches.</summary>
    private const int LeastTokens = 32;

    private const long MostTokens = 1L << 32;
    private const int BytesPerToken = 4;

    private readonly ConcurrentDictionary<string, CalibratedModel> _models = new(StringComparer.Ordinal);
    private readonly Lock _forgetting = new();
    private CalibratedModel? _last;
    private long _added;

    /// <summary>Learns from a call that has settled. Figures that cannot be about the same prompt teach nothing.</summary>
    /// <param name="model">The model.</param>
    /// <param name="estimated">The tokens that were expected, by <see cref="OfSize"/> and framing.</param>
    /// <param name="actual">The input tokens that the provider counted, cached ones included.</param>
    public void Record(string model, long estimated, long actual)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (estimated < LeastTokens || actual < 1 || estimated > MostTokens || actual > MostTokens || actual > estimated * LargestRatio || estimated > actual * LargestRatio)
            return;

        // Most calls are of the model of the call before.
        CalibratedModel? known = Volatile.Read(ref _last);
        if (known is null || known.IsForgotten || !string.Equals(known.Model, model, StringComparison.Ordinal))
            Volatile.Write(ref _last, known = FindOrAdd(model));
        known.Learn(estimated, actual, Volatile.Read(ref _added));
    }

    /// <summary>What was learned about a model; null if nothing was.</summary>
    /// <param name="model">The model.</param>
    public TokenAccuracy? Find(string? model) => model is not null && _models.TryGetValue(model, out CalibratedModel? known) ? known.Accuracy() : null;

    /// <summary>What was learned about all models, by name.</summary>
    public IReadOnlyList<TokenAccuracy> Models() => [.. _models.Values.Select(static known => known.Accuracy()).OrderBy(static one => one.Model, StringComparer.Ordinal)];

    /// <summary>The tokens that a size in bytes makes one expect before anything was learned: a token for each four UTF-8 bytes.</summary>
    /// <param name="utf8Bytes">The size.</param>
    public static long OfSize(long utf8Bytes) => (utf8Bytes / BytesPerToken) + (utf8Bytes % BytesPerToken == 0 ? 0 : 1);

    /// <summary>An expectation as the calls so far correct it; null until <see cref="LeastCalls"/> have taught.</summary>
    internal long? Correct(string? model, long estimated) =>
        model is not null && _models.TryGetValue(model, out CalibratedModel? known) ? known.Correct(estimated, LeastCalls) : null;

    private CalibratedModel FindOrAdd(string model)
    {
        if (_models.TryGetValue(model, out CalibratedModel? known))
            return known;

        known = _models.GetOrAdd(model, static (name, now) => new CalibratedModel(name, now), Interlocked.Increment(ref _added));
        if (_models.Count > MostModels)
            ForgetSome();
        return known;
    }

    /// <summary>Forgets a tenth at once, so that the next newcomers need not look for room.</summary>
    private void ForgetSome()
    {
        lock (_forgetting)
        {
            if (_models.Count <= MostModels)
                return;

            foreach (CalibratedModel old in _models.Values.OrderBy(static known => known.LastUse).Take(_models.Count - (MostModels / 10 * 9)))
            {
                old.IsForgotten = true;
                _models.TryRemove(old.Model, out _);
            }
        }
    }
}
