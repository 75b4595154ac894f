namespace BudgetGen.Tests.Mutants;

/// <summary>What tracking must pass that may have a fault. Compiled into it, and run with nobody else around.</summary>
public static class Checks
{
    private static readonly Type[] s_classes =
        [typeof(NestedCallTests), typeof(MeteredCallTests), typeof(AttemptHandlerTests), typeof(TrackedChatClientTests), typeof(TrackedEmbeddingGeneratorTests)];

    /// <summary>The first difference, or null.</summary>
    public static string? Run()
    {
        string? difference = null;

        // A fault may make a call wait for ever: that is a difference too.
        var thread = new Thread(() => difference = TestMethods.FirstFailure(s_classes, [], TimeSpan.FromSeconds(30))) { IsBackground = true };
        thread.Start();
        return thread.Join(TimeSpan.FromMinutes(3)) ? difference : "it never ends";
    }
}
