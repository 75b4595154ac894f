using System.Diagnostics;
using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>Money set aside for one call. It must be ended once: settled, voided or suspended, through the manager that made it.</summary>
[DebuggerDisplay("{Id} {State} {Hold}")]
public sealed class Reservation
{
    private readonly CallAttribution _attribution;
    private int _state;
    private long _cost;
    private bool _handedOut;
    private bool _givenUp;
    private HashSet<AccountKey>? _released;
    private bool _isDecided;
    private Task? _ending;

    internal Reservation(object owner, ReservationId id, in SpendRequest request, DateTimeOffset heldAt, long heldSince)
    {
        Owner = owner;
        Id = id;
        _attribution = request.Attribution;
        Hold = request.Hold;
        CallSite = request.CallSite;
        HeldAt = heldAt;
        HeldSince = heldSince;
    }

    /// <summary>Its id; the ledger's entries carry it.</summary>
    public ReservationId Id { get; }

    /// <summary>Whose call it is.</summary>
    public CallAttribution Attribution => _attribution;

    /// <summary>How much was set aside.</summary>
    public Usd Hold { get; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset HeldAt { get; }

    /// <summary>Where the call is made, or null.</summary>
    public string? CallSite { get; }

    /// <summary>Where it is in its life.</summary>
    public ReservationState State => (ReservationState)Volatile.Read(ref _state);

    /// <summary>What was booked for it: the cost once it is settled, its hold while it is suspended, otherwise 0.</summary>
    public Usd Charged => State switch
    {
        ReservationState.Settled or ReservationState.LateSettled or ReservationState.Charged => new Usd(Volatile.Read(ref _cost)),
        ReservationState.Suspended => Hold,
        _ => Usd.Zero,
    };

    internal object Owner { get; }

    /// <summary>The accounts that it was made in, and that it ends in, whatever the time is by then. Null while budgets are switched off.</summary>
    internal AccountSet? AccountSet { get; set; }

    /// <summary>Its place in a line for holds of others; 0 before it was in one.</summary>
    internal long Ticket { get; set; }

    /// <summary>Monotonic timestamp of the hold, not of the wait before it: its age decides when it is given up.</summary>
    internal long HeldSince { get; set; }

    /// <summary>True once its caller has it, so that a request may be under way. Before that, its caller still waits for the store.</summary>
    internal bool IsHandedOut
    {
        get => Volatile.Read(ref _handedOut);
        set => Volatile.Write(ref _handedOut, value);
    }

    /// <summary>True while its caller has given it up and the store has not said yet whether it has the hold: until then its id is in use.</summary>
    internal bool IsGivenUp
    {
        get => Volatile.Read(ref _givenUp);
        set => Volatile.Write(ref _givenUp, value);
    }

    /// <summary>True once an entry of it waits for the store; later ones must wait behind it.</summary>
    internal bool HasWaitingEntry { get; set; }

    /// <summary>The writing of its suspension; a late settlement waits for it, so that the store sees them in order.</summary>
    internal Task? Suspension { get; set; }

    /// <summary>Begins to end its suspense, if nobody else does.</summary>
    /// <param name="mine">Completes when it has ended.</param>
    /// <param name="others">Completes when the one who has begun is done.</param>
    /// <returns>True: begun. False: somebody else has begun. Null: it is not suspended.</returns>
    internal bool? TryBeginEnd(Task mine, out Task? others)
    {
        // The lock under which it is suspended: it is not while its suspension is only half done.
        lock (this)
        {
            others = _ending;
            if (State != ReservationState.Suspended)
                return null;
            _ending ??= mine;
            return ReferenceEquals(_ending, mine);
        }
    }

    /// <summary>Whoever has begun to end its suspense is done.</summary>
    internal void EndBegun() => Volatile.Write(ref _ending, null);

    /// <summary>
    /// Monotonic timestamp from which on the end of its suspense may be forgotten: the store has it by then, and nobody can have read there before that it is
    /// still lost.
    /// </summary>
    internal long ForgetAt { get; set; } = long.MaxValue;

    // Links of the list of live reservations, guarded by the stripe's lock.
    internal Reservation? Previous { get; set; }

    internal Reservation? Next { get; set; }

    internal bool IsLive { get; set; }

    /// <summary>Begins a new life on other accounts, for benchmarks and tests that count bytes: nobody else may know it.</summary>
    internal void Reuse(AccountSet accounts)
    {
        AccountSet = accounts;
        _state = (int)ReservationState.Held;
    }

    /// <summary>Moves to another state; false if it is not in the one that it leaves. Under the ledger's lock: this is why money moves once.</summary>
    internal bool Move(ReservationState from, ReservationState to, long cost = 0)
    {
        if (_state != (int)from)
            return false;

        // A reader that does not have the lock must not see the state before the cost.
        Volatile.Write(ref _cost, cost);
        Volatile.Write(ref _state, (int)to);
        return true;
    }

    /// <summary>Asks the policies, when the call is lost, which accounts stay charged. Edits after that change nothing, and neither does asking again.</summary>
    internal void DecideWhoIsCharged()
    {
        if (_isDecided)
            return;

        _isDecided = true;
        foreach (Account account in AccountSet!.Accounts)
        {
            if (account.Policy.OnLost == LostRule.Release)
                (_released ??= []).Add(account.Window.KeyOf(account.ScopeKey));
        }
    }

    /// <summary>Takes over what was decided when the call was lost, by an earlier process.</summary>
    /// <param name="charged">The accounts that its suspension charged.</param>
    internal void RecallWhoIsCharged(IReadOnlyList<AccountKey> charged)
    {
        foreach (AccountKey key in AccountSet!.Keys)
        {
            if (!charged.Contains(key))
                (_released ??= []).Add(key);
        }
    }

    /// <summary>True if the account is charged while the reservation is suspended.</summary>
    internal bool Charges(Account account) => _released is null || Charges(account.Window.KeyOf(account.ScopeKey));

    /// <inheritdoc cref="Charges(Account)"/>
    internal bool Charges(AccountKey account) => _released is null || !_released.Contains(account);

    /// <summary>True if some account gave its hold back when the call was lost.</summary>
    internal bool HasReleased => _released is not null;
}
