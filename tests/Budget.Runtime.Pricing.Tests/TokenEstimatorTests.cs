using System.Text;

namespace BudgetGen.Pricing.Tests;

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
    public void Is_near_the_count_and_the_bound_is_above_it(string text, int o200k, int cl100k)
    {
        TokenEstimate now = TokenEstimator.Estimate("gpt-4o", text), before = TokenEstimator.Estimate("gpt-4-turbo", text);
        Assert.InRange(now.Expected, o200k * 2 / 3, o200k * 9 / 5);
        Assert.InRange(before.Expected, cl100k * 2 / 3, cl100k * 3 / 2);
        Assert.True(now.UpperBound >= o200k && before.UpperBound >= cl100k);
    }

    [Fact]
    public void Is_higher_for_models_that_cut_finer()
    {
        string text = Counted.First().Data.Item1;
        Assert.True(TokenEstimator.Estimate("claude-sonnet-4-5", text).Expected > TokenEstimator.Estimate("gpt-4o", text).Expected);
        Assert.Equal(TokenEstimator.Estimate("gemini-2.5-pro", text), TokenEstimator.Estimate("gpt-4o", text));
        Assert.True(TokenEstimator.Estimate(null, text).Expected >= TokenEstimator.Estimate("gpt-4o", text).Expected);
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
    }

    [Fact]
    public void Allocates_nothing()
    {
        string text = new('a', 100_000);
        TokenEstimator.Estimate("gpt-4o", text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            TokenEstimator.Estimate("gpt-4o", text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
