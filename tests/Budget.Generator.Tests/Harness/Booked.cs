using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests.Harness;

/// <summary>Runs an intercepted program against the real runtime and says what was booked.</summary>
internal static class Booked
{
    // What a record shows: who, what, the buckets in the order of a bill, and whether anything was guessed. Suspended holds follow.
    private const string Runner = """
        public static class Test
        {
            public static async Task<object?> Run()
            {
                var options = new BudgetGen.BudgetOptions();
                Program.Set(options);
                await using var budget = new BudgetGen.BudgetManager(options);
                var refused = new List<string>();
                using (BudgetGen.BudgetContext.Use(manager: budget))
                {
                    try { await Program.Main(); }
                    catch (BudgetGen.BudgetExceededException error) { refused.Add("refused " + error.Rejection.Requested); }
                }

                IReadOnlyList<BudgetGen.UsageRecord> records = await budget.Reader.GetUsageAsync(new BudgetGen.Storage.UsageQuery { Limit = int.MaxValue });
                var open = await budget.Reader.GetOpenReservationsAsync();
                return string.Join("\n", records.Reverse().Select(Describe).Concat(refused).Concat(open.Select(hold => hold.Suspended ? "suspense" : "held")));
            }

            private static string Describe(BudgetGen.UsageRecord record) =>
                $"{record.Provider ?? "-"}/{record.Model} {record.Usage.Input}+{record.Usage.CacheRead}+{record.Usage.CacheWrite5m}/{record.Usage.Output}+{record.Usage.Reasoning} {(record.Usage.Estimated ? "estimated" : "told")}{(record.RequestId is null ? "" : " " + record.RequestId)}";
        }
        """;

    /// <summary>Compiles, intercepts, emits, loads and runs a program with <c>Program.Main()</c>.</summary>
    /// <param name="source">The program; the assembly's attributes may come first.</param>
    /// <param name="setup">A statement over <c>options</c>, such as one that adds a policy.</param>
    /// <param name="libraries">What it references, by assembly name.</param>
    public static async Task<string> Run(string source, string setup = "", params (string Name, byte[] Image)[] libraries)
    {
        Generated generated = Generate(source, setup, libraries);
        byte[] image = Emitted.Image(generated.Compilation);
        var context = new Programs(libraries);
        var run = (Task<object?>)context.LoadFromStream(new MemoryStream(image)).GetType("Test")!.GetMethod("Run")!.Invoke(null, null)!;
        return (string)(await run)!;
    }

    /// <summary>The same program, intercepted but not run.</summary>
    public static Generated Generate(string source, string setup = "", params (string Name, byte[] Image)[] libraries)
    {
        CSharpCompilation program = Sources.Compile(
            "Declared" + Guid.NewGuid().ToString("N"),
            References.WithoutRuntime.Append(References.RealRuntime).Concat(libraries.Select(library => MetadataReference.CreateFromImage(library.Image))),
            Sources.Tree(source),
            Sources.Tree(Runner, "Runner.cs"),
            Sources.Tree($"public static partial class Program {{ public static void Set(BudgetGen.BudgetOptions options) {{ {setup} }} }}", "Setup.cs"));
        Generated generated = Generated.From(program);
        Assert.Empty(generated.Diagnostics);
        return generated;
    }

    /// <summary>A library of that name.</summary>
    public static (string Name, byte[] Image) Library(string name, string source, params (string Name, byte[] Image)[] libraries) => (name, Emitted.Image(Sources.Compile(
        name, References.WithoutRuntime.Append(References.RealRuntime).Concat(libraries.Select(library => MetadataReference.CreateFromImage(library.Image))), Sources.Tree(source, name + ".cs")), "CS8425"));

    // Everything that the tests themselves reference is theirs; only the libraries of the program are loaded apart.
    private sealed class Programs((string Name, byte[] Image)[] libraries) : AssemblyLoadContext("program", isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName name) =>
            Array.Find(libraries, library => library.Name == name.Name) is { Image: { } image } ? LoadFromStream(new MemoryStream(image)) : null;
    }
}
