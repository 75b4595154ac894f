namespace BudgetGen.Generator.Analysis;

/// <summary>Guesses which name was meant.</summary>
internal static class NearestName
{
    /// <summary>The one name that is close to what was written; null if none is, or if two are equally close.</summary>
    public static string? Among(IEnumerable<string> names, string written)
    {
        var near = names
            .Select(name => (Name: name, Distance: Distance(name.ToUpperInvariant(), written.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= Math.Max(1, written.Length / 3) || Contains(candidate.Name, written))
            .OrderBy(candidate => candidate.Distance)
            .ToList();
        return near.Count == 0 || (near.Count > 1 && near[0].Distance == near[1].Distance) ? null : near[0].Name;
    }

    // "user" for "userId", and "id" in "userId" is too little to go by.
    private static bool Contains(string name, string written) =>
        Math.Min(name.Length, written.Length) >= 3
        && (name.IndexOf(written, StringComparison.OrdinalIgnoreCase) >= 0 || written.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string left, string right)
    {
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] current = new int[right.Length + 1];
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[right.Length];
    }
}
