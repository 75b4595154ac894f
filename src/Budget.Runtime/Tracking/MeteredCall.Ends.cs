using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>The ends of a call. Each is taken once; whatever comes second finds the call ended and does nothing.</summary>
/// <remarks>
/// Nothing here may throw: the user's result is already there. The ledger keeps what it cannot write and says so in the log.
/// </remarks>
internal sealed partial class MeteredCall
{
    /// <summary>The call succeeded.</summary>
    public ValueTask SucceedAsync(in LlmOutcome outcome) => EndAsync(Succeeded(outcome));

    /// <summary>The call failed: what certainly cost nothing goes back, everything else stays charged.</summary>
    public ValueTask FailAsync(Exception error) => EndAsync(Failed(error));

    /// <summary>A stream ended, one way or another, after it was sent.</summary>
    public ValueTask EndStreamAsync(LlmReading reading, bool toItsEnd) => EndAsync(StreamEnded(reading, toItsEnd));

    /// <summary>As <see cref="SucceedAsync"/>, blocking until it is durable.</summary>
    public void Succeed(in LlmOutcome outcome) => End(Succeeded(outcome));

    /// <summary>As <see cref="FailAsync"/>, blocking until it is durable.</summary>
    public void Fail(Exception error) => End(Failed(error));

    /// <summary>As <see cref="EndStreamAsync"/>, blocking until it is durable.</summary>
    public void EndStream(LlmReading reading, bool toItsEnd) => End(StreamEnded(reading, toItsEnd));

    private CallEnd Succeeded(in LlmOutcome outcome)
    {
        LlmUsage usage = outcome.Usage;
        CallPrice price = CallPrice.Billed(_manager, outcome.Model, _attribution.Provider, _price);
        bool reported = TryGetReports(out Usd reportedCost, out LlmUsage reportedUsage);

        if (usage.IsUnknown && reported)
            return Settle(price, reportedCost, reportedUsage, outcome);

        if (usage.IsUnknown && outcome.ObservedOutputBytes is null)
        {
            // The result says nothing and nobody reported: the worst case is charged, as an estimate, because unknown is never zero.
            return Settle(price, _worstCase, new LlmUsage { Input = _prompt.ExpectedTokens, Estimated = true }, outcome);
        }

        if (usage.IsUnknown)
            usage = UsageEstimate.OfWholeText(_prompt, outcome.ObservedOutputBytes ?? 0);

        // What the calls inside were billed is a floor: a result that shows less has lost some of them.
        Usd cost = price.Cost(usage, _worstCase);
        return reported && reportedCost > cost ? Settle(price, reportedCost, reportedUsage, outcome) : Settle(price, cost, usage, outcome);
    }

    private CallEnd Failed(Exception error)
    {
        string note = FailureBooking.Describe(error, _sdk);
        if (TryGetReports(out Usd reportedCost, out LlmUsage reportedUsage))
            return Settle(_price, reportedCost, reportedUsage with { Estimated = true }, default);

        return FailureBooking.IsUnbilled(error, _sdk, _cancelledBefore) ? CallEnd.Void(note) : CallEnd.Suspend(note);
    }

    private CallEnd StreamEnded(LlmReading reading, bool toItsEnd)
    {
        var outcome = new LlmOutcome { Model = reading.Model, ResponseId = reading.ResponseId, ObservedOutputBytes = reading.ObservedOutputBytes, Usage = reading.Usage };
        bool isWhole = reading.Completed || (toItsEnd && reading.HasFinalUsage);
        if (isWhole || (toItsEnd && (reading.Finished || ReferenceEquals(_sdk, LlmSdk.None))))
            return Succeeded(isWhole ? outcome : outcome with { Usage = default });

        if (TryGetReports(out Usd reportedCost, out LlmUsage reportedUsage))
            return Settle(_price, reportedCost, reportedUsage with { Estimated = true }, outcome);

        CallPrice price = CallPrice.Billed(_manager, reading.Model, _attribution.Provider, _price);
        LlmUsage usage = UsageEstimate.OfBrokenStream(_prompt, reading, _maxOutputTokens);
        return Settle(price, price.Cost(usage, _worstCase), usage, outcome);
    }

    private CallEnd Settle(CallPrice price, Usd cost, in LlmUsage usage, in LlmOutcome outcome) => CallEnd.Settle(cost, new UsageRecord
    {
        Model = outcome.Model ?? _attribution.Model ?? CallPrice.UnnamedModel,
        InputTokens = usage.TotalInput,
        OutputTokens = usage.TotalOutput,
        Cost = cost,
        Timestamp = _manager.Now,
        User = _attribution.User,
        Endpoint = _endpoint,
        RequestId = outcome.ResponseId,
        Provider = _attribution.Provider,
        Project = _attribution.Project,
        Team = _attribution.Team,
        Client = _attribution.Client,
        Operation = _attribution.Operation,
        Tags = _attribution.Tags,
        Usage = usage,
        PriceLine = price.LineId,
        Estimated = usage.Estimated || price.IsDefault,
        Reservation = _reservation?.Id,
    });

    private ValueTask EndAsync(CallEnd end)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return ValueTask.CompletedTask;

        if (_outer is not null)
        {
            ReportTo(_outer, end);
            return ValueTask.CompletedTask;
        }

        return end.Kind switch
        {
            CallEndKind.Settle => _manager.SettleAsync(_reservation!, end.Cost, end.Usage!),
            CallEndKind.Void => _manager.VoidAsync(_reservation!, end.Note),
            _ => _manager.SuspendAsync(_reservation!, end.Note),
        };
    }

    private void End(CallEnd end)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;

        if (_outer is not null)
            ReportTo(_outer, end);
        else if (end.Kind == CallEndKind.Settle)
            _manager.Settle(_reservation!, end.Cost, end.Usage!);
        else if (end.Kind == CallEndKind.Void)
            _manager.Void(_reservation!, end.Note);
        else
            _manager.Suspend(_reservation!, end.Note);
    }

    /// <summary>An inner call whose outcome nobody knows is reported at its worst case: unknown is never zero, here either.</summary>
    private void ReportTo(MeteredCall outer, CallEnd end)
    {
        if (end.Kind == CallEndKind.Settle)
            outer.Report(end.Cost, end.Usage!.Usage);
        else if (end.Kind == CallEndKind.Suspend)
            outer.Report(_worstCase, new LlmUsage { Input = _prompt.ExpectedTokens, Estimated = true });
    }
}
