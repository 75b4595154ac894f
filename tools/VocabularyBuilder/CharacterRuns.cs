using System.Globalization;

namespace BudgetGen.Tools;

/// <summary>
/// The kinds of all characters, from the list that tests/Budget.Runtime.Tokens.Tests/Oracle/characters.mjs asks of the original's own regular expressions:
/// lines of "first..last kind", in hexadecimal; what is not listed has no kind.
/// </summary>
internal static class CharacterRuns
{
    private const int Scalars = 0x110000;

    public static byte[] Read(string path)
    {
        var runs = new List<byte>();
        int next = 0;
        foreach (string line in File.ReadLines(path))
        {
            string[] parts = line.Split("..");
            string[] rest = parts[1].Split(' ');
            int first = int.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            int last = int.Parse(rest[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (first > next)
                Add(runs, first - next, CharacterKinds.None);
            Add(runs, last + 1 - first, KindOf(rest[1]));
            next = last + 1;
        }

        Add(runs, Scalars - next, CharacterKinds.None);
        return [.. runs];
    }

    private static CharacterKinds KindOf(string letter) => letter switch
    {
        "U" => CharacterKinds.Upper,
        "l" => CharacterKinds.Lower,
        "o" => CharacterKinds.Uncased,
        "M" => CharacterKinds.Mark,
        "N" => CharacterKinds.Number,
        "s" => CharacterKinds.Space,
        "n" => CharacterKinds.LineEnd,
        _ => throw new FormatException($"'{letter}' is no kind of character."),
    };

    private static void Add(List<byte> runs, int length, CharacterKinds kind)
    {
        for (; length > 127; length >>= 7)
            runs.Add((byte)(length | 128));
        runs.Add((byte)length);
        runs.Add((byte)kind);
    }
}
