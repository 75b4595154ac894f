namespace BudgetGen;

/// <summary>A call that waits for holds of others to settle. Guarded by the ledger's lock, apart from its task.</summary>
internal sealed class HoldWaiter(Reservation reservation, AccountSet accounts, long ticket, bool hasSlot)
{
    private readonly TaskCompletionSource<Verdict> _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Reservation Reservation { get; } = reservation;

    public AccountSet Accounts { get; } = accounts;

    /// <summary>When it came: nobody overtakes a lower one.</summary>
    public long Ticket { get; } = ticket;

    /// <summary>True if it has waited for its slot of a throttling policy already.</summary>
    public bool HasSlot { get; } = hasSlot;

    /// <summary>The line in which it stands; null once it was decided.</summary>
    public LinkedList<HoldWaiter>? Line { get; set; }

    /// <summary>Completes with what was decided: held, refused, delayed by a throttling policy, or stale (to be asked again).</summary>
    public Task<Verdict> Decided => _decided.Task;

    public void Decide(in Verdict verdict) => _decided.TrySetResult(verdict);
}
