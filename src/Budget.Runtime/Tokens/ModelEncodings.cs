namespace BudgetGen;

/// <summary>Which encoding a model reads text with, by its name. Only what the maker of the model has published.</summary>
internal static class ModelEncodings
{
    /// <summary>
    /// The names of families. A name belongs to one if it is that, or goes on after it with one of <see cref="After"/> or, behind a point, with anything: so
    /// <c>gpt-4</c> is not the family of <c>gpt-4.1</c>, and a name that nobody knows yet is of none.
    /// </summary>
    private static readonly (string Family, TokenEncoding Encoding)[] s_families =
    [
        ("gpt-4o", TokenEncoding.O200kBase),
        ("chatgpt-4o", TokenEncoding.O200kBase),
        ("gpt-4.1", TokenEncoding.O200kBase),
        ("gpt-4.5", TokenEncoding.O200kBase),
        ("gpt-5", TokenEncoding.O200kBase),
        ("gpt-5.", TokenEncoding.O200kBase),
        ("gpt-oss", TokenEncoding.O200kBase),
        ("o1", TokenEncoding.O200kBase),
        ("o3", TokenEncoding.O200kBase),
        ("o4", TokenEncoding.O200kBase),
        ("gpt-4", TokenEncoding.Cl100kBase),
        ("gpt-3.5-turbo", TokenEncoding.Cl100kBase),
        ("gpt-35-turbo", TokenEncoding.Cl100kBase),
        ("text-embedding-3-small", TokenEncoding.Cl100kBase),
        ("text-embedding-3-large", TokenEncoding.Cl100kBase),
        ("text-embedding-ada-002", TokenEncoding.Cl100kBase),
        ("davinci-002", TokenEncoding.Cl100kBase),
        ("babbage-002", TokenEncoding.Cl100kBase),
    ];

    private const string After = "-@_";

    /// <summary>The encoding of a model, or null where no vocabulary is published or the name is not known.</summary>
    /// <param name="model">A name: plain, dated, fine-tuned (<c>ft:gpt-4o-mini:org::id</c>), with providers in front (<c>openrouter/openai/gpt-4o</c>,
    /// <c>openai:o3</c>, <c>openai.gpt-oss-120b-1:0</c>) or as Azure spells it (<c>gpt-35-turbo</c>).</param>
    public static TokenEncoding? Of(ReadOnlySpan<char> model)
    {
        ReadOnlySpan<char> name = model[(model.LastIndexOf('/') + 1)..].Trim();
        if (name.StartsWith("ft:", StringComparison.OrdinalIgnoreCase))
            name = name["ft:".Length..];
        if (name.StartsWith("openai", StringComparison.OrdinalIgnoreCase) && name.Length > "openai".Length && name["openai".Length] is (':' or '.'))
            name = name["openai.".Length..];
        int rest = name.IndexOf(':');
        if (rest >= 0)
            name = name[..rest];

        foreach ((string family, TokenEncoding encoding) in s_families)
        {
            if (name.StartsWith(family, StringComparison.OrdinalIgnoreCase) && (name.Length == family.Length || family[^1] == '.' || After.Contains(name[family.Length])))
                return encoding;
        }

        return null;
    }
}
