using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Tests.Harness;

/// <summary>Makes compilations of test programs as a project with the package would be compiled.</summary>
internal static class Sources
{
    public const string Root = "/src/App/";

    // A project has ImplicitUsings; without them every test would begin with the same eight lines.
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using BudgetGen;
        """;

    public static CSharpParseOptions Options(LanguageVersion language = LanguageVersion.Preview) =>
        new CSharpParseOptions(language, DocumentationMode.Diagnose).WithFeatures([new("InterceptorsNamespaces", "BudgetGen.Generated")]);

    public static SyntaxTree Tree(string text, string path = "Program.cs", CSharpParseOptions? options = null) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, System.Text.Encoding.UTF8), options ?? Options(), Path.Combine(Root, path));

    public static CSharpCompilation Compile(params SyntaxTree[] trees) => Compile("App", References.WithoutRuntime.Append(StandIn.Reference), trees);

    public static CSharpCompilation Compile(string text) => Compile(Tree(text));

    public static CSharpCompilation Compile(string assembly, IEnumerable<MetadataReference> references, params SyntaxTree[] trees)
    {
        bool isProgram = trees.Any(tree => tree.GetCompilationUnitRoot().Members.Any(member => member is Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax));
        var options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true, deterministic: true, warningLevel: 9999);
        var parse = (CSharpParseOptions)trees[0].Options;
        return CSharpCompilation.Create(assembly, [.. trees, Tree(GlobalUsings, "obj/App.GlobalUsings.g.cs", parse)], references, options);
    }
}
