namespace BudgetGen;

/// <summary>
/// The one lock of the ledger. What happens under it is a few additions, so it is taken by one atomic exchange and given back by a plain store: for five
/// accounts that is cheaper than a compare-and-swap on each, and every figure that is read under it belongs to one moment.
/// </summary>
/// <remarks>
/// Not reentrant. Nothing under it waits, calls out or throws. A thread that finds it taken spins a little and then yields, so that a holder that was
/// preempted gets to run.
/// </remarks>
internal sealed class LedgerLock
{
    private int _taken;

    /// <summary>Called before the lock is taken: tests step through all interleavings with it.</summary>
    public Action? Entering { get; set; }

    public void Enter()
    {
        Entering?.Invoke();
        if (Interlocked.Exchange(ref _taken, 1) != 0)
            EnterContended();
    }

    public void Exit() => Volatile.Write(ref _taken, 0);

    private void EnterContended()
    {
        var spin = default(SpinWait);
        do
        {
            while (Volatile.Read(ref _taken) != 0)
                spin.SpinOnce();
        }
        while (Interlocked.Exchange(ref _taken, 1) != 0);
    }
}
