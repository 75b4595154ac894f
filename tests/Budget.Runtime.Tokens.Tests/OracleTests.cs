using System.Diagnostics;

namespace BudgetGen.Tokens.Tests;

/// <summary>C-TOKEN-1: both encodings count what the original counts.</summary>
public sealed class OracleTests
{
    private const int Seed = 20261122;

    [Fact]
    public void Counts_are_those_of_the_original_on_hostile_strings()
    {
        (int strings, _) = Compare(OracleRecord.Corpus());
        Assert.True(strings > 3_000);
        if (!Soak.IsOn)
            return;

        long started = Stopwatch.GetTimestamp();
        (strings, long bytes) = Compare(Oracle.Strings(200_000, Seed));
        Assert.Equal(200_000, strings);
        SoakReport.Add("C-TOKEN-1 strings", $"{strings} hostile strings ({bytes} bytes) in both encodings, seed {Seed}, 0 counts differ from tiktoken, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");
    }

    [Fact]
    public void Counts_are_those_of_the_original_on_real_text()
    {
        // Without a long run, the corpus' pieces of documents and code stand for it: everything behind the strings.
        (int texts, _) = Compare(OracleRecord.Corpus().Skip(3_000));
        Assert.True(texts > 20);
        if (!Soak.IsOn)
            return;

        const int Wanted = 12_000_000;
        (texts, long bytes) = Compare(Oracle.Texts(Wanted, "node_modules/typescript", "../../../docs", "../../../src", "../../../tests"));
        Assert.True(bytes >= 10_000_000, $"{bytes} bytes of text");
        SoakReport.Add("C-TOKEN-1 texts", $"{texts} chunks of documents and code ({bytes} bytes) in both encodings, 0 counts differ from tiktoken");
    }

    private static (int Texts, long Bytes) Compare(IEnumerable<OracleRecord> records)
    {
        var o200k = TokenCounter.ForEncoding("o200k_base");
        var cl100k = TokenCounter.ForEncoding("cl100k_base");
        int texts = 0;
        long bytes = 0;
        foreach (OracleRecord record in records)
        {
            Assert.True((record.O200k, record.Cl100k) == (o200k.Count(record.Text), cl100k.Count(record.Text)), $"{string.Concat(record.Text.Take(500).Select(static unit => $"\\u{(int)unit:x4}"))} has {record.O200k} and {record.Cl100k} tokens, counted are {o200k.Count(record.Text)} and {cl100k.Count(record.Text)}");
            texts++;
            bytes += System.Text.Encoding.UTF8.GetByteCount(record.Text);
        }

        return (texts, bytes);
    }
}
