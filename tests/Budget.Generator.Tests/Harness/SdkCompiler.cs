using System.Diagnostics;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Tests.Harness;

/// <summary>The compiler of the installed SDK, newer than the one the tests reference; it runs the generator as a project's build does.</summary>
internal static class SdkCompiler
{
    private static readonly string _dotnetRoot = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    private static readonly string _csc = Directory.GetDirectories(Path.Combine(_dotnetRoot, "sdk"), "10.*")
        .Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
        .Where(File.Exists)
        .Order(StringComparer.Ordinal)
        .Last();

    /// <summary>Compiles a program with or without the generator; fails on warnings.</summary>
    public static byte[] Compile(string source, bool withGenerator)
    {
        (byte[]? image, string output) = Build(source, withGenerator);
        return image ?? throw new InvalidOperationException(output);
    }

    /// <summary>Compiles a program; the image is null if there was a warning or an error.</summary>
    public static (byte[]? Image, string Output) Build(string source, bool withGenerator)
    {
        string directory = Directory.CreateTempSubdirectory("budgetgen-").FullName;
        try
        {
            string output = Path.Combine(directory, "App.dll");
            File.WriteAllText(Path.Combine(directory, "Program.cs"), source);
            File.WriteAllBytes(Path.Combine(directory, "Budget.Runtime.dll"), StandIn.Image);
            string[] arguments =
            [
                "/nologo", "/warn:9999", "/nowarn:BGN005", "/target:library", "/langversion:14", "/nullable:enable", "/unsafe", "/warnaserror", "/features:InterceptorsNamespaces=BudgetGen.Generated",
                $"/out:{output}", $"/r:{Path.Combine(directory, "Budget.Runtime.dll")}",
                .. References.WithoutRuntime.OfType<PortableExecutableReference>().Select(reference => $"/r:{reference.FilePath}"),
                .. withGenerator ? [$"/analyzer:{typeof(BudgetGenerator).Assembly.Location}"] : Array.Empty<string>(),
                Path.Combine(directory, "Program.cs"),
            ];
            string response = Path.Combine(directory, "app.rsp");
            File.WriteAllLines(response, arguments.Select(argument => $"\"{argument}\""));

            using var process = Process.Start(new ProcessStartInfo(Path.Combine(_dotnetRoot, "dotnet"), [_csc, "/noconfig", $"@{response}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string text = process.StandardOutput.ReadToEnd() + errors.Result;
            process.WaitForExit();
            return (process.ExitCode == 0 ? File.ReadAllBytes(output) : null, text);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Runs a program as it is and intercepted, and insists that it behaves the same.</summary>
    public static Ran RunTwice(string source)
    {
        Ran plain = Emitted.Run(Compile(source, withGenerator: false));
        Ran intercepted = Emitted.Run(Compile(source, withGenerator: true));
        Assert.Empty(plain.Log);
        Assert.Equal(plain.Result, intercepted.Result);
        return intercepted;
    }
}
