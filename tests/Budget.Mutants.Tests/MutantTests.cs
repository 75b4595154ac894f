using System.Collections.Concurrent;

namespace BudgetGen.Mutants.Tests;

/// <summary>Whether the proofs prove anything: a ledger, tracking or a generator with one fault must not pass them. The kill rate is all of them.</summary>
public class MutantTests(ITestOutputHelper output)
{
    [Fact]
    public void There_are_many_faults_and_each_has_a_name_of_its_own()
    {
        Assert.True(Mutants.All.Count >= 24);
        Mutant[] all = [.. Mutants.All, .. TrackingMutants.All, .. GeneratorMutants.All];
        Assert.Equal(all.Length, all.Select(static m => m.Name).Distinct().Count());
        Assert.Equal(all.Length, all.Select(static m => (m.File, m.Find, m.Replace)).Distinct().Count());
    }

    [Fact]
    public void Every_fault_is_found_and_the_sources_as_they_are_have_none() => AssertFound(MutatedRuntime.With(Proof.OfTheLedger), Mutants.All, "mutants");

    [Fact]
    public void Every_fault_of_the_tracking_is_found_and_the_sources_as_they_are_have_none() => AssertFound(MutatedRuntime.With(Proof.OfTheTracking), TrackingMutants.All, "tracking mutants");

    [Fact]
    public void Every_fault_of_the_generator_is_found_and_the_sources_as_they_are_have_none() => AssertFound(MutatedGenerator.Make(), GeneratorMutants.All, "generator mutants");

    private void AssertFound(MutatedAssembly sources, IReadOnlyList<Mutant> mutants, string name)
    {
        Assert.Null(sources.Check(null));
        var survivors = new ConcurrentQueue<string>();
        var found = new ConcurrentDictionary<string, string>();
        Parallel.ForEach(mutants, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, mutant =>
        {
            try
            {
                if (sources.Check(mutant) is { } difference)
                    found[mutant.Name] = difference;
                else
                    survivors.Enqueue($"'{mutant.Name}' was not found.");
            }
            catch (Exception error)
            {
                survivors.Enqueue(error.Message);
            }
        });

        foreach (Mutant mutant in mutants)
            output.WriteLine($"{mutant.Name}: {found.GetValueOrDefault(mutant.Name)}");
        Assert.True(survivors.IsEmpty, string.Join(Environment.NewLine, survivors));
        SoakReport.Add(name, $"{found.Count} of {mutants.Count} mistakes in the sources were found");
    }
}
