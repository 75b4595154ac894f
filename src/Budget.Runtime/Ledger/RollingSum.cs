namespace BudgetGen;

/// <summary>A rolling window of one scope key: the sums over its steps, each of which is an account. Guarded by the ledger's lock.</summary>
internal sealed class RollingSum
{
    private readonly Queue<Account> _steps = new();

    public long Spent { get; private set; }

    public long Held { get; private set; }

    public long Suspense { get; private set; }

    /// <summary>What the steps have in common: who waits, slots, outages.</summary>
    public AccountExtra Common { get; } = new();

    /// <summary>Alert lines that were reported. A line that the sum has fallen below again is armed again.</summary>
    public AlertLines Raised { get; set; }

    /// <summary>When the oldest step leaves, and its money is free again.</summary>
    public DateTimeOffset? RoomReturnsAt => _steps.TryPeek(out Account? oldest) ? oldest.Window.Window.End : null;

    /// <summary>The steps, oldest first.</summary>
    public IEnumerable<Account> Steps => _steps;

    /// <summary>True if nothing would be forgotten with it: no money on any of its steps, and nobody waiting.</summary>
    public bool IsZero
    {
        get
        {
            if (Common.Waiters is { Count: > 0 })
                return false;
            foreach (Account step in _steps)
            {
                if (step.OwnFigures() is not { Spent: 0, Held: 0, Suspense: 0, Overrun: 0 })
                    return false;
            }

            return true;
        }
    }

    /// <summary>Adds the newest step.</summary>
    public void Add(Account step)
    {
        _steps.Enqueue(step);
        step.Extra.Rolling = this;
        AccountFigures own = step.OwnFigures();
        Change(own.Spent, own.Held, own.Suspense);
    }

    public void Change(long spent, long held, long suspense)
    {
        Spent += spent;
        Held += held;
        Suspense += suspense;
    }

    /// <summary>Lets go of steps that are older than the window. What is still in flight there settles there.</summary>
    public void Expire(DateTimeOffset now)
    {
        while (_steps.TryPeek(out Account? oldest) && oldest.Window.Window.End <= now)
        {
            _steps.Dequeue();
            oldest.Extra.Rolling = null;
            AccountFigures own = oldest.OwnFigures();
            Change(-own.Spent, -own.Held, -own.Suspense);
            Raised &= oldest.Window.Reached(Spent + Suspense);
        }
    }

    /// <summary>Lets go of all steps: nobody looks at the window any more.</summary>
    public void Clear()
    {
        while (_steps.TryDequeue(out Account? step))
            step.Extra.Rolling = null;
    }

    /// <summary>Sum of overruns of all steps.</summary>
    public long Overrun()
    {
        long sum = 0;
        foreach (Account step in _steps)
            sum += step.OwnFigures().Overrun;
        return sum;
    }
}
