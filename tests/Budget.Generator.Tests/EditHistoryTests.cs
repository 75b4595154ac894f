using BudgetGen.Generator.Tests.Harness;
using BudgetGen.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>
/// What is kept from one run to the next is right: after every edit of a random history the output equals that of a compiler that has never seen the project before.
/// </summary>
public class EditHistoryTests
{
    private const int EditsInAHistory = 25;
    private static readonly int s_histories = Soak.Rounds(12, 200);

    [Fact]
    public void After_every_edit_the_output_is_that_of_a_fresh_run()
    {
        int edits = 0, withCalls = 0, changed = 0;
        for (int seed = 1; seed <= s_histories; seed++)
        {
            var history = new EditHistory(seed);
            GeneratorDriver driver = Generated.Driver(Sources.Options());
            string last = "";
            for (int edit = 0; edit <= EditsInAHistory; edit++)
            {
                string what = edit == 0 ? "as it was" : history.Edit();
                driver = driver.WithUpdatedAnalyzerConfigOptions(history.Properties).RunGenerators(history.Compilation);
                string warm = Text(driver.GetRunResult().Results.Single());
                string fresh = Text(Generated.Driver(Sources.Options(), history.Properties).RunGenerators(history.Reparsed()).GetRunResult().Results.Single());
                Assert.True(warm == fresh, $"Seed {seed}, edit {edit}: {what}\n--- kept\n{FirstDifference(warm, fresh)}\n--- the project\n{history.Text}");
                edits += edit == 0 ? 0 : 1;
                withCalls += fresh.Length > 0 ? 1 : 0;
                changed += fresh != last ? 1 : 0;
                last = fresh;
            }
        }

        // Else the edits would leave nothing to be wrong about, or never touch what counts.
        Assert.True(withCalls > edits * 8 / 10, $"only {withCalls} of {edits} projects had a tracked call");
        Assert.True(changed > edits / 5 && changed < edits * 9 / 10, $"{changed} of {edits} edits changed the output");
        SoakReport.Add("edit histories", $"{edits} edits in {s_histories} histories, {changed} of them changed the generated code, 0 outputs differ from a fresh run's");
    }

    private static string Text(GeneratorRunResult result)
    {
        Assert.Null(result.Exception);
        return string.Join("\n", result.GeneratedSources.OrderBy(static source => source.HintName, StringComparer.Ordinal).Select(static source => source.HintName + "\n" + source.SourceText))
            + string.Join("\n", result.Diagnostics.Select(static diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal));
    }

    private static string FirstDifference(string warm, string fresh)
    {
        string[] left = warm.Split('\n'), right = fresh.Split('\n');
        int i = 0;
        while (i < left.Length && i < right.Length && left[i] == right[i])
            i++;
        return $"line {i}: {left.ElementAtOrDefault(i)}\n--- fresh\nline {i}: {right.ElementAtOrDefault(i)}";
    }
}
