using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Benchmarks;

/// <summary>The floor: a generator that does nothing but find the annotated methods.</summary>
internal sealed class AttributeOnlyGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<int> names = context.SyntaxProvider
            .ForAttributeWithMetadataName("BudgetGen.TrackLlmCallAttribute", static (_, _) => true, static (match, _) => match.TargetSymbol.Name)
            .Collect()
            .Select(static (found, _) => found.Length);
        context.RegisterImplementationSourceOutput(names, static (output, count) => output.AddSource("Count.g.cs", $"// {count}"));
    }
}
