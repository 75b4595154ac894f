using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Discovery.Decorators;
using BudgetGen.Generator.Emit;
using BudgetGen.Generator.Inventory;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator;

/// <summary>Intercepts LLM calls at compile time: one generated file for every source file that has tracked call sites, and one for every decorator.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class BudgetGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ProjectOptions> project = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => new ProjectOptions(options.GlobalOptions.TryGetValue("build_property.projectdir", out string? directory) ? directory : "", TrackAll.IsOn(options)))
            .WithTrackingName(StepNames.ProjectOptions);

        IncrementalValueProvider<FoundCalls> calls = project
            .Combine(context.CompilationProvider)
            .Select(static (input, cancellationToken) => CallSiteFinder.Find(input.Right, input.Left, cancellationToken, files => WrittenAhead.Write(files, cancellationToken)));

        IncrementalValuesProvider<CallSiteFile> files = calls
            .SelectMany(static (found, _) => found.Files)
            .WithTrackingName(StepNames.CallSites)
            .Where(static file => file.HasOutput)
            .WithTrackingName(StepNames.Files);

        IncrementalValuesProvider<FoundDecorator> decorators = context.CompilationProvider
            .SelectMany(static (compilation, cancellationToken) => DecoratorFinder.Find(compilation, cancellationToken))
            .WithTrackingName(StepNames.Decorators)
            .Collect()
            .Combine(calls.Select(static (found, _) => found.MeteredBodies))
            .SelectMany(static (input, _) => DecoratorFinder.Finish(input.Left, input.Right))
            .WithTrackingName(StepNames.DecoratorFiles);

        // Once for the compilation, not into every file: less to write, and less for the compiler to read.
        IncrementalValuesProvider<AdapterPart> adapters = files
            .SelectMany(static (file, _) => file.Adapters)
            .Collect()
            .Combine(decorators.SelectMany(static (found, _) => found.Adapters).Collect())
            .SelectMany(static (parts, _) => parts.Left.Concat(parts.Right).Distinct().OrderBy(part => part.Template, StringComparer.Ordinal))
            .WithTrackingName(StepNames.Adapters);

        // Interceptors do not change what the user's code means, so the editor need not wait for them. Decorators are spoken of in it.
        context.RegisterImplementationSourceOutput(files, static (output, file) => Write(output, file));
        context.RegisterImplementationSourceOutput(adapters, static (output, part) => output.AddSource(AdapterFile.HintName(part), SourceText.From(AdapterFile.Write(part), System.Text.Encoding.UTF8)));
        context.RegisterSourceOutput(decorators, static (output, decorator) => Write(output, decorator));

        // Every call, for people and for CI; only builds ask for it.
        IncrementalValuesProvider<InventorySource> inventory = project
            .Combine(context.AnalyzerConfigOptionsProvider.Select(static (options, _) => InventorySwitch.Of(options.GlobalOptions)).WithTrackingName(StepNames.InventorySwitch))
            .Combine(context.CompilationProvider)
            .SelectMany(static (input, cancellationToken) => InventorySource.Of(input.Right, input.Left.Left, input.Left.Right, cancellationToken))
            .WithTrackingName(StepNames.Inventory);
        context.RegisterImplementationSourceOutput(inventory, static (output, source) => Write(output, source));
    }

    private static void Write(SourceProductionContext output, InventorySource source)
    {
        if (source.Fault is null)
            output.AddSource(source.HintName, SourceText.From(source.Text, System.Text.Encoding.UTF8));
        else
            output.ReportDiagnostic(Diagnostic.Create(InternalFault.Rule, Location.None, source.Fault));
    }

    private static void Write(SourceProductionContext output, FoundDecorator found)
    {
        if (found.Decorator is not { } decorator)
        {
            output.ReportDiagnostic(Diagnostic.Create(InternalFault.Rule, Location.None, found.Fault));
            return;
        }

        InternalFault.Guard(
            static work => work.output.AddSource(work.decorator.HintName, SourceText.From(DecoratorFile.Write(work.decorator), System.Text.Encoding.UTF8)),
            (output, decorator),
            place: null,
            output.ReportDiagnostic);
    }

    private static void Write(SourceProductionContext output, CallSiteFile file)
    {
        if (file.Fault is not null)
        {
            output.ReportDiagnostic(Diagnostic.Create(InternalFault.Rule, Location.None, file.Fault));
            return;
        }

        InternalFault.Guard(
            static work => work.output.AddSource(work.file.HintName, WrittenAhead.Of(work.file)),
            (output, file),
            place: null,
            output.ReportDiagnostic);
    }
}
