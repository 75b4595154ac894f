using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Emit;

/// <summary>
/// The adapters of one client library: a C# file inside this assembly that is pasted into generated files as file-local types, because the
/// runtime knows no client library.
/// </summary>
/// <param name="Usings">Its usings with <c>global::</c>.</param>
/// <param name="TypeNames">Simple names of its types.</param>
/// <param name="Text">Its types, file-local.</param>
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
        return Parse(reader.ReadToEnd());
    });

    private static SdkTemplateFile Parse(string source)
    {
        CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(source.Replace("\r\n", "\n"));
        BaseTypeDeclarationSyntax[] types = [.. unit.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(space => space.Members).OfType<BaseTypeDeclarationSyntax>()];
        return new SdkTemplateFile(
            [.. _implicit.Concat(unit.Usings.Select(Global)).Distinct().OrderBy(SystemFirst, StringComparer.Ordinal)],
            [.. types.Select(type => type.Identifier.ValueText)],
            string.Join("\n\n", types.Select(type => MakeFileLocal(type).ToFullString().Trim())));
    }

    private static string SystemFirst(string directive) =>
        (directive.StartsWith("using global::System", StringComparison.Ordinal) ? "0" : "1") + directive.TrimEnd(';');

    private static string Global(UsingDirectiveSyntax directive) =>
        directive.Alias is null && directive.StaticKeyword == default ? $"using global::{directive.Name};" : directive.NormalizeWhitespace().ToString();

    private static BaseTypeDeclarationSyntax MakeFileLocal(BaseTypeDeclarationSyntax type)
    {
        SyntaxToken access = type.Modifiers.First(modifier => modifier.IsKind(SyntaxKind.InternalKeyword));
        return (BaseTypeDeclarationSyntax)type.WithModifiers(type.Modifiers.Replace(access, SyntaxFactory.Token(access.LeadingTrivia, SyntaxKind.FileKeyword, access.TrailingTrivia)));
    }
}
