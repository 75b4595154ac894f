namespace BudgetGen;

/// <summary>
/// The one lock of the ledger. What happens under it is a few additions, so it is taken by one atomic exchange and given back by a plain store: for five
/// accounts that is cheaper than a compare-and-swap on each, and every figure that is read under it belongs to one moment.
/// </summary>
/// <remarks>
/// Not reentrant. Nothing under it waits or calls out. A thread that finds it taken spins a little and then yields, so that a holder that was
/// preempted gets to run.
/// </remarks>
internal sealed class LedgerLock
{
    private int _taken;

    /// <summary>Called before the lock is taken: tests step through all interleavings with it.</summary>
    public Action? Entering { get; set; }

    /// <summary>Takes the lock; disposing what is returned gives it back, whatever happens in between.</summary>
    public Section Enter()
    {
        Entering?.Invoke();
        if (Interlocked.Exchange(ref _taken, 1) != 0)
            EnterContended();
        return new Section(this);
    }

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

    /// <summary>One step under the lock.</summary>
    public readonly ref struct Section(LedgerLock owner)
    {
        public void Dispose() => Volatile.Write(ref owner._taken, 0);
    }
}
