namespace BudgetGen;

/// <summary>Known names that resemble an unknown one.</summary>
internal static class NearNames
{
    private const int LongestName = 128;
    private const int Suggestions = 3;

    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > LongestName)
            return [];

        int limit = Math.Max(2, name.Length / 4);
        return
        [
            .. known.Select(candidate => (candidate, distance: Distance(name, candidate, limit)))
                .Where(near => near.distance <= limit)
                .OrderBy(near => near.distance)
                .ThenBy(near => near.candidate, StringComparer.Ordinal)
                .Take(Suggestions)
                .Select(near => near.candidate),
        ];
    }

    /// <summary>How many single characters must be changed (Levenshtein); more than <paramref name="limit"/> is not told apart.</summary>
    private static int Distance(string left, string right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit)
            return limit + 1;

        Span<int> row = stackalloc int[LongestName * 2];
        row = row[..(right.Length + 1)];
        for (int j = 0; j < row.Length; j++)
            row[j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.Length; j++)
            {
                int substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
