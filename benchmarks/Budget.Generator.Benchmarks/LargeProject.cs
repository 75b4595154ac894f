using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Benchmarks;

/// <summary>
/// A project of 1,000 files and 15,000 invocations: 100 services with an annotated method and an SDK call in it, 100 callers with five calls of such methods each, and
/// 800 files that have nothing to do with any of it.
/// </summary>
internal static class LargeProject
{
    public const int Files = 1_000;
    private const int Services = 100;
    private const int Callers = 100;
    private const int Invocations = 15;

    private static readonly CSharpParseOptions s_options =
        new CSharpParseOptions(LanguageVersion.CSharp13).WithFeatures([new("InterceptorsNamespaces", "BudgetGen.Generated")]);

    private static readonly MetadataReference[] s_references = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static path => !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) && Path.GetFileName(path) != "Budget.Generator.dll")
        .Select(static path => MetadataReference.CreateFromFile(path))];

    public static CSharpParseOptions ParseOptions => s_options;

    public static string NameOf(int file) => file < Services ? $"Service{file}" : file < Services + Callers ? $"Caller{file - Services}" : $"Plain{file}";

    /// <summary>Parses all files anew: nothing that was learned of the trees of an earlier project is known of these.</summary>
    public static CSharpCompilation Create() => CSharpCompilation.Create(
        "Large",
        [.. Enumerable.Range(0, Files).Select(static file => Parse(file, Text(file)))],
        s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static SyntaxTree Parse(int file, string text) => CSharpSyntaxTree.ParseText(text, s_options, $"/large/{NameOf(file)}.cs", Encoding.UTF8);

    private static string Text(int file)
    {
        var text = new StringBuilder("using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing System.Threading.Tasks;\nusing BudgetGen;\nusing Microsoft.Extensions.AI;\n\nnamespace Large;\n\n");
        text.Append(CultureInfo.InvariantCulture, $"public sealed class {NameOf(file)}\n{{\n    private readonly List<string> _lines = new List<string>();\n    private int _count;\n\n");
        int left = Invocations;
        if (file < Services)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                    public IChatClient Client { get; set; } = null!;

                    [TrackLlmCall(User = "{user}", Project = "large")]
                    public async Task<string> Ask{{file}}Async(string user, string question)
                    {
                        string prompt = Prepare(question, 3);
                        ChatResponse response = await Client.GetResponseAsync(prompt);
                        return response.Text;
                    }


                """);
            left -= 2;
        }
        else if (file < Services + Callers)
        {
            for (int call = 0; call < 5; call++)
            {
                int service = ((file - Services) + (call * 7)) % Services;
                text.Append(CultureInfo.InvariantCulture, $$"""
                        public async Task<int> Use{{call}}Async(Service{{service}} service, string who)
                        {
                            string answer = await service.Ask{{service}}Async(who, "How many?");
                            _count += answer.Length;
                            return _count;
                        }


                    """);
                left--;
            }
        }

        text.Append("    public string Prepare(string line, int times)\n    {\n");
        for (int i = 0; i < left; i++)
            text.Append(Line(i));
        text.Append("        return line;\n    }\n}\n");
        return text.ToString();
    }

    private static string Line(int number) => (number % 3) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"        _lines.Add(line + {number});\n"),
        1 => string.Create(CultureInfo.InvariantCulture, $"        _count += Math.Max(times, {number});\n"),
        _ => string.Create(CultureInfo.InvariantCulture, $"        line = string.Concat(line, \"{number}\");\n"),
    };
}
