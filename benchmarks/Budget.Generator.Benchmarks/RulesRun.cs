using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Benchmarks;

/// <summary>
/// What the rules cost in a large project that has not been compiled yet, beside an analyzer that does nothing, and one that only asks to be shown every invocation: that alone has
/// the compiler bind every body.
/// </summary>
internal static class RulesRun
{
    private const int Runs = 7;

    public static void Run()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{LargeProject.Files} files, median of {Runs} runs, ms; {Environment.ProcessorCount} processors, .NET {Environment.Version}"));
        DiagnosticAnalyzer[] rules =
        [
            .. typeof(BudgetGenerator).Assembly.GetTypes()
                .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
                .OrderBy(static type => type.Name, StringComparer.Ordinal)
                .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
        ];
        (string Name, DiagnosticAnalyzer[] Analyzers)[] rows = [("an analyzer that does nothing", [new Idle()]), ("one that is shown every invocation", [new EveryInvocation()]), ($"our {rules.Length} analyzers", rules)];
        foreach ((_, DiagnosticAnalyzer[] analyzers) in rows)
            Time(analyzers);

        Console.WriteLine("| | ms |");
        Console.WriteLine("|---|---|");
        foreach ((string name, DiagnosticAnalyzer[] analyzers) in rows)
        {
            double[] times = [.. Enumerable.Range(0, Runs).Select(_ => Time(analyzers)).Order()];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {times[Runs / 2]:0} |"));
        }
    }

    private static double Time(DiagnosticAnalyzer[] analyzers)
    {
        CSharpCompilation compilation = LargeProject.Create();
        GC.Collect();
        var watch = Stopwatch.StartNew();
        ImmutableArray<Diagnostic> found = compilation.WithAnalyzers([.. analyzers]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        double time = watch.Elapsed.TotalMilliseconds;
        return found.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? throw new InvalidOperationException(found.First(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToString()) : time;
    }

#pragma warning disable RS1001, RS1025, RS1026, RS1036, RS2008 // Nobody loads them: the run makes them by hand.
    private class Idle : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor s_rule = new("X1", "x", "x", "x", DiagnosticSeverity.Info, isEnabledByDefault: true);

        public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        }
    }

    private sealed class EveryInvocation : Idle
    {
        public override void Initialize(AnalysisContext context)
        {
            base.Initialize(context);
            context.RegisterOperationAction(static _ => { }, OperationKind.Invocation);
        }
    }
#pragma warning restore RS1001, RS1025, RS1026, RS1036, RS2008
}
