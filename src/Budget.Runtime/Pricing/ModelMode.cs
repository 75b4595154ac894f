namespace BudgetGen;

/// <summary>What a model does.</summary>
public enum ModelMode
{
    /// <summary>Text (and more) in, text (and more) out.</summary>
    Chat,

    /// <summary>Text in, vectors out: there is no billed output.</summary>
    Embedding,

    /// <summary>Pictures out.</summary>
    Image,

    /// <summary>Speech in, text out.</summary>
    Transcription,

    /// <summary>Text in, speech out.</summary>
    Speech,

    /// <summary>Documents in, an order out.</summary>
    Rerank,

    /// <summary>A query in, search results out.</summary>
    Search,

    /// <summary>Moving pictures out.</summary>
    Video,

    /// <summary>Pages in, text out.</summary>
    Ocr,

    /// <summary>Text in, a verdict out.</summary>
    Moderation,
}
