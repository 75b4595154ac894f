namespace BudgetGen;

/// <summary>One bucket of a usage with its price, as it went into a cost.</summary>
/// <param name="Bucket">The bucket, as price books name it: <c>input</c>, <c>cache_read</c>, <c>web_search</c> ...</param>
/// <param name="Count">How much was billed, in the bucket's unit; of <c>audio_time</c> and <c>video_time</c>, milliseconds.</param>
/// <param name="Price">The price of one unit; of <c>audio_time</c> and <c>video_time</c>, of a second.</param>
/// <param name="PricedAs">Whose price it is: the bucket itself, or a relative because the bucket has none.</param>
public readonly record struct CostComponent(string Bucket, long Count, UnitPrice Price, string PricedAs)
{
    /// <summary>True if the price is the standard tier's, because the service tier of the call has none for this.</summary>
    public bool Borrowed { get; init; }

    /// <summary>True if the price is half of the standard one, because the line has no batch prices.</summary>
    public bool Halved { get; init; }

    /// <summary>True if the multipliers of the cost apply: they do to tokens, not to fees.</summary>
    public bool Multiplied { get; init; }
}
