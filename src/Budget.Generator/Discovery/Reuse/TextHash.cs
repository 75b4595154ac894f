namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>
/// A hash of 128 bits over pieces of text, two independent multiplications wide, so that equal may be taken for the same. Adding two is commutative: what
/// belongs to one name may lie in several files, in any order.
/// </summary>
internal readonly record struct TextHash(ulong First, ulong Second)
{
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;
    private const ulong OtherPrime = 0xC2B2_AE3D_27D4_EB4F;

    /// <summary>Where every text begins.</summary>
    public static TextHash Start { get; } = new(0x2545_F491_4F6C_DD1D, 0x1656_67B1_9E37_79F9);

    /// <summary>This text with another piece behind it. Where one piece ends and the next begins counts.</summary>
    public TextHash With(string text, int start, int length)
    {
        (ulong first, ulong second) = (First, Second);
        int end = start + length;
        for (int i = start; i < end; i++)
        {
            first = Mix(first ^ text[i], Prime);
            second = Mix(second + text[i], OtherPrime);
        }

        return new TextHash(Mix(first ^ (ulong)length, OtherPrime), Mix(second + (ulong)length, Prime));
    }

    /// <summary>This text with another piece behind it.</summary>
    public TextHash With(string text) => With(text, 0, text.Length);

    /// <summary>Both, in no order.</summary>
    public TextHash Plus(TextHash other) => new(unchecked(First + other.First), unchecked(Second + other.Second));

    /// <summary>What is left when a part is taken away again.</summary>
    public TextHash Minus(TextHash other) => new(unchecked(First - other.First), unchecked(Second - other.Second));

    private static ulong Mix(ulong value, ulong prime)
    {
        value = unchecked(value * prime);
        return value ^ (value >> 29);
    }
}
