using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>
/// A client that hands this out (<c>GetService(typeof(LlmMeter))</c>) is, or has inside, a meter through which every request of it leaves. An answer that came without reaching
/// that meter was not asked of any provider.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LlmMeter
{
    private LlmMeter()
    {
    }

    /// <summary>The only one.</summary>
    public static LlmMeter Instance { get; } = new();
}
