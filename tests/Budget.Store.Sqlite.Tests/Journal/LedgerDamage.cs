using System.Buffers.Binary;

namespace BudgetGen.Sqlite.Tests.Journal;

/// <summary>Damaged ledgers made of whole ones. The same number makes the same damage, so a finding can be run again.</summary>
internal sealed class LedgerDamage(IReadOnlyList<byte[]> corpus)
{
    private const int Page = 4096;

    private static readonly int[] s_lengths = [1, 1, 2, 4, 8, 64, 512, Page];
    private static readonly uint[] s_numbers = [0, 1, 2, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF];

    public byte[] Make(int number)
    {
        var random = new Random(number);
        byte[] whole = corpus[random.Next(corpus.Count)];
        byte[] database = LedgerFile.Database(whole).ToArray(), log = LedgerFile.Log(whole).ToArray();
        do
        {
            if (log.Length > 0 && random.Next(2) == 0)
                log = Damage(log, random);
            else
                database = Damage(database, random);
        }
        while (random.Next(3) == 0);

        // Damage in a log that its sums still fit: without that, what is behind the sums would never be reached.
        if (random.Next(2) == 0)
            WriteAheadLog.Sum(log);
        return LedgerFile.Join(database, log);
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
            return bytes;

        int at = random.Next(bytes.Length);
        int length = Math.Min(s_lengths[random.Next(s_lengths.Length)], bytes.Length - at);
        switch (random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                random.NextBytes(bytes.AsSpan(at, length));
                break;
            case 2:
                bytes.AsSpan(at, length).Clear();
                break;
            case 3:
                // A number in a header of the file, of a page or of a cell.
                if (bytes.Length >= sizeof(uint))
                    BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(Math.Min(Header(at, random), bytes.Length - sizeof(uint))), s_numbers[random.Next(s_numbers.Length)]);
                break;
            case 4:
                bytes.AsSpan(random.Next(bytes.Length - length + 1), length).CopyTo(bytes.AsSpan(at));
                break;
            case 5:
                // A page where another one belongs.
                int from = random.Next(bytes.Length) / Page * Page, to = at / Page * Page;
                bytes.AsSpan(from, Math.Min(Page, bytes.Length - Math.Max(from, to))).CopyTo(bytes.AsSpan(to));
                break;
            case 6:
                // A file of no bytes is a new ledger, and nobody can tell that it was another one. Beside a log it is damage: DamageTests.
                return bytes[..Math.Max(1, at)];
            default:
                return [.. bytes, .. bytes.AsSpan(at, length)];
        }

        return bytes;
    }

    private static int Header(int at, Random random) => random.Next(3) switch
    {
        0 => random.Next(100),
        1 => (at / Page * Page) + random.Next(64),
        _ => at,
    };
}
