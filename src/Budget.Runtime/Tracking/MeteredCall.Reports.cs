namespace BudgetGen;

/// <summary>What calls inside this one have said that they cost.</summary>
internal sealed partial class MeteredCall
{
    private readonly Lock _reports = new();
    private int _ended;
    private int _reportCount;
    private Usd _reportedCost;
    private LlmUsage _reportedUsage;

    /// <summary>A usage that the user's own code knows of.</summary>
    public void Report(in LlmUsage usage, string? model)
    {
        CallPrice price = model is null ? _price : CallPrice.Billed(_manager, model, _attribution.Provider, _price);
        Report(price.Cost(usage, _worstCase), usage);
    }

    private void Report(Usd cost, in LlmUsage usage)
    {
        lock (_reports)
        {
            _reportCount++;
            _reportedCost += cost;
            _reportedUsage += usage;
        }
    }

    private bool TryGetReports(out Usd cost, out LlmUsage usage)
    {
        lock (_reports)
        {
            cost = _reportedCost;
            usage = _reportedUsage;
            return _reportCount > 0;
        }
    }
}
