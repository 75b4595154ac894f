using System.Collections.Immutable;
using System.Text;
using BudgetGen.Generator.Analysis;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Tests;

/// <summary>
/// Texts that try to be code: in attributes, in names of files and of the assembly. What was generated compiles, holds each text as a value or leaves it out with a diagnostic, and
/// never as code. Every text names <c>Pwned</c>, which therefore may stand in literals and comments only.
/// </summary>
public class HostileTextTests
{
    private const string Marker = HostileText.Marker;
    private const int Batches = 8;
    private const int InBatch = 1_250;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, Batches)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_text_in_an_attribute_is_a_value_or_a_diagnostic_and_never_code(int seed)
    {
        var random = new Random(seed);
        (string Part, string Text)[] texts = [.. Enumerable.Range(0, InBatch).Select(_ => (Part(random), HostileText.Of(random)))];
        CSharpCompilation compilation = Sources.Compile(Program(texts));
        Generated generated = Generated.From(compilation);
        Assert.Empty(generated.Diagnostics);
        Emitted.Image(generated.Compilation);
        SyntaxNode root = CSharpSyntaxTree.ParseText(generated.Interceptors.Single(), Sources.Options()).GetRoot();
        HostileText.AssertNoCode(root, static name => name.Contains(Marker, StringComparison.Ordinal));

        Dictionary<int, ArgumentSyntax[]> carried = Carried(root);
        ISet<int> faulty = await FaultyAsync(compilation, texts.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            (string part, string text) = texts[i];
            ArgumentSyntax[] arguments = carried.GetValueOrDefault(i) ?? [];
            if (part != "MaxCost" && !text.AsSpan().ContainsAny('{', '}') && !string.IsNullOrWhiteSpace(text))
            {
                Assert.False(faulty.Contains(i), $"{part} {Show(text)}");
                Assert.Contains(arguments.SelectMany(static argument => argument.DescendantTokens()), token => token.IsKind(SyntaxKind.StringLiteralToken) && token.ValueText == text);
            }
            else if (!string.IsNullOrWhiteSpace(text))
            {
                Assert.True(faulty.Contains(i) || arguments.Length > 0, $"{part} {Show(text)} is neither carried nor reported.");
            }
        }
    }

    [Theory]
    [InlineData("a\nclass Pwned { }\n//.cs")]
    [InlineData("a\r\nclass Pwned { }.cs")]
    [InlineData("a\u2028class Pwned { }.cs")]
    [InlineData("a\u0085class Pwned { }\u2029class Pwned { }.cs")]
    [InlineData("*/ class Pwned { } /*.cs")]
    [InlineData("\"); Pwned(); //.cs")]
    [InlineData("\\\" + Pwned + \\\".cs")]
    [InlineData("{Pwned}\0.cs")]
    public void The_name_of_a_file_is_never_code(string path)
    {
        Generated generated = Generated.From(Sources.Compile(Sources.Tree("""
            public class Bot { [TrackLlmCall] public string Ask(string text) => text; }
            public class Caller { public string Call(Bot b, OpenAI.Chat.ChatClient c) => b.Ask("a") + Say(c); [TrackLlmCall] public object Say(OpenAI.Chat.ChatClient c) => c.CompleteChat("x"); }
            """, path)));
        Emitted.Image(generated.Compilation);
        Assert.All(generated.Files.Values, static text => HostileText.AssertNoCode(CSharpSyntaxTree.ParseText(text, Sources.Options()).GetRoot(), static name => name == Marker));
    }

    [Theory]
    [InlineData("a;class Pwned{}")]
    [InlineData("a\nclass Pwned{}")]
    [InlineData("@{}\"")]
    [InlineData("class")]
    public void The_name_of_the_assembly_is_never_code(string assembly)
    {
        CSharpCompilation compilation = Sources.Compile(assembly, References.WithoutRuntime.Append(StandIn.Reference), Sources.Tree("public class Bot { [TrackLlmCall] public object Ask(OpenAI.Chat.ChatClient c) => c.CompleteChat(\"x\"); }"));
        Generated generated = Generated.From(compilation);
        Emitted.Image(generated.Compilation);
        Assert.All(generated.Files.Values, static text => HostileText.AssertNoCode(CSharpSyntaxTree.ParseText(text, Sources.Options()).GetRoot(), static name => name == Marker));
    }

    /// <summary>What the generated code says of each method: the arguments of its site and of its scope, without the names of method and place.</summary>
    private static Dictionary<int, ArgumentSyntax[]> Carried(SyntaxNode root)
    {
        var carried = new Dictionary<int, ArgumentSyntax[]>();
        foreach (ImplicitObjectCreationExpressionSyntax site in root.DescendantNodes().OfType<FieldDeclarationSyntax>().SelectMany(static field => field.Declaration.Variables).Select(static variable => variable.Initializer!.Value).OfType<ImplicitObjectCreationExpressionSyntax>())
            Add(site.ArgumentList.Arguments[0].DescendantTokens().First().ValueText, site.ArgumentList.Arguments.Skip(2));
        foreach (InvocationExpressionSyntax open in root.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(static call => call.Expression.ToString() == "LlmCall.OpenScope"))
            Add("C." + open.ArgumentList.Arguments[0].ToString().Replace("Site", "", StringComparison.Ordinal), open.ArgumentList.Arguments.Skip(1));
        return carried;

        void Add(string method, IEnumerable<ArgumentSyntax> arguments)
        {
            int number = int.Parse(method.AsSpan("C.M".Length), System.Globalization.CultureInfo.InvariantCulture);
            carried[number] = [.. carried.GetValueOrDefault(number) ?? [], .. arguments];
        }
    }

    /// <summary>The methods whose attributes are reported.</summary>
    private static async Task<ISet<int>> FaultyAsync(CSharpCompilation compilation, int count)
    {
        ImmutableArray<Diagnostic> diagnostics = await compilation.WithAnalyzers([new TemplateAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.All(diagnostics, static diagnostic => Assert.Equal("BGN002", diagnostic.Id));
        SyntaxNode root = await compilation.SyntaxTrees[0].GetRootAsync(TestContext.Current.CancellationToken);
        var faulty = new HashSet<int>(diagnostics.Select(diagnostic => int.Parse(
            root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>()!.Identifier.ValueText.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(faulty, number => Assert.InRange(number, 0, count - 1));
        return faulty;
    }

    private static string Program((string Part, string Text)[] texts)
    {
        var program = new StringBuilder("public class C\n{\n");
        for (int i = 0; i < texts.Length; i++)
        {
            string literal = SymbolDisplay.FormatLiteral(texts[i].Text, quote: true);
            string argument = texts[i].Part switch
            {
                "Tags" => $"Tags = [\"k=\" + {literal}]",
                "Model" => literal,
                string named => $"{named} = {literal}",
            };
            program.Append(System.Globalization.CultureInfo.InvariantCulture, $"    [TrackLlmCall({argument})] public string M{i}(string user, string text) => text;\n");
        }

        program.Append("    public void All()\n    {\n");
        for (int i = 0; i < texts.Length; i++)
            program.Append(System.Globalization.CultureInfo.InvariantCulture, $"        M{i}(\"a\", \"b\");\n");
        return program.Append("    }\n}\n").ToString();
    }

    private static string Part(Random random) => random.GetItems((string[])["User", "Project", "Operation", "Provider", "Tags", "Model", "MaxCost"], 1)[0];

    private static string Show(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
