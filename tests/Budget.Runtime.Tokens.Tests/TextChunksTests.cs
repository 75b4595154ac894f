
namespace BudgetGen.Tokens.Tests;

/// <summary>A text that is read in parts has the tokens that it has as a whole, wherever the parts end.</summary>
public sealed class TextChunksTests
{
    private static readonly TokenCounter[] s_counters = [TokenCounter.ForEncoding("o200k_base"), TokenCounter.ForEncoding("cl100k_base")];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Parts_count_what_the_whole_counts_on_hostile_text(int size)
    {
        // Strings that follow each other in one text, so that parts end in all of them.
        foreach (OracleRecord[] together in OracleRecord.Corpus().Chunk(20))
        {
            string text = string.Join(" ", together.Select(static record => record.Text));
            foreach (TokenCounter counter in s_counters)
                Assert.True(counter.Count(text.AsSpan()) == Parts(text, size).Sum(part => counter.Count(part.AsSpan())), $"{counter.Encoding}, parts of {size}: {text}");
        }
    }

    [Fact]
    public void Parts_are_small_and_add_up_to_the_text()
    {
        string text = string.Concat(Enumerable.Range(0, 5_000).Select(static i => $"line {i} of a text\n"));
        List<string> parts = [.. Parts(text, 100)];
        Assert.Equal(text, string.Concat(parts));
        Assert.All(parts, static part => Assert.InRange(part.Length, 1, 100));
        Assert.All(parts.SkipLast(1), static part => Assert.True(char.IsAsciiLetterOrDigit(part[^1])));
        Assert.Empty(Parts("", 100));
    }

    [Fact]
    public void A_text_without_a_border_is_one_part()
    {
        string text = new string('\u4e00', 5_000) + "\ud83d";
        Assert.Equal([text], Parts(text, 16));
    }

    [Fact]
    public void A_reader_counts_and_estimates_as_a_string_does()
    {
        string corpus = string.Join("\n", OracleRecord.Corpus().Select(static record => record.Text)), text = string.Concat(Enumerable.Repeat(corpus, 1 + (2 * TextChunks.UsualSize / corpus.Length)));
        Assert.True(text.Length > 2 * TextChunks.UsualSize, "The text would be one part.");
        foreach (TokenCounter counter in s_counters)
            Assert.Equal(counter.Count(text.AsSpan()), counter.Count(new StringReader(text)));
        foreach (string? model in (string?[])["gpt-4o", "gpt-4", "claude-sonnet-4-5", "gemini-2.5-pro", "llama-3.1-8b", "nobody", null])
        {
            Assert.Equal(TokenEstimator.Estimate(model, text.AsSpan()), TokenEstimator.Estimate(model, new StringReader(text)));
            Assert.Equal(default, TokenEstimator.Estimate(model, new StringReader("")));
        }
    }

    [Theory]
    [InlineData("gpt-4o", 0)]
    [InlineData("llama-3.3-70b-versatile", 10)]
    [InlineData("claude-sonnet-4-5", 33)]
    [InlineData(null, 33)]
    public void An_estimate_states_its_error(string? model, int percent) => Assert.Equal(percent, TokenEstimator.ErrorPercent(model));

    private static IEnumerable<string> Parts(string text, int size)
    {
        var parts = new TextChunks(new Trickle(text), size);
        for (string part = parts.Next().ToString(); part.Length > 0; part = parts.Next().ToString())
            yield return part;
    }

    /// <summary>Gives a few characters at a time, as a pipe may.</summary>
    private sealed class Trickle(string text) : TextReader
    {
        private int _at;

        public override int Read(char[] buffer, int index, int count)
        {
            int given = Math.Min(Math.Min(count, 1 + (_at % 5)), text.Length - _at);
            text.CopyTo(_at, buffer, index, given);
            _at += given;
            return given;
        }
    }
}
