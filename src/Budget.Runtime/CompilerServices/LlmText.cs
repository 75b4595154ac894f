using System.ComponentModel;
using System.Text;

namespace BudgetGen.CompilerServices;

/// <summary>Measures text without keeping it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LlmText
{
    /// <summary>The length of a text in UTF-8 bytes; 0 for null.</summary>
    public static long Utf8Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
