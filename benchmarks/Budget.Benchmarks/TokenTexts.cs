using System.Text;

namespace BudgetGen.Benchmarks;

/// <summary>The texts that counting is measured on: this project's own documents and code, and made ones. The same in every run of one checkout.</summary>
internal static class TokenTexts
{
    private const int Large = 100 * 1024;

    private static readonly string[] s_sentences =
    [
        "预算是对未来的承诺", "这些人可以为这项工作花这么多钱", "当机器遵守承诺时没有人需要记住它", "也没有人会意外忘记它", "请在发送请求之前计算令牌数量", "价格可能会发生变化",
        "予算とは将来についての約束です", "この人たちがこの仕事にこれだけ使ってよい", "機械が約束を守れば誰も覚えておく必要はありません", "お支払い方法を確認してください",
        "예산은 미래에 대한 약속입니다", "기계가 약속을 지키면 아무도 기억할 필요가 없습니다", "요청을 보내기 전에 토큰 수를 계산합니다", "모델", "上限", "支出", "令牌",
    ];

    private static readonly string[] s_emoji = ["😀", "🎉🎉", "👨‍👩‍👧", "🚀", "❤️", "👍🏽", "🇩🇪", "✅", "🤖💸"];

    private static readonly string s_root = FindRoot(AppContext.BaseDirectory);

    /// <summary>1 KB of English prose.</summary>
    public static string English { get; } = string.Join(' ', Words(File.ReadAllText(Path.Combine(s_root, "docs", "guarantees.md")) + File.ReadAllText(Path.Combine(s_root, "docs", "tracking.md"))))[..1024];

    /// <summary>100 KB of Markdown, C# and JSON, a third each.</summary>
    public static string Mixed { get; } = First("*.md", "docs") + First("*.cs", "src") + First("*.json", "src");

    /// <summary>100 KB of Chinese, Japanese and Korean with emoji: clauses of some sentences in ever other rows and lengths.</summary>
    public static string Asian { get; } = MakeAsian();

    /// <summary>Some megabytes of documents, sources and tests.</summary>
    public static string Unseen { get; } = string.Concat(Files("*.md", "docs").Concat(Files("*.cs", "tests")).Concat(Files("*.cs", "src")).Select(File.ReadAllText));

    /// <summary>100 KB each of what slow tokenizers take seconds for.</summary>
    public static IReadOnlyList<(string Name, string Text)> Hostile { get; } = MakeHostile();

    private static string First(string pattern, string folder) => string.Concat(Files(pattern, folder).Select(File.ReadAllText))[..(Large / 3)];

    private static IEnumerable<string> Files(string pattern, string folder) => Directory
        .EnumerateFiles(Path.Combine(s_root, folder), pattern, SearchOption.AllDirectories)
        .Where(static path => !path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj" or "node_modules"))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Words(string text) => text
        .Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .Where(static word => word.All(static character => char.IsAsciiLetter(character) || ".,;:'".Contains(character, StringComparison.Ordinal)));

    private static string MakeAsian()
    {
        var random = new Random(1);
        var text = new StringBuilder();
        int bytes = 0;
        while (bytes < Large)
        {
            string sentence = s_sentences[random.Next(s_sentences.Length)];
            string part = random.Next(3) == 0 ? sentence[random.Next(sentence.Length)..] : sentence;
            part += random.Next(4) == 0 ? s_emoji[random.Next(s_emoji.Length)] : random.Next(3) == 0 ? "。\n" : "，";
            text.Append(part);
            bytes += Encoding.UTF8.GetByteCount(part);
        }

        return text.ToString();
    }

    private static List<(string Name, string Text)> MakeHostile()
    {
        var random = new Random(2);
        return
        [
            ("one letter", new string('a', Large)),
            ("spaces", new string(' ', Large)),
            ("random letters", Make(static random => (char)('a' + random.Next(26)), Large)),
            ("CJK, 100 KB", Make(static random => (char)(0x4E00 + random.Next(3_000)), Large / 3)),
            ("CJK, 100,000 characters", Make(static random => (char)(0x4E00 + random.Next(3_000)), 100_000)),
            ("punctuation", Make(static random => "!\"#$%&()*+,-./:;<=>?@[]^_`{|}~"[random.Next(29)], Large)),
            ("two letters in turn", string.Concat(Enumerable.Repeat("ab", Large / 2))),
            ("letter and digit in turn", string.Concat(Enumerable.Repeat("a1", Large / 2))),
            ("space and line end in turn", string.Concat(Enumerable.Repeat(" \n", Large / 2))),
        ];

        string Make(Func<Random, char> character, int length) => string.Create(length, (character, random), static (text, make) =>
        {
            for (int i = 0; i < text.Length; i++)
                text[i] = make.character(make.random);
        });
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "BudgetGen.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("BudgetGen.sln was not found above the benchmarks."));

    /// <summary>Where the original tokenizer is run from.</summary>
    public static string OracleFolder => Path.Combine(s_root, "tests", "Budget.Runtime.Tokens.Tests", "Oracle");
}
