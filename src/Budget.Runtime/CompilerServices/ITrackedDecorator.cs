using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>A class that tracks the calls of a service, and that can be put around any implementation of it without reflection.</summary>
/// <typeparam name="TService">The service.</typeparam>
/// <typeparam name="TSelf">The class itself.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrackedDecorator<TService, TSelf>
    where TService : class
    where TSelf : class, TService, ITrackedDecorator<TService, TSelf>
{
    /// <summary>Puts a decorator around an implementation.</summary>
    /// <param name="inner">The implementation.</param>
    static abstract TSelf Around(TService inner);
}
