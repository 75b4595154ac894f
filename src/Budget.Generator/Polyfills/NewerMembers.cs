namespace BudgetGen;

/// <summary>Members that netstandard2.0 lacks, for sources that are shared with the runtime.</summary>
internal static class NewerMembers
{
    extension(char)
    {
        public static bool IsAsciiDigit(char c) => c is >= '0' and <= '9';
    }

    public static int IndexOf(this string text, char c, StringComparison comparison) => text.IndexOf(c.ToString(), comparison);

    public static TValue GetValueOrDefault<TKey, TValue>(this Dictionary<TKey, TValue> dictionary, TKey key, TValue otherwise) =>
        dictionary.TryGetValue(key, out TValue? value) ? value : otherwise;
}
