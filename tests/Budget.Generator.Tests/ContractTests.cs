using System.Reflection;
using System.Runtime.Loader;
using BudgetGen.CompilerServices;
using BudgetGen.Generator.Tests.Harness;

namespace BudgetGen.Generator.Tests;

/// <summary>The generator speaks names of assemblies that it does not reference; here they are held against the real ones.</summary>
public class ContractTests
{
    [Fact]
    public void Every_known_name_exists()
    {
        Assert.Equal(KnownNames.AttributesAssembly, typeof(TrackLlmCallAttribute).Assembly.GetName().Name);
        Assert.Equal(KnownNames.RuntimeAssembly, typeof(BudgetManager).Assembly.GetName().Name);
        Assert.Equal(KnownNames.TrackLlmCallAttributeFullName, typeof(TrackLlmCallAttribute).FullName);
        Assert.Equal(KnownNames.BudgetIgnoreAttribute, typeof(BudgetIgnoreAttribute).Name);
        Assert.Equal(KnownNames.LlmMethodAttribute, typeof(LlmMethodAttribute).Name);
        Assert.Equal(KnownNames.CompilerServices, typeof(LlmCall).Namespace);
        Assert.Equal(KnownNames.GenerateTrackedDecoratorAttributeFullName, typeof(GenerateTrackedDecoratorAttribute).FullName);
        Assert.NotNull(typeof(GenerateTrackedDecoratorAttribute).GetProperty(KnownNames.Name));
        Assert.NotNull(typeof(Usd).Assembly.GetType($"{KnownNames.Namespace}.{KnownNames.TrackedChatClient}"));
        Assert.NotNull(typeof(Usd).Assembly.GetType($"{KnownNames.Namespace}.{KnownNames.TrackedEmbeddingGenerator}"));
        Assert.NotNull(typeof(Usd).Assembly.GetType($"{KnownNames.CompilerServices}.{KnownNames.TrackedDecorator}`2")!.GetMethod("Around"));
        Assert.NotEmpty(typeof(Usd).Assembly.GetType($"{KnownNames.InjectionNamespace}.{KnownNames.InjectionExtensions}")!.GetMember(KnownNames.DecorateWithTracking));
        foreach (string property in (string[])[KnownNames.Model, KnownNames.User, KnownNames.Project, KnownNames.Operation, KnownNames.Provider, KnownNames.Tags, KnownNames.MaxCost])
            Assert.NotNull(typeof(TrackLlmCallAttribute).GetProperty(property));
        foreach (string part in (string[])[KnownNames.Model, KnownNames.User, KnownNames.Project, KnownNames.Operation, KnownNames.Provider, KnownNames.Tags])
            Assert.Contains(typeof(CallAttribution).GetConstructors().SelectMany(constructor => constructor.GetParameters()), parameter => parameter.Name == part);
        foreach (string type in (string[])[KnownNames.CallAttribution, KnownNames.CallTags, KnownNames.Usd, KnownNames.LlmUsage, KnownNames.BudgetContext])
            Assert.NotNull(typeof(Usd).Assembly.GetType($"{KnownNames.Namespace}.{type}"));
        Assert.All(typeof(BudgetContext).GetMethods().Where(method => method.Name == "Use"), method => Assert.Equal("user", method.GetParameters()[0].Name));
        foreach (string type in (string[])[
            KnownNames.LlmCall, KnownNames.LlmCallInProgress, KnownNames.LlmCallSite, KnownNames.LlmOutcome, KnownNames.LlmReading, KnownNames.LlmRequest, KnownNames.LlmScopeLease,
            KnownNames.LlmSdk, KnownNames.LlmSequence, KnownNames.LlmText, KnownNames.PromptSize])
        {
            Assert.NotNull(typeof(Usd).Assembly.GetType($"{KnownNames.CompilerServices}.{type}"));
        }
    }

    [Fact]
    public void A_declaration_has_the_properties_of_its_attribute()
    {
        // What only a table says, because it cannot name types.
        string[] own = [nameof(Discovery.Declared.MethodDeclaration.ErrorTypeName), nameof(Discovery.Declared.MethodDeclaration.ResultTypeName), "EqualityContract"];
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        Assert.Equal(
            typeof(LlmMethodAttribute).GetProperties(Declared).Select(property => property.Name).Order(StringComparer.Ordinal),
            typeof(Discovery.Declared.MethodDeclaration).GetProperties(Declared).Select(property => property.Name).Except(own).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(KnownNames.LlmCall)]
    [InlineData(KnownNames.LlmCallInProgress)]
    [InlineData(KnownNames.LlmScopeLease)]
    public void The_recording_stand_in_has_the_signatures_of_the_real_runtime(string type)
    {
        var context = new AssemblyLoadContext("stand-in", isCollectible: true);
        Type standIn = context.LoadFromStream(new MemoryStream(StandIn.Image)).GetType($"{KnownNames.CompilerServices}.{type}")!;
        Assert.Equal(Signatures(typeof(Usd).Assembly.GetType(standIn.FullName!)!), Signatures(standIn));
        context.Unload();
    }

    private static string[] Signatures(Type type) =>
        [.. type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(method => method.ToString()!).Order(StringComparer.Ordinal)];
}
