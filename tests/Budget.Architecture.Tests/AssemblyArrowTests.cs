using System.Reflection;
using BudgetGen.Sqlite;

namespace BudgetGen.Architecture.Tests;

/// <summary>Who may look at whom, between assemblies.</summary>
public sealed class AssemblyArrowTests
{
    [Fact]
    public void Attributes_see_nothing() => Assert.Equal(["netstandard"], References(typeof(TrackLlmCallAttribute).Assembly));

    [Fact]
    public void The_runtime_sees_attributes_microsoft_extensions_and_a_parser_of_yaml_only() => Assert.All(
        References(typeof(BudgetManager).Assembly),
        static name => Assert.True(IsFramework(name) || name is "Budget.Attributes" or "YamlDotNet" || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal), name));

    [Fact]
    public void A_store_sees_the_runtime_and_one_driver() => Assert.All(
        References(typeof(SqliteBudgetStore).Assembly),
        static name => Assert.True(IsFramework(name) || name is "Budget.Runtime" or "Microsoft.Data.Sqlite" || name.StartsWith("SQLitePCLRaw.", StringComparison.Ordinal), name));

    [Fact]
    public void The_generator_sees_the_compiler_only() => Assert.All(
        References(typeof(Generator.BudgetGenerator).Assembly),
        static name => Assert.True(name is "netstandard" or "System.Collections.Immutable" or "System.Memory" || name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal), name));

    private static bool IsFramework(string name) => name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "netstandard" or "mscorlib";

    private static string[] References(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(static name => name.Name!).Order(StringComparer.Ordinal)];
}
