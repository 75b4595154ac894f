using System.Reflection;

namespace BudgetGen.Storage.Conformance;

/// <summary>Runs the checks outside of a test runner: so tests can ask whether they catch a store that is wrong.</summary>
public static class Suite
{
    private static readonly Type[] s_topics =
    [
        typeof(Opening), typeof(Figures), typeof(Idempotence), typeof(Identity), typeof(OpenReservations), typeof(Usage), typeof(Sums), typeof(History), typeof(Policies), typeof(Prices), typeof(Alerts),
        typeof(Malformed), typeof(Model), typeof(Concurrency), typeof(Together),
    ];

    /// <summary>Runs every check, each on a place of its own, and says which failed and how; empty if the store conforms.</summary>
    /// <param name="fixture">Makes a place.</param>
    /// <param name="enough">Stops after so many failures.</param>
    public static async Task<IReadOnlyList<string>> FailuresAsync(Func<IStoreFixture> fixture, int enough = int.MaxValue)
    {
        var failures = new List<string>();
        foreach (Type topic in s_topics)
        {
            foreach (MethodInfo check in topic.GetMethods().Where(static method => method.IsDefined(typeof(FactAttribute))))
            {
                if (await FailureAsync(topic, check, fixture()) is { } failure)
                    failures.Add($"{topic.Name}.{check.Name}: {failure}");
                if (failures.Count >= enough)
                    return failures;
            }
        }

        return failures;
    }

    private static async Task<string?> FailureAsync(Type topic, MethodInfo check, IStoreFixture fixture)
    {
        var tests = (StoreConformance)Activator.CreateInstance(topic, fixture)!;
        try
        {
            await tests.InitializeAsync();
            await (Task)check.Invoke(tests, null)!;
            return null;
        }
        catch (Exception error)
        {
            return error.Message;
        }
        finally
        {
            await tests.DisposeAsync();
        }
    }

    private sealed class Opening(IStoreFixture fixture) : OpeningConformance(fixture);

    private sealed class Figures(IStoreFixture fixture) : FiguresConformance(fixture);

    private sealed class Idempotence(IStoreFixture fixture) : IdempotenceConformance(fixture);

    private sealed class Together(IStoreFixture fixture) : TogetherConformance(fixture);

    private sealed class Identity(IStoreFixture fixture) : IdentityConformance(fixture);

    private sealed class OpenReservations(IStoreFixture fixture) : OpenReservationsConformance(fixture);

    private sealed class Usage(IStoreFixture fixture) : UsageConformance(fixture);

    private sealed class Sums(IStoreFixture fixture) : SumsConformance(fixture);

    private sealed class History(IStoreFixture fixture) : HistoryConformance(fixture);

    private sealed class Policies(IStoreFixture fixture) : PolicyConformance(fixture);

    private sealed class Prices(IStoreFixture fixture) : PriceConformance(fixture);

    private sealed class Alerts(IStoreFixture fixture) : AlertConformance(fixture);

    private sealed class Malformed(IStoreFixture fixture) : MalformedConformance(fixture);

    private sealed class Model(IStoreFixture fixture) : ModelConformance(fixture);

    private sealed class Concurrency(IStoreFixture fixture) : ConcurrencyConformance(fixture);
}
