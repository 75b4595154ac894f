namespace BudgetGen;

/// <summary>A call that waits for holds of others to settle. Guarded by the ledger's lock, apart from its task.</summary>
internal sealed class HoldWaiter(Reservation reservation, AccountSet accounts, long ticket)
{
    private readonly TaskCompletionSource<Verdict> _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Reservation Reservation { get; } = reservation;

    public AccountSet Accounts { get; } = accounts;

    /// <summary>When it came: nobody overtakes a lower one.</summary>
    public long Ticket { get; } = ticket;

    /// <summary>The account in whose queue it stands; null once it was decided.</summary>
    public Account? Queue { get; set; }

    /// <summary>Completes with what was decided: held, refused, or stale (to be asked again).</summary>
    public Task<Verdict> Decided => _decided.Task;

    public void Decide(in Verdict verdict) => _decided.TrySetResult(verdict);
}
