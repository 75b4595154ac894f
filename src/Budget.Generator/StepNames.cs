namespace BudgetGen.Generator;

/// <summary>Names of the pipeline's steps, as tests and tracing see them.</summary>
internal static class StepNames
{
    /// <summary>What the project says of itself.</summary>
    public const string ProjectOptions = nameof(ProjectOptions);

    /// <summary>Interfaces that get a decorator.</summary>
    public const string Decorators = nameof(Decorators);

    /// <summary>The decorators, once it is known which bodies are metered.</summary>
    public const string DecoratorFiles = nameof(DecoratorFiles);

    /// <summary>The call sites of every source file.</summary>
    public const string CallSites = nameof(CallSites);

    /// <summary>The files that have something to write.</summary>
    public const string Files = nameof(Files);

    /// <summary>The adapters that any of them needs.</summary>
    public const string Adapters = nameof(Adapters);

    /// <summary>Whether the inventory is wanted.</summary>
    public const string InventorySwitch = nameof(InventorySwitch);

    /// <summary>The files of the inventory.</summary>
    public const string Inventory = nameof(Inventory);
}
