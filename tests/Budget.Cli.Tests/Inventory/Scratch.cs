using System.Text.Json.Nodes;

namespace BudgetGen.Cli.Tests.Inventory;

/// <summary>A folder for one test, gone afterwards, with inventories as builds leave them.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("budgetgen").FullName;

    /// <summary>An example, under a name of its own.</summary>
    public string Copy(string example, string name)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.Copy(System.IO.Path.Combine(Tool.Examples, example), path);
        return path;
    }

    /// <summary>An example with other calls.</summary>
    public string Edit(string example, string name, Action<JsonArray> edit)
    {
        string path = Copy(example, name);
        JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
        edit(root["calls"]!.AsArray());
        File.WriteAllText(path, root.ToJsonString());
        return path;
    }

    /// <summary>A project with the inventory of one of its builds.</summary>
    public string Project(string folder, string configuration, string framework, string example)
    {
        string inventory = Copy(example, $"{folder}/obj/{configuration}/{framework}/llm-calls.json");
        File.WriteAllText(inventory, File.ReadAllText(inventory).Replace("\"target_framework\": \"net10.0\"", $"\"target_framework\": \"{framework}\"", StringComparison.Ordinal));
        File.WriteAllText(System.IO.Path.Combine(Path, folder, "Shop.csproj"), "<Project />");
        return inventory;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
