using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Benchmarks;

/// <summary>
/// What the generator costs in a large project: the first run, and a run after an edit, by where the edit is; beside a generator that does nothing but find the annotated
/// methods, in the same process and on the same edits.
/// </summary>
internal static class GeneratorRun
{
    private const int ColdRuns = 7;
    private const int Builds = 5;
    private const int Edits = 25;

    private static readonly (string Name, Func<int, (int File, string Old, string New)> Edit)[] s_edits =
    [
        ("a body in a file without calls", static i => (300 + i, "return line;", "_count++; return line;")),
        ("a body beside a call", static i => (100 + i, "_count += answer.Length;", "_count += answer.Length + 1;")),
        ("the body of an annotated method", static i => (i, "string prompt = Prepare(question, 3);", "string prompt = Prepare(question, 4);")),
        ("a comment above everything", static i => (i, "using System;\n", "// hello\nusing System;\n")),
        ("a new method in a file without calls", static i => (300 + i, "    private int _count;\n", "    private int _count;\n\n    public void New" + i + "() { }\n")),
        ("a new method beside a call", static i => (100 + i, "    private int _count;\n", "    private int _count;\n\n    public void New" + i + "() { }\n")),
        ("a parameter of an annotated method", static i => (i, "string question)", "string question, int times = 1)")),
        ("the template of an annotated method", static i => (i, "\"{user}\"", "\"u-{user}\"")),
        ("the first file, a body", static _ => (0, "return line;", "_count++; return line;")),
        ("the last file, a body", static _ => (999, "return line;", "_count++; return line;")),
        ("a method that every file has the like of", static i => (300 + i, "string line, int times)", "string line, int times, int more = 0)")),
        ("a using above an annotated method", static i => (i, "using System;\n", "using System;\nusing System.Text;\n")),
        ("a constant", static i => (300 + i, "    private int _count;\n", "    private int _count;\n    public const int Tries = 3;\n")),
        ("an operator", static i => (i, "    private int _count;\n", "    private int _count;\n    public static explicit operator int(" + LargeProject.NameOf(i) + " service) => service._count;\n")),
        ("the base of a type with an annotated method", static i => (i, "\n{\n    private readonly", " : object\n{\n    private readonly")),
        ("a new type", static i => (300 + i, "public sealed class", "public sealed class New" + i + " { }\n\npublic sealed class")),
    ];

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_rules =
        [.. typeof(BudgetGenerator).Assembly.GetTypes().Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer))).Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    public static void Run()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{LargeProject.Files} files, {Edits} edits of each kind, median ms; {Environment.ProcessorCount} processors, .NET {Environment.Version}"));
        double veryFirst = Cold(new BudgetGenerator());
        Warm();
        Console.WriteLine("| | annotated methods only | BudgetGen | times |");
        Console.WriteLine("|---|---|---|---|");
        Print("first run", Median(ColdRuns, static _ => Cold(new AttributeOnlyGenerator())), Median(ColdRuns, static _ => Cold(new BudgetGenerator())));
        (double onlyFinding, double alsoIntercepting) = (Median(Builds, static _ => Build(new AttributeOnlyGenerator())), Median(Builds, static _ => Build(new BudgetGenerator())));
        Print("a whole build of the project with it", onlyFinding, alsoIntercepting);
        Print("all rules, beside the compiler's own diagnostics", Median(Builds, static _ => Diagnose(withRules: false)), Median(Builds, static _ => Diagnose(withRules: true)));
        foreach ((string name, Func<int, (int, string, string)> edit) in s_edits)
        {
            Scene floor = new(new AttributeOnlyGenerator()), ours = new(new BudgetGenerator());
            Print(name, Median(Edits, i => floor.Apply(edit(i))), Median(Edits, i => ours.Apply(edit(i))));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The very first run of the process, with the compilation of the compiler and of the generator to machine code: {veryFirst:0} ms"));
    }

    private static void Warm()
    {
        foreach (IIncrementalGenerator generator in (IIncrementalGenerator[])[new AttributeOnlyGenerator(), new BudgetGenerator()])
        {
            var scene = new Scene(generator);
            for (int i = 0; i < s_edits.Length; i++)
                scene.Apply(s_edits[i].Edit(40 + i));
        }

        Cold(new BudgetGenerator());
    }

    private static double Cold(IIncrementalGenerator generator)
    {
        CSharpCompilation compilation = LargeProject.Create();
        GC.Collect();
        var watch = Stopwatch.StartNew();
        GeneratorDriver driver = Driver(generator).RunGenerators(compilation);
        double time = watch.Elapsed.TotalMilliseconds;
        Check(driver);
        return time;
    }

    /// <summary>From parsed files to an assembly.</summary>
    private static double Build(IIncrementalGenerator generator)
    {
        CSharpCompilation compilation = LargeProject.Create();
        GC.Collect();
        var watch = Stopwatch.StartNew();
        Driver(generator).RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        EmitResult result = updated.Emit(Stream.Null);
        double time = watch.Elapsed.TotalMilliseconds;
        return result.Success ? time : throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(static problem => problem.Severity == DiagnosticSeverity.Error).Take(5)));
    }

    /// <summary>What an editor or a build says of the project: the compiler's own diagnostics, and those of all rules as well.</summary>
    private static double Diagnose(bool withRules)
    {
        CSharpCompilation compilation = LargeProject.Create();
        GC.Collect();
        var watch = Stopwatch.StartNew();
        int errors = (withRules ? compilation.WithAnalyzers(s_rules).GetAllDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult() : compilation.GetDiagnostics())
            .Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        double time = watch.Elapsed.TotalMilliseconds;
        return errors == 0 ? time : throw new InvalidOperationException($"{errors} errors");
    }

    private static CSharpGeneratorDriver Driver(IIncrementalGenerator generator) => CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: LargeProject.ParseOptions);

    private static void Check(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is not null || result.Diagnostics.Length > 0 || result.GeneratedSources.Length is not (1 or 201))
            throw new InvalidOperationException($"{result.GeneratedSources.Length} files were generated. {result.Exception} {string.Join(" ", result.Diagnostics)}");
    }

    private static double Median(int runs, Func<int, double> run)
    {
        double[] times = [.. Enumerable.Range(0, runs).Select(run).Order()];
        return times[times.Length / 2];
    }

    private static void Print(string what, double floor, double ours) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {floor:0.0} | {ours:0.0} | {ours / floor:0.0} |"));

    /// <summary>A project that is open in an editor.</summary>
    private sealed class Scene
    {
        private CSharpCompilation _project;
        private GeneratorDriver _driver;

        public Scene(IIncrementalGenerator generator)
        {
            _project = LargeProject.Create();
            _driver = Driver(generator).RunGenerators(_project);
            Check(_driver);
        }

        /// <summary>Every edit is made on the project as the one before has left it.</summary>
        public double Apply((int File, string Old, string New) edit)
        {
            SyntaxTree tree = _project.SyntaxTrees[edit.File];
            SourceText text = tree.GetText();
            int at = text.ToString().IndexOf(edit.Old, StringComparison.Ordinal);
            if (at < 0)
                throw new InvalidOperationException($"{tree.FilePath} has no '{edit.Old}'.");

            SyntaxTree changed = tree.WithChangedText(text.WithChanges(new TextChange(new TextSpan(at, edit.Old.Length), edit.New)));
            _project = _project.ReplaceSyntaxTree(tree, changed);
            var watch = Stopwatch.StartNew();
            _driver = _driver.RunGenerators(_project);
            double time = watch.Elapsed.TotalMilliseconds;
            Check(_driver);
            return time;
        }
    }
}
