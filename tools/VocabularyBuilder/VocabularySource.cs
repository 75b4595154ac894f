namespace BudgetGen.Tools;

/// <summary>A vocabulary in its text form, and what that must hash to.</summary>
/// <param name="Encoding">Its name.</param>
/// <param name="Sha256">The hash of the text form.</param>
internal sealed record VocabularySource(string Encoding, string Sha256)
{
    public static IReadOnlyList<VocabularySource> All { get; } =
    [
        new("o200k_base", "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"),
        new("cl100k_base", "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"),
    ];
}
