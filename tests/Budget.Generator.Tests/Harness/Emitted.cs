using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests.Harness;

/// <summary>What a test program did: its result or exception, and what it asked of the recording runtime.</summary>
internal sealed record Ran(object? Result, string[] Log)
{
    /// <summary>The log as one text.</summary>
    public string Story => string.Join("\n", Log);
}

/// <summary>Emits, loads and executes: most faults of an interceptor appear only then.</summary>
internal static class Emitted
{
    // Hidden diagnostics (unused usings) and the few warnings that test programs ask for.
    private static readonly HashSet<string> _expected = ["CS1701", "CS1702", "CS8019"];

    /// <summary>Fails on every diagnostic of warning level or above.</summary>
    public static byte[] Image(CSharpCompilation compilation, params string[] allowed)
    {
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        Diagnostic[] faults =
        [
            .. result.Diagnostics.Concat(compilation.GetDiagnostics()).Distinct().Where(diagnostic =>
                diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed && !_expected.Contains(diagnostic.Id) && !allowed.Contains(diagnostic.Id) && !IsUndocumented(diagnostic)),
        ];
        Assert.True(faults.Length == 0, string.Join("\n", faults.Select(fault => fault + "\n    " + fault.Location.SourceTree?.GetText().Lines[fault.Location.GetLineSpan().StartLinePosition.Line])) + "\n\n" + GeneratedText(compilation));
        Assert.True(result.Success);
        return image.ToArray();
    }

    /// <summary>Loads a program and calls <c>Test.Run()</c>; a task is awaited.</summary>
    public static Ran Run(byte[] image, params byte[][] libraries)
    {
        var context = new AssemblyLoadContext("test", isCollectible: true);
        try
        {
            Assembly runtime = context.LoadFromStream(new MemoryStream(StandIn.Image));
            foreach (byte[] library in libraries)
                context.LoadFromStream(new MemoryStream(library));
            Assembly program = context.LoadFromStream(new MemoryStream(image));
            MethodInfo run = program.GetType("Test")!.GetMethod("Run")!;
            object? result;
            try
            {
                result = run.Invoke(null, null);
                if (result is Task task)
                {
                    task.GetAwaiter().GetResult();
                    result = task.GetType().GetProperty("Result")?.GetValue(task);
                }
            }
            catch (TargetInvocationException error)
            {
                ExceptionDispatchInfo.Throw(error.InnerException!);
                throw;
            }

            var log = (string[])runtime.GetType("BudgetGen.CompilerServices.Recorder")!.GetProperty("Lines")!.GetValue(null)!;
            return new Ran(result, log);
        }
        finally
        {
            context.Unload();
        }
    }

    // Test programs have no documentation; generated code in a project that has one must be whole.
    private static bool IsUndocumented(Diagnostic diagnostic) => diagnostic.Id == "CS1591" && diagnostic.Location.SourceTree is { } tree && !IsGenerated(tree);

    private static bool IsGenerated(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) && tree.FilePath.Contains("BudgetGenerator", StringComparison.Ordinal);

    private static string GeneratedText(CSharpCompilation compilation) => string.Join("\n", compilation.SyntaxTrees.Where(IsGenerated).Select(tree => tree.ToString()));
}
