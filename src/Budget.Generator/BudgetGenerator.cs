using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Emit;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator;

/// <summary>Intercepts LLM calls at compile time: one generated file for every source file that has tracked call sites.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class BudgetGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<EquatableArray<string>> annotatedNames = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.TrackLlmCallAttributeFullName, static (node, _) => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax, static (match, _) => match.TargetSymbol.Name)
            .WithTrackingName(StepNames.AnnotatedMethods)
            .Collect()
            .Select(static (names, _) => names.Distinct().OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray())
            .WithTrackingName(StepNames.AnnotatedNames);

        IncrementalValueProvider<string> projectDirectory = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => options.GlobalOptions.TryGetValue("build_property.projectdir", out string? directory) ? directory : "")
            .WithTrackingName(StepNames.ProjectDirectory);

        IncrementalValuesProvider<CallSiteFile> files = annotatedNames
            .Combine(projectDirectory)
            .Combine(context.CompilationProvider)
            .SelectMany(static (input, cancellationToken) => CallSiteFinder.Find(input.Right, input.Left.Left, input.Left.Right, cancellationToken))
            .WithTrackingName(StepNames.CallSites)
            .Where(static file => file.HasOutput)
            .WithTrackingName(StepNames.Files);

        // Once for the compilation, not into every file: less to write, and less for the compiler to read.
        IncrementalValuesProvider<AdapterPart> adapters = files
            .SelectMany(static (file, _) => file.Adapters)
            .Collect()
            .SelectMany(static (parts, _) => parts.Distinct().OrderBy(part => part.Template, StringComparer.Ordinal))
            .WithTrackingName(StepNames.Adapters);

        // Interceptors do not change what the user's code means, so the editor need not wait for them.
        context.RegisterImplementationSourceOutput(files, static (output, file) => Write(output, file));
        context.RegisterImplementationSourceOutput(adapters, static (output, part) => output.AddSource(AdapterFile.HintName(part), SourceText.From(AdapterFile.Write(part), System.Text.Encoding.UTF8)));
    }

    private static void Write(SourceProductionContext output, CallSiteFile file)
    {
        if (file.Fault is not null)
        {
            output.ReportDiagnostic(Diagnostic.Create(InternalFault.Rule, Location.None, file.Fault));
            return;
        }

        InternalFault.Guard(
            static work => work.output.AddSource(work.file.HintName, SourceText.From(GeneratedFile.Write(work.file), System.Text.Encoding.UTF8)),
            (output, file),
            place: null,
            output.ReportDiagnostic);
    }
}
