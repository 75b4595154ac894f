using System.Text;

namespace BudgetGen.Tokens.Tests;

public class TokenEstimatorTests
{
    /// <summary>Texts, and how many tokens the published vocabularies o200k_base and cl100k_base make of them.</summary>
    public static TheoryData<string, int, int> Counted => new()
    {
        { "A budget is a promise about the future: this much may be spent, by these people, on that work, and no more. When the promise is kept by a machine, nobody has to remember it, and nobody can forget it by accident.", 50, 50 },
        { "Ein Budget ist ein Versprechen über die Zukunft: So viel darf ausgegeben werden, von diesen Leuten, für diese Arbeit, und nicht mehr. Wenn eine Maschine das Versprechen hält, muss sich niemand daran erinnern.", 43, 52 },
        { "预算是对未来的承诺：这些人可以为这项工作花这么多钱，不能再多。当机器遵守承诺时，没有人需要记住它，也没有人会意外忘记它。", 46, 67 },
        { "予算とは将来についての約束です。この人たちがこの仕事にこれだけ使ってよく、それ以上は使えません。機械が約束を守れば、誰も覚えておく必要はありません。", 50, 77 },
        { "Бюджет — это обещание о будущем: столько можно потратить этим людям на эту работу, и не больше. Когда обещание выполняет машина, никому не нужно о нём помнить.", 41, 67 },
        { "public static Usd Add(Usd left, Usd right)\n{\n    return new Usd(checked(left.Nanos + right.Nanos));\n}\n\nforeach (LedgerEntry entry in entries)\n{\n    if (entry.Kind == LedgerEntryKind.Settlement)\n        spent += entry.Amount;\n}\n", 59, 60 },
        { "1048576 65535 20240718 3141592653589793 2718281828 16384 128000 9007199254740993 42 7 100000", 42, 42 },
    };

    [Theory]
    [MemberData(nameof(Counted))]
    public void Is_the_count_where_the_vocabulary_is_published(string text, int o200k, int cl100k)
    {
        long bytes = Encoding.UTF8.GetByteCount(text);
        Assert.Equal(new TokenEstimate(o200k, bytes) { IsExact = true }, TokenEstimator.Estimate("gpt-4o", text));
        Assert.Equal(new TokenEstimate(cl100k, bytes) { IsExact = true }, TokenEstimator.Estimate("gpt-4-turbo", text));
    }

    [Theory]
    [MemberData(nameof(Counted))]
    public void Is_a_factor_of_the_count_elsewhere(string text, int o200k, int cl100k)
    {
        Assert.True(cl100k >= o200k);
        foreach (string? model in (string?[])["claude-sonnet-4-5", "meta-llama/llama-3.3-70b", "nobody-1", null])
        {
            TokenEstimate estimate = TokenEstimator.Estimate(model, text);
            Assert.False(estimate.IsExact);
            Assert.InRange(estimate.Expected, o200k, (o200k * 14 / 10) + 1);
        }
    }

    [Fact]
    public void Gemini_has_a_token_for_each_digit()
    {
        Assert.Equal(new TokenEstimate(24, 24), TokenEstimator.Estimate("gemini-2.5-pro", "9007199254740993 1048576"));
        string prose = Counted.First().Data.Item1;
        Assert.Equal(TokenEstimator.Estimate("gpt-4o", prose).Expected, TokenEstimator.Estimate("gemini-2.5-pro", prose).Expected);
    }

    [Fact]
    public void What_was_learned_corrects_estimates_and_neither_counts_nor_bounds()
    {
        var calibration = new TokenCalibration();
        for (int i = 0; i < TokenCalibration.LeastCalls; i++)
        {
            calibration.Record("claude-x", 1_000, 1_500);
            calibration.Record("gpt-4o", 1_000, 1_500);
        }

        string text = new('a', 4_000);
        Assert.Equal(new TokenEstimate(1_500, 4_000), TokenEstimator.Estimate("claude-x", text, calibration));
        Assert.Equal(TokenEstimator.Estimate("claude-y", text), TokenEstimator.Estimate("claude-y", text, calibration));
        Assert.Equal(TokenEstimator.Estimate("gpt-4o", text), TokenEstimator.Estimate("gpt-4o", text, calibration));
        Assert.Equal(1_500 + 3 + 3, TokenEstimator.CountMessages("claude-x", calibration, [text]).Expected);
    }

    [Fact]
    public void Never_throws_and_never_expects_more_than_the_bound()
    {
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++)
        {
            var text = new char[random.Next(0, 40)];
            for (int j = 0; j < text.Length; j++)
                text[j] = (char)random.Next(random.Next(2) == 0 ? 128 : 65_536); // lone surrogates among them
            TokenEstimate estimate = TokenEstimator.Estimate(i % 2 == 0 ? "gemini-2.5-pro" : "claude", text);
            Assert.InRange(estimate.Expected, text.Length == 0 ? 0 : 1, estimate.UpperBound);
            Assert.Equal(Encoding.UTF8.GetByteCount(text), estimate.UpperBound);
        }
    }

    [Fact]
    public void Of_nothing_is_nothing()
    {
        Assert.Equal(default, TokenEstimator.Estimate("gpt-4o", ""));
        Assert.Equal(default, TokenEstimator.CountMessages("gpt-4o"));
    }

    [Fact]
    public void A_conversation_has_three_tokens_for_each_message_and_three_for_the_reply()
    {
        TokenEstimate conversation = TokenEstimator.CountMessages("gpt-4o", "You are a poet.", "Write four lines about budgets.");
        TokenEstimate texts = TokenEstimator.Estimate("gpt-4o", "You are a poet.") + TokenEstimator.Estimate("gpt-4o", "Write four lines about budgets.");
        Assert.Equal(texts.Expected + 3 + 3 + 3, conversation.Expected);
        Assert.Equal(texts.UpperBound + 4 + 4 + 3, conversation.UpperBound);
        Assert.True(texts.IsExact);
        Assert.False(conversation.IsExact);
        Assert.Equal(new TokenEstimate(2, 4), TokenEstimator.EstimateName("gpt-4o", "ann"));
        Assert.Equal(default, TokenEstimator.EstimateName("gpt-4o", ""));
    }

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("claude-opus-4-5")]
    public void Allocates_nothing(string model)
    {
        string text = new('a', 100_000);
        TokenEstimator.Estimate(model, text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            TokenEstimator.Estimate(model, text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
