using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests.Harness;

/// <summary>Runs a program twice, as it is and intercepted, and insists that it behaves the same.</summary>
internal static class Twice
{
    public static Ran Run(string source, LanguageVersion language = LanguageVersion.Preview) => Run(Sources.Compile(Sources.Tree(source, options: Sources.Options(language))));

    public static Ran Run(CSharpCompilation compilation, params byte[][] libraries)
    {
        Ran plain = Emitted.Run(Emitted.Image(compilation), libraries);
        Generated generated = Generated.From(compilation);
        Assert.Empty(generated.Diagnostics);
        Ran intercepted = Emitted.Run(Emitted.Image(generated.Compilation), libraries);
        Assert.Empty(plain.Log);
        Assert.Equal(plain.Result, intercepted.Result);
        return intercepted;
    }
}
