using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Architecture.Tests;

/// <summary>
/// Who may look at whom inside the runtime. Its rooms are folders and not namespaces (users see one namespace), so the arrows are measured from the
/// sources: which room declares what each name in a room means.
/// </summary>
public sealed class RuntimeRoomTests
{
    /// <summary>Each room, and the rooms that it may look at. The front door (the project's own folder) sees all of them.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Money"] = [],
        ["Time"] = [],
        ["Text"] = [],
        ["Diagnostics"] = [],
        ["Tokens"] = [],
        ["Pricing"] = ["Money", "Text", "Time"],
        ["Policies"] = ["Money", "Time"],
        ["Storage"] = ["Money", "Pricing", "Policies", "Ledger"],
        ["Ledger"] = ["Money", "Text", "Pricing", "Policies", "Storage", "Diagnostics"],
        ["Holds"] = ["Money", "Pricing", "Policies"],
        ["Alerts"] = ["Money", "Policies", "Ledger", "Diagnostics"],
        ["Optimization"] = ["Money", "Text", "Pricing", "Tokens", "Ledger"],
        ["Tracking"] = ["Money", "Text", "Pricing", "Tokens", "Policies", "Holds", "Ledger", "CompilerServices", "Optimization", ""],
        ["Reports"] = ["Money", "Policies", "Ledger", "Storage", "Tracking", "Hosting", ""],
        ["CompilerServices"] = ["Money", "Pricing", "Policies", "Ledger", "Tracking", ""],
        ["Hosting"] = ["Money", "Pricing", "Policies", "Holds", "Ledger", "Storage", "Tracking", "CompilerServices", "Alerts", "Diagnostics", ""],
    };

    [Fact]
    public void Arrows_inside_the_runtime_point_one_way()
    {
        string root = Repository.Source("Budget.Runtime");
        SyntaxTree[] trees = [.. Repository.Files(root).Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: Path.GetRelativePath(root, path)))];
        MetadataReference[] references = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];
        var usings = CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;");
        var compilation = CSharpCompilation.Create("rooms", [.. trees, usings], references.Where(static reference => !reference.Display!.EndsWith("Budget.Runtime.dll", StringComparison.Ordinal)), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        int arrows = 0;
        foreach (SyntaxTree tree in trees)
        {
            string room = Room(tree.FilePath);
            if (room.Length == 0)
                continue;

            Assert.True(s_allowed.TryGetValue(room, out string[]? allowed), $"The room {room} is not on the map: say whom it may look at.");
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (model.GetSymbolInfo(name).Symbol is not INamedTypeSymbol { DeclaringSyntaxReferences: [var declaration, ..] })
                    continue;

                string target = Room(declaration.SyntaxTree.FilePath);
                if (target == room)
                    continue;

                arrows++;
                if (!allowed.Contains(target))
                    wrong.Add($"{room} -> {(target.Length == 0 ? "the front door" : target)}: {name} in {tree.FilePath}");
            }
        }

        Assert.True(arrows > 100, "The sources were not understood: nearly no arrow was found.");
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static string Room(string path) => Path.GetDirectoryName(path)!.Split(Path.DirectorySeparatorChar)[0];
}
