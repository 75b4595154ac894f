namespace BudgetGen.Tokens.Tests;

/// <summary>A cache may forget; it never says what it was not told.</summary>
public sealed class PieceCacheTests
{
    [Fact]
    public void Two_pieces_of_one_slot_stay_and_a_third_displaces_one()
    {
        var cache = new PieceCache();
        cache.Keep("one", 4, 1);
        cache.Keep("two", 4, 2);
        Assert.Equal((1, 2), (cache.Find("one", 4), cache.Find("two", 4)));
        cache.Keep("three", 4, 3);
        Assert.Equal(3, cache.Find("three", 4));
        Assert.Equal(1, Enumerable.Count([cache.Find("one", 4), cache.Find("two", 4)], static count => count > 0));
    }

    [Fact]
    public void A_piece_of_the_longest_kept_length_is_found_and_its_likes_are_not()
    {
        var cache = new PieceCache();
        string piece = new('x', PieceCache.MostCharacters);
        cache.Keep(piece, 77, 180);
        Assert.Equal(180, cache.Find(piece, 77));
        Assert.Equal(0, cache.Find(piece.AsSpan(0, piece.Length - 1), 77));
        Assert.Equal(0, cache.Find(new string('x', PieceCache.MostCharacters - 1) + "y", 77));
    }

    [Fact]
    public void Threads_that_write_one_slot_never_read_each_others_counts()
    {
        var cache = new PieceCache();
        var shortPieces = new ShortPieceCache();
        string[] pieces = [.. Enumerable.Range(1, 40).Select(static number => new string((char)('a' + (number % 26)), 20 + (number % 3)) + number)];
        int wrong = 0;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            var random = new Random(thread);
            for (int round = 0; round < Soak.Rounds(100_000, 5_000_000); round++)
            {
                int at = random.Next(pieces.Length);
                if (cache.Find(pieces[at], 8) is var found && found != 0 && found != at + 1)
                    Interlocked.Increment(ref wrong);
                if (shortPieces.Find(TokenKey.Short((ulong)at, 3)) is var count && count != 0 && count != (at % 3) + 1)
                    Interlocked.Increment(ref wrong);
                if (random.Next(4) == 0)
                {
                    cache.Keep(pieces[at], 8, at + 1);
                    shortPieces.Keep(TokenKey.Short((ulong)at, 3), (at % 3) + 1);
                }
            }
        });
        Assert.Equal(0, wrong);
    }
}
