namespace BudgetGen;

/// <summary>What became of a request that was sent, or was tried to be.</summary>
internal enum AttemptFate
{
    /// <summary>Sent, and no answer so far.</summary>
    UnderWay,

    /// <summary>No connection came about, so nothing was sent.</summary>
    NotSent,

    /// <summary>Answered with a status that is not billed.</summary>
    Refused,

    /// <summary>Answered with a failure of which nobody knows whether it was billed.</summary>
    Failed,

    /// <summary>Answered well.</summary>
    Answered,

    /// <summary>No answer came, or one that broke off: it may have been generated and billed to its end.</summary>
    Lost,
}

/// <summary>
/// One request of a metered call. A client library may send several for one call, and its caller sees the last one only. Written by the thread that
/// sends or reads, read by the one that ends the call.
/// </summary>
internal sealed class LlmAttempt
{
    private volatile AttemptFate _fate;
    private volatile int _status;
    private volatile string? _error;

    public AttemptFate Fate => _fate;

    /// <summary>True if the provider may have billed it, so that another one is another purchase.</summary>
    public bool MayBeBilled => _fate is not (AttemptFate.NotSent or AttemptFate.Refused);

    /// <summary>True if it may have been billed, and no answer tells for how much.</summary>
    public bool IsUncertain => _fate is AttemptFate.Failed or AttemptFate.Lost;

    public void Answer(int status)
    {
        _status = status;
        _fate = status is >= 200 and < 300 ? AttemptFate.Answered : FailureBooking.IsUnbilled(status) ? AttemptFate.Refused : AttemptFate.Failed;
    }

    public void Fail(Exception error)
    {
        _error = error.GetType().Name;
        _fate = FailureBooking.NothingWasSent(error) ? AttemptFate.NotSent : AttemptFate.Lost;
    }

    /// <summary>The body of a good answer broke while it was read. That of a refusal changes nothing.</summary>
    public void Break(Exception error)
    {
        if (_fate != AttemptFate.Answered)
            return;

        _error = error.GetType().Name;
        _fate = AttemptFate.Lost;
    }

    /// <summary>For the ledger: status and kind of failure, never a message, which may quote a prompt.</summary>
    public override string ToString()
    {
        string status = _status == 0 ? "" : FormattableString.Invariant($"HTTP {_status}");
        return _error is not { } error ? (status.Length == 0 ? "no answer" : status) : status.Length == 0 ? error : $"{status}, then {error}";
    }
}
