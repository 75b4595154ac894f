using System.Globalization;
using System.Security.Cryptography;

namespace BudgetGen.Tools;

/// <summary>A vocabulary as it was published: the bytes of each token, by rank.</summary>
internal sealed class VocabularyText
{
    private readonly byte[][] _tokens;
    private readonly Dictionary<string, int> _ranks;

    private VocabularyText(byte[][] tokens)
    {
        _tokens = tokens;
        _ranks = new Dictionary<string, int>(tokens.Length);
        for (int rank = 0; rank < tokens.Length; rank++)
            _ranks.Add(KeyOf(tokens[rank]), rank);
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="InvalidDataException">It is not the file that was published, or its ranks have gaps.</exception>
    public static VocabularyText Read(string path, string sha256)
    {
        byte[] text = File.ReadAllBytes(path);
        string actual = Convert.ToHexStringLower(SHA256.HashData(text));
        if (actual != sha256)
            throw new InvalidDataException($"{path} has the hash {actual} and not {sha256}: it is another vocabulary.");

        var tokens = new List<byte[]>();
        foreach (string line in File.ReadLines(path))
        {
            string[] parts = line.Split(' ');
            if (int.Parse(parts[1], CultureInfo.InvariantCulture) != tokens.Count)
                throw new InvalidDataException($"{path} has a gap in its ranks at {tokens.Count}.");
            tokens.Add(Convert.FromBase64String(parts[0]));
        }

        return new VocabularyText([.. tokens]);
    }

    /// <summary>The columns that <see cref="VocabularyColumns"/> reads.</summary>
    /// <exception cref="InvalidDataException">A token is no pair of tokens with lower ranks, so that merging could not yield it.</exception>
    public byte[] ToColumns()
    {
        int merged = _tokens.Length - VocabularyColumns.Bytes;
        byte[] columns = new byte[VocabularyColumns.Bytes + (6 * merged)];
        for (int rank = 0; rank < VocabularyColumns.Bytes; rank++)
            columns[rank] = _tokens[rank] is [var single] ? single : throw new InvalidDataException($"Rank {rank} is no single byte.");

        for (int rank = VocabularyColumns.Bytes; rank < _tokens.Length; rank++)
        {
            (int left, int right) = Split(rank);
            for (int column = 0; column < 3; column++)
            {
                columns[rank + (column * merged)] = (byte)(left >> (8 * column));
                columns[rank + ((3 + column) * merged)] = (byte)(right >> (8 * column));
            }
        }

        if (!new VocabularyColumns(columns).ToTokens().Zip(_tokens).All(static pair => pair.First.AsSpan().SequenceEqual(pair.Second)))
            throw new InvalidDataException("What was written does not read back.");
        return columns;
    }

    /// <summary>Merges a token's bytes by the rules of lower rank: two parts must be left.</summary>
    private (int Left, int Right) Split(int token)
    {
        List<string> parts = [.. KeyOf(_tokens[token]).Select(static single => single.ToString())];
        while (true)
        {
            int best = -1, lowest = token;
            for (int at = 0; at + 1 < parts.Count; at++)
            {
                if (_ranks.TryGetValue(parts[at] + parts[at + 1], out int rank) && rank < lowest)
                    (best, lowest) = (at, rank);
            }

            if (best < 0)
                break;
            parts[best] += parts[best + 1];
            parts.RemoveAt(best + 1);
        }

        return parts is [var left, var right] ? (_ranks[left], _ranks[right]) : throw new InvalidDataException($"Rank {token} is left in {parts.Count} parts and not in two.");
    }

    /// <summary>Bytes as a string of one character each: a key that compares by content.</summary>
    private static string KeyOf(byte[] token) => string.Create(token.Length, token, static (key, bytes) =>
    {
        for (int i = 0; i < key.Length; i++)
            key[i] = (char)bytes[i];
    });
}
