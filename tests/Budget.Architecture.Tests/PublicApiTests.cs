using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using BudgetGen.Sqlite;

namespace BudgetGen.Architecture.Tests;

/// <summary>
/// The public surface of what ships, as text beside each project, so that a change of API shows in the diff. UPDATE_API=1 rewrites the files;
/// a change needs a line in CHANGELOG.md.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Attributes() => Compare("Budget.Attributes", typeof(TrackLlmCallAttribute).Assembly);

    [Fact]
    public void Runtime() => Compare("Budget.Runtime", typeof(BudgetManager).Assembly);

    [Fact]
    public void SqliteStore() => Compare("Budget.Store.Sqlite", typeof(SqliteBudgetStore).Assembly);

    private static void Compare(string project, Assembly assembly)
    {
        string path = Path.Combine(Repository.Source(project), "PublicAPI.txt");
        string now = Print(assembly);
        if (Environment.GetEnvironmentVariable("UPDATE_API") == "1")
            File.WriteAllText(path, now);
        Assert.Equal(File.ReadAllText(path), now);
    }

    private static string Print(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(type.FullName).Append(" : ").Append(Kind(type)).Append('\n');
            IEnumerable<string> members = type
                .GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(static member => IsVisible(member) && !member.IsDefined(typeof(CompilerGeneratedAttribute)))
                .Select(static member => "  " + Signature(member))
                .Order(StringComparer.Ordinal);
            foreach (string member in members)
                text.Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsSealed ? "sealed class" : "class";

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodInfo { IsSpecialName: true } method => method.Name.StartsWith("op_", StringComparison.Ordinal) && method.IsPublic,
        MethodBase method => method.IsPublic || method.IsFamily,
        PropertyInfo property => property.GetAccessors().Length > 0,
        FieldInfo field => field.IsPublic && field.Name != "value__",
        EventInfo => true,
        _ => false,
    };

    private static string Signature(MemberInfo member) => member switch
    {
        PropertyInfo property => $"{property} {{ {(property.GetMethod is { IsPublic: true } ? "get; " : "")}{(property.SetMethod is { IsPublic: true } set ? IsInit(set) ? "init; " : "set; " : "")}}}",
        FieldInfo { IsLiteral: true } constant => $"{constant} = {constant.GetRawConstantValue()}",
        _ => member.ToString()!,
    };

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
