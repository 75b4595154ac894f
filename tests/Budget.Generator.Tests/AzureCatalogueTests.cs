using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>Every method of the older Azure client that sends something: metered, or listed with the reason. One that a newer version adds fails here.</summary>
public class AzureCatalogueTests
{
    private static readonly IMethodSymbol[] s_methods =
        [.. Sources.Compile("").GetTypeByMetadataName("Azure.AI.OpenAI.OpenAIClient")!.GetMembers().OfType<IMethodSymbol>().Where(method => method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public })];

    [Fact]
    public void There_are_fourteen_of_them() => Assert.Equal(14, s_methods.Length);

    [Fact]
    public void Each_is_metered_or_listed_with_its_reason()
    {
        CSharpCompilation compilation = Sources.Compile("");
        var classifier = CallClassifier.For(compilation, trackAll: false);
        Assert.All(s_methods, method =>
        {
            KnownSdkCall? call = KnownSdkCalls.Find("Azure.AI.OpenAI.OpenAIClient", method.Name);
            Assert.NotNull(call);
            Assert.True(call.Template == SdkTemplate.Declared ? classifier.IsDeclared(compilation.GetTypeByMetadataName("Azure.AI.OpenAI.OpenAIClient")!.GetMembers(method.Name).OfType<IMethodSymbol>().First(same => same.ToDisplayString() == method.ToDisplayString())) : call.Reason is not null, method.ToDisplayString());
        });
        Assert.Equal(["GetImageGenerations", "GetImageGenerationsAsync"], s_methods.Where(method => KnownSdkCalls.Find("Azure.AI.OpenAI.OpenAIClient", method.Name)!.Template == SdkTemplate.None).Select(method => method.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_names_nothing_else() => Assert.Equal(
        s_methods.Select(method => method.Name).Distinct().Order(StringComparer.Ordinal), KnownSdkCalls.All.Where(call => call.Assembly == "Azure.AI.OpenAI").Select(call => call.Method).Order(StringComparer.Ordinal));
}
