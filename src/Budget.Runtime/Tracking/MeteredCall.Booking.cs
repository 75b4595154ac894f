namespace BudgetGen;

/// <summary>Where an end goes: to the ledger, for a call with a reservation, and to the call around it that is still being made.</summary>
internal sealed partial class MeteredCall
{
    private ValueTask BookAsync(in CallEnd end)
    {
        if (end.Kind == CallEndKind.Settle)
            _booked?.Invoke(end.Usage!);
        UsageRecord? unpaid = ReportOut(end);
        if (_reservation is not { } reservation)
            return unpaid is null ? default : _manager.RecordSpendAsync(unpaid);

        NoteHold(end);
        ValueTask booked = end.Kind switch
        {
            CallEndKind.Settle => _manager.SettleNotedAsync(reservation, end.Cost, end.Usage!, end.Note),
            CallEndKind.Void => _manager.VoidAsync(reservation, end.Note),
            _ => _manager.SuspendAsync(reservation, end.Note),
        };
        return _resendHolds is null ? booked : EndResendHoldsAsync(booked, end.Kind, end.Note);
    }

    private void Book(in CallEnd end)
    {
        if (end.Kind == CallEndKind.Settle)
            _booked?.Invoke(end.Usage!);
        UsageRecord? unpaid = ReportOut(end);
        if (_reservation is not { } reservation)
        {
            if (unpaid is not null)
                _manager.RecordSpend(unpaid);
            return;
        }

        NoteHold(end);
        if (end.Kind == CallEndKind.Settle)
        {
            _manager.SettleNoted(reservation, end.Cost, end.Usage!, end.Note);
        }
        else if (end.Kind == CallEndKind.Void)
        {
            _manager.Void(reservation, end.Note);
        }
        else
        {
            _manager.Suspend(reservation, end.Note);
        }

        if (_resendHolds is not null)
            EndResendHolds(end.Kind, end.Note);
    }

    private void NoteHold(in CallEnd end)
    {
        if (end.Kind != CallEndKind.Settle || _holds is null)
            return;

        Usd held = _resendHolds is { } more ? new Usd(_hold.Nanos * (more.Count + 1)) : _hold;
        _manager.NoteSettled(_holds, end.Cost, held, _worstCase, end.Usage!.Usage.Estimated);
        if (_bounds is null)
            _manager.NoteTokens(_holds.Model, _prompt, end.Usage.Usage);
    }

    /// <summary>
    /// Tells the nearest call around that is still being made. An outcome that nobody knows is told at its worst case: unknown is never zero, here
    /// either.
    /// </summary>
    /// <returns>
    /// Spend that nobody pays for yet: that of a call without a reservation, because it was unpriced or has outlived every call around it. Otherwise
    /// null.
    /// </returns>
    private UsageRecord? ReportOut(in CallEnd end)
    {
        if (end.Kind == CallEndKind.Void || (_outer is null && _reservation is not null))
            return null;

        _isBroken |= end.Usage is null;
        UsageRecord spend = end.Usage ?? Settle(_price.Usual, _worstCase, new LlmUsage { Input = _prompt.ExpectedTokens, Estimated = true }, default).Usage!;
        for (MeteredCall? outer = _outer; outer is not null; outer = outer._outer)
        {
            if (outer._isUnpriced)
                outer.NoteInside();
            else if (outer.TryReport(spend.Cost, spend.Usage, spend.ServiceTier))
                return null;
        }

        return _reservation is null ? spend : null;
    }
}
