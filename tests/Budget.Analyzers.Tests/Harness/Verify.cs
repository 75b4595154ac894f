using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests.Harness;

/// <summary>Compares what is reported with what is marked in the source.</summary>
internal static class Verify
{
    /// <summary>Each <c>[|mark|]</c> has exactly one diagnostic with this id, and our analyzers report nothing else. Returns the diagnostics.</summary>
    public static Task<IReadOnlyList<Diagnostic>> Reports(string id, string marked) => Reports(id, marked, Program.Of(""));

    /// <summary>The same in another setting, whose files are compiled as well.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> Reports(string id, string marked, Program setting, string path = "Program.cs")
    {
        var markup = Markup.Parse(marked);
        IReadOnlyList<Diagnostic> found = await (setting with { Files = [(path, markup.Text), .. setting.Files.Where(file => file.Path != path)] }).AnalyseAsync();
        string seen = Markup.Mark(markup.Text, found.Where(diagnostic => diagnostic.Location.SourceTree?.FilePath.EndsWith(path, StringComparison.Ordinal) == true).Select(diagnostic => diagnostic.Location.SourceSpan));
        Assert.Equal(marked, seen);
        Assert.All(found, diagnostic => Assert.True(diagnostic.Id == id, diagnostic.ToString()));
        Assert.Equal(markup.Spans.Count, found.Count);
        return found;
    }

    /// <summary>Our analyzers have nothing to say.</summary>
    public static Task Nothing(string text) => Nothing(Program.Of(text));

    /// <summary>Our analyzers have nothing to say.</summary>
    public static async Task Nothing(Program program) => Assert.Empty(await program.AnalyseAsync());
}
