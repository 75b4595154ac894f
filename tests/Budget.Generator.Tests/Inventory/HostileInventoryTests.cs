using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using BudgetGen.Generator.Inventory;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests.Inventory;

/// <summary>Texts that try to be code, JSON or directives: the inventory holds them to the letter, and the compiler passes over all of it.</summary>
public class HostileInventoryTests
{
    private const int InBatch = 250;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_text_comes_out_as_it_was_written(int seed)
    {
        var random = new Random(seed);
        (string Part, string Text)[] texts = [.. Enumerable.Range(0, InBatch).Select(_ => (random.GetItems((string[])["ignore", "User", "Project", "Operation", "Tags", "Model"], 1)[0], HostileText.Of(random, "\n// x", "\n#endif", "\n#else\n", "\",\n\"", "\ud83d", "$(x)", "%3B")))];
        CSharpCompilation compilation = Sources.Compile(Program(texts));
        GeneratorRunResult result = Listed.Run(compilation);
        JsonElement[] calls = [.. Cut(result, InventorySource.JsonHint).GetProperty("calls").EnumerateArray()];
        Assert.Equal(texts.Length, calls.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            (string part, string text) = texts[i];
            JsonElement call = calls[i];
            Assert.Equal($"C.M{i}", call.GetProperty("member").GetString());
            string whole = Whole(text);
            if (part == "ignore")
                Assert.Equal(whole, call.GetProperty("why").GetString());
            else if (part == "Tags")
                Assert.Equal("k=" + whole, call.GetProperty("tags")[0].GetString());
            else if (!text.AsSpan().ContainsAny('{', '}') && !string.IsNullOrWhiteSpace(text))
                Assert.Equal(whole, Value(call, part));
        }

        JsonElement[] results = [.. Cut(result, InventorySource.SarifHint).GetProperty("runs")[0].GetProperty("results").EnumerateArray()];
        Assert.Equal(
            texts.Where(static text => text.Part == "ignore").Select(static text => Whole(text.Text)),
            results.Where(static sarif => sarif.TryGetProperty("suppressions", out _)).Select(static sarif => sarif.GetProperty("suppressions")[0].GetProperty("justification").GetString()!));
    }

    private static string? Value(JsonElement call, string part) => part switch
    {
        "User" => call.GetProperty("user").GetProperty("value").GetString(),
        "Project" => call.GetProperty("paid_by").GetProperty("value").GetString(),
        "Model" => call.GetProperty("model").GetProperty("value").GetString(),
        _ => call.GetProperty("operation").GetString(),
    };

    /// <summary>Half a character is no text, and nobody can read JSON that has one: it becomes the character for what is no character.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>What the build makes of a generated source: cut by the expression that it cuts with. To the compiler there is nothing in it.</summary>
    private static JsonElement Cut(GeneratorRunResult result, string hint)
    {
        string source = result.GeneratedSources.Single(source => source.HintName == hint).SourceText.ToString();
        SyntaxNode root = CSharpSyntaxTree.ParseText(source, Sources.Options()).GetRoot();
        Assert.Empty(root.GetDiagnostics());
        Assert.True(Assert.Single(root.DescendantTokens()).IsKind(SyntaxKind.EndOfFileToken));

        const string Expression = "(?m)^(//|#).*$";
        Assert.Contains($"'{Expression}', '').Trim()", File.ReadAllText(Path.Combine(Repository.Root, "src", "Budget.Generator", "buildTransitive", "BudgetGen.Inventory.targets")), StringComparison.Ordinal);
        return JsonDocument.Parse(Regex.Replace(source, Expression, "", RegexOptions.None, TimeSpan.FromMinutes(1)).Trim()).RootElement;
    }

    private static string Program((string Part, string Text)[] texts)
    {
        var program = new StringBuilder("public class C\n{\n");
        for (int i = 0; i < texts.Length; i++)
        {
            string literal = SymbolDisplay.FormatLiteral(texts[i].Text, quote: true);
            string attribute = texts[i].Part switch
            {
                "ignore" => $"BudgetIgnore({literal})",
                "Tags" => $"TrackLlmCall(Tags = [\"k=\" + {literal}])",
                "Model" => $"TrackLlmCall({literal})",
                var named => $"TrackLlmCall({named} = {literal})",
            };
            program.Append(CultureInfo.InvariantCulture, $"    [{attribute}] public object M{i}(string user, OpenAI.Embeddings.EmbeddingClient c, string model) => c.GenerateEmbedding(user);\n");
        }

        return program.Append("}\n").ToString();
    }
}
