using System.Text;
using System.Text.Json;
using BudgetGen.Tokens.Tests;

namespace BudgetGen.Cli.Tests;

public class TokensTests
{
    [Theory]
    [InlineData("o200k_base", false)]
    [InlineData("cl100k_base", true)]
    public async Task Counts_each_string_of_a_file_as_the_original_does(string encoding, bool escaped)
    {
        OracleRecord[] records = [.. OracleRecord.Corpus()];
        Assert.Contains(records, static record => record.Text.Any(char.IsSurrogate) && !IsWellFormed(record.Text));
        string file = Tool.Write(Encoding.UTF8.GetBytes($"[{string.Join(",\n", records.Select(record => Quote(record.Text, escaped)))}]"));
        (int code, string output, string error) = await Tool.RunAsync("tokens", "--encoding", encoding, "--cases", file);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(records.Select(record => (long)(encoding == "o200k_base" ? record.O200k : record.Cl100k)), Counts(output));
    }

    [Fact]
    public async Task Strings_longer_than_what_is_read_at_once_are_whole()
    {
        var random = new Random(3);
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => string.Concat(Enumerable.Range(0, random.Next(1, 30_000)).Select(n => (n * 7 % 5) switch { 0 => "word ", 1 => "\ud83d", 2 => "\u4e16\n", 3 => "\"\\", _ => "\U0001F600" })))];
        string file = Tool.Write(Encoding.UTF8.GetBytes($"\ufeff[ {string.Join(" , ", texts.Select((text, i) => Quote(text, i % 2 == 0)))} ]\n"));
        (int code, string output, _) = await Tool.RunAsync(Tool.Examples, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), "tokens", "--model", "gpt-4", "--cases", "-");
        Assert.Equal(0, code);
        var counter = TokenCounter.ForEncoding("cl100k_base");
        Assert.Equal(texts.Select(text => counter.Count(text.AsSpan())), Counts(output));
    }

    [Fact]
    public async Task Counts_a_file_or_what_is_piped_in_and_says_that_it_is_exact()
    {
        const string Text = "Gr\u00fc\u00dfe <|endoftext|>\r\n";
        long tokens = TokenCounter.ForEncoding("o200k_base").Count(Text.AsSpan());
        byte[] bytes = Encoding.UTF8.GetBytes(Text);
        string plain = Tool.Write(bytes), marked = Tool.Write([0xEF, 0xBB, 0xBF, .. bytes]);
        foreach ((byte[] input, string[] args) in ((byte[], string[])[])[([], ["--file", plain]), ([], ["--file", marked]), (bytes, []), (bytes, ["--file", "-"])])
            Assert.Equal((0, $"{tokens} tokens, exact (o200k_base)\n", ""), Tool.Plain(await Tool.RunAsync(Tool.Examples, input, ["tokens", "--model", "openai/gpt-4o", .. args])));

        (_, string output, _) = await Tool.RunAsync("tokens", "--model", "gpt-4o", "--file", plain, "--format", "json");
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal((tokens, "gpt-4o", "o200k_base", false), (json.RootElement.GetProperty("tokens").GetInt64(), json.RootElement.GetProperty("model").GetString(), json.RootElement.GetProperty("encoding").GetString(), json.RootElement.GetProperty("estimated").GetBoolean()));
        Assert.Equal((0, "0 tokens, exact (o200k_base)\n", ""), Tool.Plain(await Tool.RunAsync("tokens", "--model", "gpt-4o")));
    }

    [Fact]
    public async Task An_encoding_that_is_named_counts_for_a_model_that_nobody_knows()
    {
        (int code, string output, string error) = await Tool.RunAsync("tokens", "--model", "our-deployment", "--encoding", "cl100k_base", "--file", "prompt.txt");
        long tokens = TokenCounter.ForEncoding("cl100k_base").Count(File.ReadAllText(Path.Combine(Tool.Examples, "prompt.txt")).AsSpan());
        Assert.Equal((0, $"{tokens} tokens, exact (cl100k_base)\n", ""), Tool.Plain((code, output, error)));
    }

    [Fact]
    public async Task A_model_without_a_vocabulary_is_estimated_and_says_so()
    {
        string text = await File.ReadAllTextAsync(Path.Combine(Tool.Examples, "prompt.txt"), TestContext.Current.CancellationToken);
        long expected = TokenEstimator.Estimate("claude-sonnet-4-5", text.AsSpan()).Expected;
        (int code, string output, string error) = await Tool.RunAsync("tokens", "--model", "claude-sonnet-4-5", "--file", "prompt.txt", "--format", "json");
        Assert.Equal((0, ""), (code, error));
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(expected, json.RootElement.GetProperty("tokens").GetInt64());
        Assert.True(json.RootElement.GetProperty("estimated").GetBoolean());
        Assert.Equal(33, json.RootElement.GetProperty("error_percent").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("encoding").ValueKind);

        (_, output, _) = await Tool.RunAsync("tokens", "--model", "llama-3.3-70b-versatile", "--file", "prompt.txt");
        Assert.Contains("estimated, 10 % more or less", output, StringComparison.Ordinal);
        (_, _, error) = await Tool.RunAsync("tokens", "--model", "claude-sonnet-4-5", "--cases", "texts.json");
        Assert.Contains("the counts are estimated, 33 %", error, StringComparison.Ordinal);
        (code, _, error) = await Tool.RunAsync("tokens", "--model", "gtp-4o", "--file", "prompt.txt");
        Assert.Equal(0, code);
        Assert.Contains("nobody knows a model 'gtp-4o'; similar names: gpt-4o", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no JSON|not valid JSON")]
    [InlineData("[\"a\"", "not valid JSON")]
    [InlineData("[\"a\"] \"b\"", "not valid JSON")]
    [InlineData("[\"\\ud8\"]", "not valid JSON")]
    [InlineData("{\"cases\": []}", "an array of strings is needed, and this is an object")]
    [InlineData("\"a\"", "an array of strings is needed, and this is a string")]
    [InlineData("[\"a\", \"b\", 3]", "[2] is a number; each must be a string")]
    [InlineData("[null]", "[0] is null")]
    [InlineData("[[\"a\"]]", "[0] is an array")]
    [InlineData("[\"a\", \"\u00ff\"]", "[1] has bytes that are not UTF-8", true)]
    public async Task A_file_that_is_no_array_of_strings_is_refused(string json, string message, bool latin = false)
    {
        string file = Tool.Write((latin ? Encoding.Latin1 : Encoding.UTF8).GetBytes(json));
        (int code, string output, string error) = await Tool.RunAsync("tokens", "--model", "gpt-4o", "--cases", file);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"budgetgen: {file}: ", error, StringComparison.Ordinal);
        Assert.Contains(message.Split('|'), part => error.Contains(part, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("byte 3 is not UTF-8 (0xFF)", 0x61, 0x62, 0x63, 0xFF, 0x64)]
    [InlineData("byte 1 is not UTF-8 (0xE2)", 0x61, 0xE2, 0x82)]
    [InlineData("byte 4 is not UTF-8 (0xED)", 0xEF, 0xBB, 0xBF, 0x61, 0xED, 0xA0, 0x80)]
    [InlineData("this is UTF-16", 0xFF, 0xFE, 0x61, 0)]
    public async Task A_text_that_is_not_UTF_8_is_refused(string message, params int[] bytes)
    {
        (int code, string output, string error) = await Tool.RunAsync("tokens", "--model", "gpt-4o", "--file", Tool.Write([.. bytes.Select(static one => (byte)one)]));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Contains("Convert the text to UTF-8", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Say whose tokens", "tokens", "--file", "prompt.txt")]
    [InlineData("--encoding is 'p50k_base'", "tokens", "--encoding", "p50k_base", "--file", "prompt.txt")]
    [InlineData("no-such-file", "tokens", "--model", "gpt-4o", "--file", "no-such-file")]
    [InlineData("no-such-file", "tokens", "--model", "gpt-4o", "--cases", "no-such-file")]
    [InlineData("this is a directory", "tokens", "--model", "gpt-4o", "--file", "..")]
    [InlineData("ask one of them", "tokens", "--model", "gpt-4o", "--file", "prompt.txt", "--cases", "texts.json")]
    [InlineData("see budgetgen tokens --help", "tokens", "--model", "gpt-4o", "--format", "xml")]
    [InlineData("see budgetgen prices check --help", "prices", "check", "--nonsense")]
    [InlineData("--input is 'abc'; a whole number is needed", "cost", "gpt-4o", "--input", "abc")]
    [InlineData("[1] of the cases is a number", "cost", "--cases", "numbers.json")]
    [InlineData("see budgetgen --help", "nonsense")]
    public async Task A_question_that_makes_no_sense_says_what_would(string message, params string[] args)
    {
        string folder = Directory.CreateTempSubdirectory("budgetgen").FullName;
        foreach (string example in (string[])["prompt.txt", "texts.json"])
            File.Copy(Path.Combine(Tool.Examples, example), Path.Combine(folder, example));
        await File.WriteAllTextAsync(Path.Combine(folder, "numbers.json"), """[{ "id": "1", "model": "gpt-4o", "usage": { "prompt_tokens": 1 } }, 2]""", TestContext.Current.CancellationToken);
        (int code, string output, string error) = await Tool.RunAsync(folder, [], args);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_no_complaint_and_names_the_tool()
    {
        (int code, string output, string error) = await Tool.RunAsync("tokens", "--help");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("budgetgen tokens [options]", output, StringComparison.Ordinal);
        (code, output, _) = await Tool.RunAsync("--version");
        Assert.Equal(0, code);
        Assert.Matches("^[0-9]+\\.", output);
    }

    private static long[] Counts(string json) => JsonSerializer.Deserialize<long[]>(json)!;

    private static bool IsWellFormed(string text) => new UTF8Encoding(false, true) is var strict && Try(() => strict.GetByteCount(text));

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>A text as JSON: what is not ASCII as escapes, or only what cannot stand otherwise, which half of a surrogate pair cannot.</summary>
    private static string Quote(string text, bool escaped)
    {
        var json = new StringBuilder("\"");
        for (int i = 0; i < text.Length; i++)
        {
            bool pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (text[i] is '\n')
                json.Append("\\n");
            else if (text[i] is '"' or '\\')
                json.Append('\\').Append(text[i]);
            else if (text[i] < ' ' || (escaped ? text[i] > '~' : char.IsSurrogate(text[i]) && !pair))
                json.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            else if (pair)
                json.Append(text[i]).Append(text[++i]);
            else
                json.Append(text[i]);
        }

        return json.Append('"').ToString();
    }
}
