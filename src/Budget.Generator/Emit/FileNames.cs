namespace BudgetGen.Generator.Emit;

/// <summary>Names of members and types in one generated file, each given out once.</summary>
internal sealed class FileNames(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    /// <summary>All names so far.</summary>
    public IEnumerable<string> Taken => _taken;

    /// <summary>The wished name as an identifier that begins with a capital, with a number if it is taken.</summary>
    public string Take(string wish)
    {
        string identifier = wish.All(IsPart) ? wish : new([.. wish.Select(c => IsPart(c) ? c : '_')]);
        if (identifier.Length == 0 || char.IsDigit(identifier[0]))
            identifier = "_" + identifier;
        if (!char.IsUpper(identifier[0]))
            identifier = char.ToUpperInvariant(identifier[0]) + identifier.Substring(1);

        string name = identifier;
        for (int number = 2; ReservedNames.Contains(name) || !_taken.Add(name); number++)
            name = identifier + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return name;
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c == '_';
}
