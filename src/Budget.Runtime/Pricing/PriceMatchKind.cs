namespace BudgetGen;

/// <summary>How a model name led to a price line, the surest first.</summary>
public enum PriceMatchKind
{
    /// <summary>The name is the line's model or id.</summary>
    Exact,

    /// <summary>The line lists the name: a dated version or an alias.</summary>
    Alias,

    /// <summary>The name is the line's model with a date, and the line says that dated versions cost the same.</summary>
    Dated,

    /// <summary>The name has a provider in front, such as <c>gemini/</c> or <c>openai:</c>; the rest is the line's name.</summary>
    Prefix,

    /// <summary>The name is that of a fine-tuned model, and the line prices the fine-tunes of its base.</summary>
    FineTune,

    /// <summary>An aggregator has no line for it; the line is the upstream provider's. Aggregators may add fees.</summary>
    Upstream,

    /// <summary>The line is a default price; nobody knows the model.</summary>
    Default,

    /// <summary>The line states a shape of names (beginning, end, regular expression ...) that the name has. Surer than an upstream's line or a default.</summary>
    Pattern,
}
