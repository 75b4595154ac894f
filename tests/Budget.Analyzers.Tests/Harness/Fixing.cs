using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Analyzers.Tests.Harness;

/// <summary>A program in a workspace, with the diagnostics that a fix could settle.</summary>
internal sealed class Fixing(CodeFixProvider fix)
{
    /// <summary>What is offered at the first diagnostic: equivalence keys in their order.</summary>
    public async Task<IReadOnlyList<string>> OfferedAsync(string text, string path = "Program.cs")
    {
        Project project = Open(Program.Of(text, path));
        return [.. (await ActionsAsync(project, (await DiagnosticsAsync(project)).First())).Select(action => action.EquivalenceKey!)];
    }

    /// <summary>Applies a fix at the first diagnostic. The fixed text compiles, and no diagnostic of ours is left in the program.</summary>
    public async Task AppliesAsync(string key, string before, string after, int remaining = 0)
    {
        Project project = Open(Program.Of(before));
        CodeAction action = (await ActionsAsync(project, (await DiagnosticsAsync(project)).First())).First(offered => offered.EquivalenceKey == key);
        await EndsAsAsync(project, action, [("Program.cs", after)], remaining);
    }

    /// <summary>Applies a fix at once to all diagnostics of all files, or of the first one.</summary>
    public async Task AppliesToAllAsync(string key, (string Path, string Text)[] before, (string Path, string Text)[] after, int remaining = 0, FixAllScope scope = FixAllScope.Project)
    {
        Project project = Open(new Program { Files = [.. before] });
        await EndsAsAsync(project, await AllAsync(project, key, scope), after, remaining);
    }

    /// <summary>Applies a fix at once to all diagnostics of several projects, each with one file.</summary>
    public async Task AppliesToSolutionAsync(string key, string[] before, string[] after)
    {
        Solution solution = new AdhocWorkspace().CurrentSolution;
        List<ProjectId> ids = [];
        foreach (string text in before)
        {
            Project added = Open(Program.Of(text), solution, "App" + ids.Count);
            ids.Add(added.Id);
            solution = added.Solution;
        }

        CodeAction action = await AllAsync(solution.GetProject(ids[0])!, key, FixAllScope.Solution);
        ApplyChangesOperation change = (await action.GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>().Single();
        for (int i = 0; i < ids.Count; i++)
        {
            Project changed = change.ChangedSolution.GetProject(ids[i])!;
            Assert.Equal(after[i], (await changed.Documents.Single(document => document.Name == "Program.cs").GetTextAsync()).ToString());
        }
    }

    private async Task<CodeAction> AllAsync(Project project, string key, FixAllScope scope)
    {
        var context = new FixAllContext(project.Documents.First(), fix, scope, key, fix.FixableDiagnosticIds, new Found(this), TestContext.Current.CancellationToken);
        return (await fix.GetFixAllProvider()!.GetFixAsync(context))!;
    }

    private async Task EndsAsAsync(Project project, CodeAction action, (string Path, string Text)[] after, int remaining)
    {
        ApplyChangesOperation change = (await action.GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>().Single();
        Project changed = change.ChangedSolution.GetProject(project.Id)!;
        foreach ((string path, string text) in after)
            Assert.Equal(text, (await changed.Documents.Single(document => document.Name == path).GetTextAsync()).ToString());

        Compilation compilation = (await changed.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        ImmutableArray<Diagnostic> left = await compilation.WithAnalyzers(Program.Analyzers, Options.Of(Program.Of(""))).GetAnalyzerDiagnosticsAsync();
        left = [.. left.Where(diagnostic => !Verify.IsSuggestion(diagnostic))];
        Assert.True(left.Length == remaining, string.Join("\n", left));
    }

    private async Task<IReadOnlyList<CodeAction>> ActionsAsync(Project project, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        Document document = project.GetDocument(diagnostic.Location.SourceTree)!;
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        return actions;
    }

    private async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        ImmutableArray<Diagnostic> all = await compilation.WithAnalyzers(Program.Analyzers, Options.Of(Program.Of(""))).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. all.Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id)).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private static Project Open(Program program) => Open(program, new AdhocWorkspace().CurrentSolution, "App");

    private static Project Open(Program program, Solution solution, string name)
    {
        Compilation compilation = program.Compile();
        var id = ProjectId.CreateNewId();
        solution = solution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, name, name, LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: program.ParseOptions, metadataReferences: program.References));
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
            solution = solution.AddDocument(DocumentId.CreateNewId(id), tree.FilePath.Replace("/src/App/", "", StringComparison.Ordinal), SourceText.From(tree.ToString(), System.Text.Encoding.UTF8), filePath: tree.FilePath);
        return solution.GetProject(id)!;
    }

    private sealed class Found(Fixing fixing) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await fixing.DiagnosticsAsync(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree tree = (await document.GetSyntaxTreeAsync(cancellationToken))!;
            return (await fixing.DiagnosticsAsync(document.Project)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
