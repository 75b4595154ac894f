using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>The ends of a call. Each is taken once; whatever comes second finds the call ended and does nothing.</summary>
/// <remarks>
/// Nothing here may throw: the user's result is already there. The ledger keeps what it cannot write and says so in the log.
/// </remarks>
internal sealed partial class MeteredCall
{
    private const string Unsent = "answered without a request";

    /// <summary>The call succeeded.</summary>
    public ValueTask SucceedAsync(in LlmOutcome outcome) => !GoesOn(outcome.IsPending, outcome.ResponseId) && TryEnd() ? BookAsync(Succeeded(outcome)) : default;

    /// <summary>The call failed: what certainly cost nothing goes back, everything else stays charged.</summary>
    public ValueTask FailAsync(Exception error) => TryEnd() ? BookAsync(Failed(error)) : default;

    /// <summary>A stream ended, one way or another, after it was sent.</summary>
    public ValueTask EndStreamAsync(LlmReading reading, bool toItsEnd) => !GoesOn(reading.IsPending, reading.ResponseId) && TryEnd() ? BookAsync(StreamEnded(reading, toItsEnd)) : default;

    /// <summary>As <see cref="SucceedAsync"/>, blocking until it is durable.</summary>
    public void Succeed(in LlmOutcome outcome)
    {
        if (!GoesOn(outcome.IsPending, outcome.ResponseId) && TryEnd())
            Book(Succeeded(outcome));
    }

    /// <summary>As <see cref="FailAsync"/>, blocking until it is durable.</summary>
    public void Fail(Exception error)
    {
        if (TryEnd())
            Book(Failed(error));
    }

    /// <summary>As <see cref="EndStreamAsync"/>, blocking until it is durable.</summary>
    public void EndStream(LlmReading reading, bool toItsEnd)
    {
        if (!GoesOn(reading.IsPending, reading.ResponseId) && TryEnd())
            Book(StreamEnded(reading, toItsEnd));
    }

    /// <summary>True if the provider goes on after its answer: the hold lives on until somebody reads what it has come to, or its lifetime ends.</summary>
    private bool GoesOn(bool isPending, string? responseId)
    {
        if (!isPending || responseId is null || !IsOpen)
            return false;

        _manager.OpenCalls.Keep(responseId, this, _manager.Now);
        return true;
    }

    /// <summary>True if the call was answered and nothing was sent for it, as far as anybody who would have seen it tells.</summary>
    private bool WasUnsent => WasNeverSent || WasAnsweredUnsent;

    private CallEnd Succeeded(in LlmOutcome outcome)
    {
        if (outcome.FailedStatus is { } status)
            return _isUnpriced || FailureBooking.IsUnbilled(status) ? CallEnd.Void($"HTTP {status}") : CallEnd.Suspend($"HTTP {status}");
        if (_bounds is not null)
            return Done(_bounds, outcome);

        LlmUsage usage = outcome.Usage;
        BilledPrice price = Billed(outcome.Model, outcome.Terms);
        bool reported = TryGetReports(out Usd reportedCost, out LlmUsage reportedUsage);
        if (!reported && WasUnsent)
            return CallEnd.Void(Unsent);

        if (_isUnpriced)
            return usage.IsUnknown || reported ? CallEnd.Void("") : Settle(price, price.Cost(usage, _worstCase), usage, outcome);

        if (usage.IsUnknown && reported)
            return SettleReports(price, reportedCost, reportedUsage, outcome);

        if (usage.IsUnknown && outcome.ObservedOutputBytes is null)
        {
            // The result says nothing and nobody reported: the worst case is charged, as an estimate, because unknown is never zero.
            return Settle(price, _worstCase, new LlmUsage { Input = _prompt.ExpectedTokens, Estimated = true }, outcome);
        }

        usage = usage.IsUnknown
            ? WithSearches(price, UsageEstimate.OfWholeText(_prompt, outcome.ObservedOutputBytes ?? 0))
            : UsageEstimate.OfHalf(usage, _prompt, outcome.ObservedOutputBytes);

        // What the calls inside were billed is a floor: a result that shows less has lost some of them.
        Usd cost = price.Cost(usage, _worstCase);
        return reported && reportedCost > cost ? SettleReports(price, reportedCost, reportedUsage, outcome) : Settle(price, cost, usage, outcome);
    }

    /// <summary>The end of a call that is no chat: what its response tells, as far as the model's line bills it; what that leaves open is what was asked for.</summary>
    private CallEnd Done(LlmBounds bounds, in LlmOutcome outcome)
    {
        LlmUsage told = outcome.Usage, expected = WorkOnLine.Expected(bounds, _prompt, outcome.ObservedOutputBytes);
        if (told.Images is not null)
            told = told with { ImageSize = told.ImageSize ?? expected.ImageSize, ImageQuality = told.ImageQuality ?? expected.ImageQuality };
        BilledPrice price = Billed(outcome.Model, outcome.Terms, told.IsUnknown ? expected : told);
        bool reported = TryGetReports(out Usd reportedCost, out LlmUsage reportedUsage);
        if (!reported && WasUnsent)
            return CallEnd.Void(Unsent);

        if (told.IsUnknown && reported)
            return SettleReports(price, reportedCost, reportedUsage, outcome);

        LlmUsage usage = price.BilledOf(told.IsUnknown ? expected : told);
        if (!told.IsUnknown && price.CostOrNull(usage) is null && !told.HasNegative)
        {
            // Pictures or seconds were told, and the line bills tokens.
            usage = price.BilledOf(expected with
            {
                Images = told.Images ?? expected.Images,
                AudioMilliseconds = told.AudioMilliseconds ?? expected.AudioMilliseconds,
                VideoMilliseconds = told.VideoMilliseconds ?? expected.VideoMilliseconds,
            });
        }

        if (price.CostOrNull(usage) is not { } cost)
            (cost, usage) = (_worstCase, usage with { Estimated = true });
        return reported && reportedCost > cost ? SettleReports(price, reportedCost, reportedUsage, outcome) : Settle(price, cost, usage, outcome);
    }

    private CallEnd Failed(Exception error)
    {
        string note = Describe(error);
        if (_isUnpriced || WasNeverSent)
            return CallEnd.Void(note);
        if (TryGetReports(out Usd reportedCost, out LlmUsage reportedUsage))
            return SettleReports(_price.Usual, reportedCost, reportedUsage with { Estimated = true }, default);

        return _isUnsent || IsUnbilled(error) ? CallEnd.Void(note) : CallEnd.Suspend(note);
    }

    private CallEnd StreamEnded(LlmReading reading, bool toItsEnd)
    {
        var outcome = new LlmOutcome { Model = reading.Model, Terms = reading.Terms, ResponseId = reading.ResponseId, ObservedOutputBytes = reading.IsSilent ? null : reading.ObservedOutputBytes };
        _restarts = reading.Restarts;
        bool isWhole = reading.Completed || (toItsEnd && reading.HasFinalUsage);
        if (_bounds is not null)
            return Done(_bounds, outcome with { Usage = isWhole ? reading.Usage : default, ObservedOutputBytes = reading.ObservedOutputBytes > 0 ? reading.ObservedOutputBytes : null });

        if (isWhole || (toItsEnd && (reading.Finished || ReferenceEquals(_sdk, LlmSdk.None))))
            return Succeeded(outcome with { Usage = UsageOf(reading, isWhole) });

        if (_isUnpriced)
            return CallEnd.Void("");
        if (TryGetReports(out Usd reportedCost, out LlmUsage reportedUsage))
            return SettleReports(_price.Usual, reportedCost, reportedUsage with { Estimated = true }, outcome);
        if (WasUnsent)
            return CallEnd.Void(Unsent);

        _isBroken = true;
        BilledPrice price = Billed(reading.Model, reading.Terms);

        // Nobody saw how much was generated, so it was as much as could be.
        if (reading.IsSilent)
            return Settle(price, _worstCase, new LlmUsage { Input = _prompt.ExpectedTokens, Estimated = true }, outcome);

        LlmUsage usage = TokenSums.Add(reading.Earlier, WithSearches(price, UsageEstimate.OfBrokenStream(_prompt, reading, _maxOutputTokens)));
        return Settle(price, price.Cost(usage, _worstCase), usage, outcome);
    }

    /// <summary>What a stream that came to its end has used, as far as it says so.</summary>
    private LlmUsage UsageOf(LlmReading reading, bool isWhole)
    {
        LlmUsage earlier = reading.Earlier;
        if (earlier.IsUnknown)
            return isWhole ? reading.Usage : default;
        return TokenSums.Add(earlier, isWhole ? reading.Usage : UsageEstimate.OfWholeText(_prompt, reading.ObservedOutputBytes));
    }

    /// <summary>How often the provider searched is as unknown as the rest of an estimate, so it counts as often as was held for.</summary>
    private LlmUsage WithSearches(BilledPrice price, in LlmUsage estimate) =>
        _webSearches > 0 && price.HasSearchFee ? estimate with { WebSearches = Math.Max(estimate.WebSearches ?? 0, _webSearches) } : estimate;

    /// <summary>Settles at what calls inside have cost; their tier is the record's where it is one.</summary>
    private CallEnd SettleReports(BilledPrice price, Usd cost, in LlmUsage usage, in LlmOutcome outcome)
    {
        CallEnd end = Settle(price, cost, usage, outcome);
        PriceProvenance? provenance = end.Usage!.Provenance;
        return end with { Usage = end.Usage with { ServiceTier = _reportedTier, Provenance = provenance?.On(provenance.Terms with { ServiceTier = _reportedTier }) } };
    }

    private CallEnd Settle(BilledPrice price, Usd cost, LlmUsage usage, in LlmOutcome outcome)
    {
        if (_canBeContinued && outcome.ResponseId is { } id)
            _manager.ResponseSizes.Add(id, TokenSums.Input(usage), TokenSums.Output(usage));
        string? attempts = AddLostAttempts(price, ref cost, ref usage);
        return CallEnd.Settle(cost, RecordOf(price, cost, usage, outcome), attempts);
    }

    private UsageRecord RecordOf(BilledPrice price, Usd cost, in LlmUsage usage, in LlmOutcome outcome) => new()
    {
        Model = outcome.Model ?? _attribution.Model ?? CallPrice.UnnamedModel,
        InputTokens = TokenSums.Input(usage),
        OutputTokens = TokenSums.Output(usage),
        Cost = cost,
        Timestamp = _manager.Now,
        User = _attribution.User,
        Endpoint = _site.Endpoint,
        RequestId = outcome.ResponseId,
        Provider = _attribution.Provider,
        Project = _attribution.Project,
        Team = _attribution.Team,
        Client = _attribution.Client,
        Operation = _attribution.Operation,
        Tags = _attribution.Tags,
        Usage = usage,
        PriceLine = price.LineId,
        Provenance = price.Provenance,
        ServiceTier = price.ServiceTier,
        Estimated = usage.Estimated || price.IsGuess(usage),
        Reservation = _reservation?.Id,
    };
}
