using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests.Harness;

/// <summary>Compares what is reported with what is marked in the source.</summary>
internal static class Verify
{
    /// <summary>
    /// Each <c>[|mark|]</c> has exactly one diagnostic with this id, and our analyzers warn of nothing else. Suggestions (what is information by default) are looked at in
    /// their own tests only. Returns the diagnostics.
    /// </summary>
    public static Task<IReadOnlyList<Diagnostic>> Reports(string id, string marked) => Reports(id, marked, Program.Of(""));

    /// <summary>The same in another setting, whose files are compiled as well.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> Reports(string id, string marked, Program setting, string path = "Program.cs")
    {
        var markup = Markup.Parse(marked);
        Program program = setting with { Files = [(path, markup.Text), .. setting.Files.Where(file => file.Path != path)] };
        IReadOnlyList<Diagnostic> found = [.. (await program.AnalyseAsync()).Where(diagnostic => diagnostic.Id == id || !IsSuggestion(diagnostic))];
        string seen = Markup.Mark(markup.Text, found.Where(diagnostic => diagnostic.Location.SourceTree?.FilePath.EndsWith(path, StringComparison.Ordinal) == true).Select(diagnostic => diagnostic.Location.SourceSpan));
        Assert.Equal(marked, seen);
        Assert.All(found, diagnostic => Assert.True(diagnostic.Id == id, diagnostic.ToString()));
        Assert.Equal(markup.Spans.Count, found.Count);
        return found;
    }

    /// <summary>Our analyzers warn of nothing.</summary>
    public static Task Nothing(string text) => Nothing(Program.Of(text));

    /// <summary>Our analyzers warn of nothing.</summary>
    public static async Task Nothing(Program program) => Assert.Empty((await program.AnalyseAsync()).Where(diagnostic => !IsSuggestion(diagnostic)));

    /// <summary>Our analyzers warn of nothing, and do not suggest this either.</summary>
    public static Task Nothing(string id, string text) => Nothing(id, Program.Of(text));

    /// <summary>Our analyzers warn of nothing, and do not suggest this either.</summary>
    public static async Task Nothing(string id, Program program) => Assert.Empty((await program.AnalyseAsync()).Where(diagnostic => diagnostic.Id == id || !IsSuggestion(diagnostic)));

    /// <summary>True for advice on code that works as it stands.</summary>
    public static bool IsSuggestion(Diagnostic diagnostic) => diagnostic.Descriptor.DefaultSeverity == DiagnosticSeverity.Info;
}
