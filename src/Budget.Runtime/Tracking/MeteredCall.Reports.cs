using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>What calls inside this one have said that they cost.</summary>
internal sealed partial class MeteredCall
{
    private readonly Lock _reports = new();
    private bool _ended;
    private int _reportCount;
    private ServiceTier _reportedTier;
    private Usd _reportedCost;
    private LlmUsage _reportedUsage;
    private bool _isReached;

    /// <summary>
    /// True if all requests of this call leave through a meter inside that was not reached, and nobody inside told anything: a cache has answered. Only asked once the call has ended.
    /// </summary>
    private bool WasNeverSent => _hasMeterInside && _reportCount == 0 && !Volatile.Read(ref _isReached);

    /// <summary>A meter inside is about to send a request. Every call around must hear of it, also where that meter's own manager books nothing.</summary>
    public void Reach()
    {
        for (MeteredCall? call = this; call is not null; call = call._outer)
            Volatile.Write(ref call._isReached, true);
    }

    /// <summary>
    /// A usage that the user's own code knows of, for this call or the nearest one around it that can take it. False if none can, because they have
    /// ended or hold nothing: whoever reports books it then.
    /// </summary>
    public bool TryReport(in LlmUsage usage, string? model)
    {
        for (MeteredCall? call = this; call is not null; call = call._outer)
        {
            if (call._isUnpriced)
                call.NoteInside();
            else if (call.TryReportHere(usage, model))
                return true;
        }

        return false;
    }

    /// <summary>Something inside an unpriced call is booked by itself: what the call's own result tells is the same money again.</summary>
    private void NoteInside()
    {
        lock (_reports)
            _reportCount++;
    }

    private bool TryReportHere(in LlmUsage usage, string? model)
    {
        BilledPrice price = model is null ? _price.Usual : Billed(model, served: null);
        return TryReport(price.Cost(usage, _worstCase), usage, price.ServiceTier);
    }

    private bool TryReport(Usd cost, in LlmUsage usage, ServiceTier tier)
    {
        lock (_reports)
        {
            if (_ended)
                return false;

            _reportedTier = _reportCount == 0 || _reportedTier == tier ? tier : ServiceTier.Standard;
            _reportCount++;
            _reportedCost = Usd.Min(_reportedCost + cost, Usd.MaxCall);
            _reportedUsage = TokenSums.Add(_reportedUsage, usage);
            return true;
        }
    }

    /// <summary>
    /// Takes the end, once. Under the lock of the reports: each of them either counts in this end, or its reporter is told that it does not.
    /// </summary>
    private bool TryEnd()
    {
        lock (_reports)
        {
            if (_ended)
                return false;

            Volatile.Write(ref _ended, true);
            return true;
        }
    }

    /// <summary>What was reported; only asked once the call has ended, when it does not move any more.</summary>
    private bool TryGetReports(out Usd cost, out LlmUsage usage)
    {
        cost = _reportedCost;
        usage = _reportedUsage;
        return _reportCount > 0;
    }
}
