using System.Collections.Concurrent;

namespace BudgetGen.Mutants.Tests;

/// <summary>Whether the proofs prove anything: a ledger with one fault must not pass them. The kill rate is all of them.</summary>
public class MutantTests(ITestOutputHelper output)
{
    [Fact]
    public void There_are_many_faults_and_each_has_a_name_of_its_own()
    {
        Assert.True(Mutants.All.Count >= 24);
        Assert.Equal(Mutants.All.Count, Mutants.All.Select(static m => m.Name).Distinct().Count());
        Assert.Equal(Mutants.All.Count, Mutants.All.Select(static m => (m.File, m.Find, m.Replace)).Distinct().Count());
    }

    [Fact]
    public void Every_fault_is_found_and_the_sources_as_they_are_have_none()
    {
        var runtime = new MutatedRuntime();
        Assert.Null(runtime.Check(null));
        var survivors = new ConcurrentQueue<string>();
        var found = new ConcurrentDictionary<string, string>();
        Parallel.ForEach(Mutants.All, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, mutant =>
        {
            try
            {
                if (runtime.Check(mutant) is { } difference)
                    found[mutant.Name] = difference;
                else
                    survivors.Enqueue($"'{mutant.Name}' was not found.");
            }
            catch (Exception error)
            {
                survivors.Enqueue(error.Message);
            }
        });

        foreach (Mutant mutant in Mutants.All)
            output.WriteLine($"{mutant.Name}: {found.GetValueOrDefault(mutant.Name)}");
        Assert.True(survivors.IsEmpty, string.Join(Environment.NewLine, survivors));
        SoakReport.Add("mutants", $"{found.Count} of {Mutants.All.Count} mistakes in the sources were found");
    }
}
