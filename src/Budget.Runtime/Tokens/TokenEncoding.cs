namespace BudgetGen;

/// <summary>The encodings whose vocabulary is published and embedded.</summary>
internal enum TokenEncoding
{
    O200kBase,
    Cl100kBase,
}
