using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Tests.Harness;

/// <summary>
/// A runtime that writes down what generated code asks of it. The data types are the real source files; only the three types that act are
/// replaced. A contract test compares their signatures with the real ones.
/// </summary>
internal static class StandIn
{
    private static readonly Lazy<byte[]> _image = new(Build);

    public static byte[] Image => _image.Value;

    public static MetadataReference Reference { get; } = MetadataReference.CreateFromImage(_image.Value);

    private static byte[] Build()
    {
        Assembly here = typeof(StandIn).Assembly;
        SyntaxTree[] trees = [.. here.GetManifestResourceNames().Where(name => name.StartsWith("StandIn/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Parse)];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Budget.Runtime", trees, References.WithoutRuntime, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return image.ToArray();

        SyntaxTree Parse(string name)
        {
            using Stream stream = here.GetManifestResourceStream(name)!;
            return CSharpSyntaxTree.ParseText(SourceText.From(stream), new CSharpParseOptions(LanguageVersion.Preview), name);
        }
    }
}
