namespace BudgetGen.Generator;

/// <summary>Names of the pipeline's steps, as tests and tracing see them.</summary>
internal static class StepNames
{
    /// <summary>Names of annotated methods, one by one.</summary>
    public const string AnnotatedMethods = nameof(AnnotatedMethods);

    /// <summary>Their distinct, sorted set.</summary>
    public const string AnnotatedNames = nameof(AnnotatedNames);

    /// <summary>The project's directory.</summary>
    public const string ProjectDirectory = nameof(ProjectDirectory);

    /// <summary>The call sites of every source file.</summary>
    public const string CallSites = nameof(CallSites);

    /// <summary>The files that have something to write.</summary>
    public const string Files = nameof(Files);

    /// <summary>The adapters that any of them needs.</summary>
    public const string Adapters = nameof(Adapters);
}
