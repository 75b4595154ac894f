using System.Text;

namespace BudgetGen.Tokens.Tests;

public sealed class TokenCounterTests
{
    private static readonly TokenCounter[] s_counters = [TokenCounter.ForEncoding("o200k_base"), TokenCounter.ForEncoding("cl100k_base")];

    [Fact]
    public void Special_tokens_in_text_are_ordinary_text()
    {
        Assert.All(s_counters, static counter => Assert.Equal(7, counter.Count("<|endoftext|>")));
        Assert.All(s_counters, static counter => Assert.True(counter.Count("<|im_start|>system<|im_end|>") > 3));
    }

    [Fact]
    public void An_encoding_that_nobody_published_is_refused()
    {
        Assert.Contains("o200k_base", Assert.Throws<ArgumentException>(static () => TokenCounter.ForEncoding("claude")).Message, StringComparison.Ordinal);
        Assert.Same(s_counters[0], TokenCounter.ForEncoding("o200k_base"));
        Assert.Equal("cl100k_base", s_counters[1].Encoding);
    }

    [Fact]
    public void Never_throws_and_never_counts_more_than_bytes()
    {
        var random = new Random(7);
        for (int round = 0; round < Soak.Rounds(30_000, 1_000_000); round++)
        {
            string text = RandomText(random);
            foreach (TokenCounter counter in s_counters)
                Assert.InRange(counter.Count(text), text.Length == 0 ? 0 : 1, Encoding.UTF8.GetByteCount(text));
        }
    }

    [Fact]
    public void A_surrogate_without_its_other_half_is_the_replacement_character()
    {
        var random = new Random(8);
        for (int round = 0; round < 2_000; round++)
        {
            string text = RandomText(random);
            string repaired = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            Assert.All(s_counters, counter => Assert.Equal(counter.Count(repaired), counter.Count(text)));
        }
    }

    [Fact]
    public void Sixteen_threads_count_the_same()
    {
        var random = new Random(9);
        string[] texts = [.. Enumerable.Range(0, 3_000).Select(_ => RandomText(random))];
        (long, long)[] alone = [.. texts.Select(static text => (s_counters[0].Count(text), s_counters[1].Count(text)))];

        // Texts in another order on each thread, so that they displace each other's pieces from the caches.
        int wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, 16).Select(number => new Thread(() =>
        {
            int[] order = [.. Enumerable.Range(0, texts.Length)];
            var own = new Random(number);
            for (int round = 0; round < Soak.Rounds(2, 60); round++)
            {
                own.Shuffle(order);
                foreach (int at in order)
                {
                    if ((s_counters[0].Count(texts[at]), s_counters[1].Count(texts[at])) != alone[at])
                        Interlocked.Increment(ref wrong);
                }
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Allocates_nothing()
    {
        var random = new Random(10);
        string[] texts = [new string('a', 50_000), new string('的', 20_000), "The quick brown fox jumps over the lazy dog, don't you know?", .. Enumerable.Range(0, 500).Select(_ => RandomText(random))];
        Count();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Count();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Count()
        {
            foreach (string text in texts)
            {
                s_counters[0].Count(text);
                s_counters[1].Count(text);
            }
        }
    }

    public static TheoryData<string, string> Classes => new()
    {
        { "one letter", "a" }, { "capitals", "A" }, { "spaces", " " }, { "line ends", "\n" }, { "punctuation", "!#%&(" }, { "CJK", "预算是对未来的承诺" }, { "alternating", "ab" },
        { "emoji", "😀" }, { "marks", "\u0301" }, { "digits", "0123456789" }, { "letters and digits", "a1" }, { "space and line end", " \n" }, { "zeros", "\0" }, { "half surrogates", "\ud83d" },
    };

    /// <summary>Work and not time: the bytes that were merged in windows grow with the text, and no faster. Everything else is one pass.</summary>
    [Theory]
    [MemberData(nameof(Classes))]
    public void Work_grows_with_the_text_and_no_faster(string name, string unit)
    {
        foreach (TokenCounter counter in s_counters)
        {
            foreach (int length in (int[])[2_000, 20_000, 200_000])
            {
                string text = string.Concat(Enumerable.Repeat(unit, length / unit.Length));
                long before = LongPiece.BytesMergedOnThread;
                counter.Count(text);
                long work = LongPiece.BytesMergedOnThread - before;
                Assert.True(work <= 2L * Encoding.UTF8.GetByteCount(text), $"{length} of {name}: {work} bytes merged");
            }
        }
    }

    [Fact]
    public void Work_grows_with_random_letters_and_no_faster()
    {
        var random = new Random(14);
        string text = new([.. Enumerable.Range(0, 300_000).Select(_ => (char)('a' + random.Next(26)))]);
        foreach (TokenCounter counter in s_counters)
        {
            long before = LongPiece.BytesMergedOnThread;
            counter.Count(text);
            Assert.InRange(LongPiece.BytesMergedOnThread - before, text.Length, 2L * text.Length);
        }
    }

    internal static string RandomText(Random random)
    {
        int range = random.Next(5) switch { 0 => 128, 1 => 0x300, 2 => 0x3000, _ => 65_536 };
        char[] text = new char[random.Next(60)];
        for (int i = 0; i < text.Length; i++)
            text[i] = random.Next(6) == 0 ? ' ' : (char)random.Next(range);
        return new string(text);
    }
}
