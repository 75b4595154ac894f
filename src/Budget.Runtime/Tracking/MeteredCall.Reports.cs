using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>What calls inside this one have said that they cost.</summary>
internal sealed partial class MeteredCall
{
    private readonly Lock _reports = new();
    private bool _ended;
    private int _reportCount;
    private Usd _reportedCost;
    private LlmUsage _reportedUsage;

    /// <summary>A usage that the user's own code knows of. False if the call has ended: it comes too late to count.</summary>
    public bool TryReport(in LlmUsage usage, string? model)
    {
        CallPrice price = model is null ? _price : CallPrice.Billed(_manager, model, _attribution.Provider, _price);
        return TryReport(price.Cost(usage, _worstCase), usage);
    }

    private bool TryReport(Usd cost, in LlmUsage usage)
    {
        lock (_reports)
        {
            if (_ended)
                return false;

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
