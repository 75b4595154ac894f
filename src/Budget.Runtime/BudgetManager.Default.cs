using System.Diagnostics;

namespace BudgetGen;

public sealed partial class BudgetManager
{
    private static readonly Lock s_defaultLock = new();
    private static BudgetManager? s_default;
    private static bool s_warned;

    /// <summary>
    /// The manager that generated code uses: the one that was started last. Before any was, one in memory without policies; it counts, refuses
    /// nothing, and says so once through <see cref="Trace"/>. Disposing the default clears it.
    /// </summary>
    public static BudgetManager Default => Volatile.Read(ref s_default) ?? MakeDefault();

    /// <summary>Sets up a manager and makes it the <see cref="Default"/>. Dispose it at the end of the program.</summary>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    /// <exception cref="Storage.BudgetStoreException">The store cannot be opened.</exception>
    public static BudgetManager Start(Action<BudgetOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new BudgetOptions();
        configure(options);
        var manager = new BudgetManager(options);
        ReplaceDefault(manager);
        return manager;
    }

    /// <summary>Makes another manager the default and returns the former one, which is not disposed.</summary>
    internal static BudgetManager? ReplaceDefault(BudgetManager? manager)
    {
        lock (s_defaultLock)
        {
            BudgetManager? former = s_default;
            Volatile.Write(ref s_default, manager);
            return former;
        }
    }

    private static BudgetManager MakeDefault()
    {
        lock (s_defaultLock)
        {
            if (s_default is { } made)
                return made;

            if (!s_warned)
            {
                s_warned = true;
                Trace.TraceWarning(
                    "BudgetGen is not set up: calls are counted in memory and no budget applies. Call BudgetManager.Start(...) or services.AddBudget(...) at start.");
            }

            s_default = new BudgetManager(new BudgetOptions());
            return s_default;
        }
    }

    private static void ForgetDefault(BudgetManager manager)
    {
        lock (s_defaultLock)
        {
            if (ReferenceEquals(s_default, manager))
                Volatile.Write(ref s_default, null);
        }
    }
}
