namespace BudgetGen.Mutants.Tests;

/// <summary>One fault, planted by replacing a text that occurs exactly once in a source file.</summary>
/// <param name="Name">What the fault is.</param>
/// <param name="File">The file, relative to the folder of its project.</param>
/// <param name="Find">The text.</param>
/// <param name="Replace">What stands there instead.</param>
public sealed record Mutant(string Name, string File, string Find, string Replace)
{
    public override string ToString() => Name;
}
