using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Emit;

/// <summary>
/// The adapters of one client library: a C# file inside this assembly that becomes a file of the user's compilation, because the runtime knows no
/// client library.
/// </summary>
/// <param name="Usings">Its usings with <c>global::</c>.</param>
/// <param name="TypeNames">Simple names of its types.</param>
/// <param name="Text">Its types.</param>
internal sealed record SdkTemplateFile(IReadOnlyList<string> Usings, IReadOnlyList<string> TypeNames, string Text)
{
    // What the template's own project imports implicitly.
    private static readonly string[] _implicit =
        ["using global::System;", "using global::System.Collections.Generic;", "using global::System.Threading;", "using global::System.Threading.Tasks;"];

    private static readonly ConcurrentDictionary<string, SdkTemplateFile> _files = new(StringComparer.Ordinal);

    /// <summary>The template of that name.</summary>
    public static SdkTemplateFile Load(string name) => _files.GetOrAdd(name, static key =>
    {
        using Stream stream = typeof(SdkTemplateFile).Assembly.GetManifestResourceStream(key + ".cs")!;
        using var reader = new StreamReader(stream);
        return Parse(key, reader.ReadToEnd());
    });

    private static SdkTemplateFile Parse(string name, string source)
    {
        CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(source.Replace("\r\n", "\n"));
        BaseTypeDeclarationSyntax[] types = [.. unit.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(space => space.Members).OfType<BaseTypeDeclarationSyntax>()];
        return new SdkTemplateFile(
            [.. _implicit.Concat(unit.Usings.Select(Global)).Distinct().OrderBy(SystemFirst, StringComparer.Ordinal)],
            [.. types.Select(type => type.Identifier.ValueText)],
            string.Join("\n\n", types.Select(type => Marked(name, type))));
    }

    private static string SystemFirst(string directive) =>
        (directive.StartsWith("using global::System", StringComparison.Ordinal) ? "0" : "1") + directive.TrimEnd(';');

    private static string Global(UsingDirectiveSyntax directive) =>
        directive.Alias is null && directive.StaticKeyword == default ? $"using global::{directive.Name};" : directive.NormalizeWhitespace().ToString();

    /// <summary>Nobody calls them by hand. Of a type in several files, only the file of its name has the marks.</summary>
    private static string Marked(string file, BaseTypeDeclarationSyntax type)
    {
        if (type.Modifiers.Any(SyntaxKind.PartialKeyword) && type.Identifier.ValueText != file)
            return type.ToFullString().Trim();

        return type.GetLeadingTrivia().ToFullString().Trim() + """

            [global::System.CodeDom.Compiler.GeneratedCode("BudgetGen", "1")]
            [global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]
            [global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]

            """ + type.WithoutLeadingTrivia().ToFullString().TrimEnd();
    }
}
