using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Tests.Rows;

/// <summary>A tracked program with one call of each metered overload, compiled with what is generated for it, and loaded.</summary>
internal sealed class RowProgram
{
    private static readonly Lazy<RowProgram> _instance = new(() => new RowProgram());

    private readonly Dictionary<string, MethodInfo> _calls = [];

    private RowProgram()
    {
        var text = new StringBuilder("#nullable disable\n#pragma warning disable OPENAI001, OPENAI002, MEAI001\n[TrackLlmCall(User = \"tester\")] public static class Calls\n{\n");
        CatalogueRow[] rows = [.. CatalogueRow.All.Values.Where(row => row.IsMetered)];
        for (int i = 0; i < rows.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"    public static object {Name(i)}{Call(rows[i].Method)}\n");

        Generated generated = Generated.From(Sources.Compile(
            "Rows" + Guid.NewGuid().ToString("N"), [.. References.WithoutRuntime, References.RealRuntime, MetadataReference.CreateFromFile(typeof(Greeting).Assembly.Location)], Sources.Tree(text.Append('}').ToString())));
        Assert.Contains($"// {rows.Length} of {rows.Length} LLM call sites", generated.Text, StringComparison.Ordinal);
        Type calls = new AssemblyLoadContext("rows").LoadFromStream(new MemoryStream(Emitted.Image(generated.Compilation))).GetType("Calls")!;
        for (int i = 0; i < rows.Length; i++)
            _calls.Add(rows[i].Id, calls.GetMethod(Name(i))!);
    }

    public static RowProgram Instance => _instance.Value;

    /// <summary>The method that makes the call of a row: the client first, then the call's arguments.</summary>
    public MethodInfo this[string row] => _calls[row];

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"M{number}");

    private static string Call(IMethodSymbol method)
    {
        IParameterSymbol[] arguments = [.. method.IsExtensionMethod ? method.Parameters.Skip(1) : method.Parameters];
        string receiver = (method.IsExtensionMethod ? method.Parameters[0].Type : method.ContainingType).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        string parameters = string.Concat(arguments.Select(argument => $", {argument.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)} {argument.Name}"));
        string types = method.IsGenericMethod ? $"<{string.Join(", ", method.TypeArguments.Select(type => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)))}>" : "";
        string list = string.Join(", ", arguments.Select(argument => argument.Name));
        return method.IsExtensionMethod
            ? $"({receiver} receiver{parameters}) => {method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{method.Name}{types}(receiver{(list.Length > 0 ? ", " : "")}{list});"
            : $"({receiver} receiver{parameters}) => receiver.{method.Name}{types}({list});";
    }
}
