using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>
/// One call that is metered: priced beforehand, reserved, made inside its own scope, and ended exactly once. Inside another metered call of the
/// same manager it reserves nothing and reports what it cost to the outer one, so that no token is counted twice.
/// </summary>
/// <remarks>
/// An annotated method that names no model cannot be priced beforehand, so it holds nothing: it says who pays, and the calls inside it are metered by
/// themselves. If there are none and its result tells a usage all the same, that is booked when it is there.
/// </remarks>
internal sealed partial class MeteredCall
{
    private readonly BudgetManager _manager;
    private readonly LlmSdk _sdk;
    private readonly PromptSize _prompt;
    private readonly LlmBounds? _bounds;
    private readonly CallAttribution _attribution;
    private readonly LlmCallSite _site;
    private readonly CallPrice _price;
    private readonly long? _maxOutputTokens;
    private readonly long _webSearches;
    private readonly Usd _worstCase;
    private readonly Usd _hold;
    private readonly HoldSite? _holds;
    private readonly Usd? _maxCost;
    private readonly MeteredCall? _outer;
    private readonly bool _isPaidByOuter;
    private readonly bool _isUnpriced;
    private readonly bool _cancelledBefore;
    private readonly bool _hasMeterInside;
    private readonly bool _canBeContinued;
    private readonly Action<UsageRecord>? _booked;
    private Reservation? _reservation;
    private DateTimeOffset _sentAt;

    private MeteredCall(LlmCallSite site, in LlmRequest request, LlmCallScope? around, BudgetManager manager, CancellationToken cancellationToken)
    {
        _manager = manager;
        _sdk = request.Sdk ?? LlmSdk.None;
        _prompt = request.Prompt;
        _bounds = request.Bounds;
        _site = site;
        _booked = request.Booked;
        _hasMeterInside = request.HasMeterInside;
        _outer = NextOpen(around?.Metered);
        _isPaidByOuter = HasOuterOf(manager);
        _cancelledBefore = cancellationToken.IsCancellationRequested || request.CancellationToken.IsCancellationRequested;

        CallAttribution known = around is null ? site.Attribution : LlmCallScope.Merge(site.Attribution, around.Attribution);
        string? model = request.Model ?? known.Model;
        _givenProvider = known.Provider ?? request.Provider ?? _sdk.Provider;
        _isUnpriced = model is null && ReferenceEquals(_sdk, LlmSdk.None);
        _price = _isUnpriced ? CallPrice.Reported(manager, model, _givenProvider) : CallPrice.For(manager, model, _givenProvider, request.Terms, _bounds);
        _attribution = known with { Model = model ?? CallPrice.UnnamedModel, Provider = _givenProvider ?? _price.Provider };

        _canBeContinued = request.CanBeContinued;
        if (request.Continues is { } id)
            AddHidden(ref _prompt, manager.ResponseSizes.Find(id), _price.Context);
        _canChange = request.CanChange;
        _choices = request.Choices;
        _maxOutputTokens = request.MaxOutputTokens;
        if (StrictBound(_maxOutputTokens) is { } bound)
            (_maxOutputTokens, _setsBound) = (bound, true);
        _webSearches = request.AllowsWebSearch ? Math.Max(0, request.MaxWebSearches ?? manager.Holds.AssumedWebSearches) : 0;
        _worstCase = _price.WorstCase(_prompt, _maxOutputTokens, _choices, _webSearches);
        _maxCost = LlmCallScope.Tighter(site.MaxCost, around?.MaxCost);
        if (!_isPaidByOuter && !_isUnpriced)
            _holds = manager.HoldsOf(site, _attribution.Model!);
        _hold = _holds?.HoldFor(_worstCase) ?? _worstCase;

        Scope = LlmCallScope.Metering(around, this, _attribution);
    }

    /// <summary>The scope in which the call is made.</summary>
    public LlmCallScope Scope { get; }

    /// <summary>True until the call has ended; what is reported later comes too late to count.</summary>
    private bool IsOpen => !Volatile.Read(ref _ended);

    private SpendRequest Request => new(_attribution, _hold) { MaxCost = _maxCost, CallSite = _site.Endpoint };

    /// <summary>
    /// Prices a call. Returns null where nothing is tracked: the manager is switched off, or is gone because its host is stopping; the user's call must
    /// not fail for that.
    /// </summary>
    /// <exception cref="BudgetExceededException">The model has no price and such calls are refused.</exception>
    public static MeteredCall? Prepare(LlmCallSite site, in LlmRequest request, CancellationToken cancellationToken = default)
    {
        LlmCallScope? around = LlmCallScope.Current;
        BudgetManager manager = around?.Manager ?? BudgetManager.Default;
        return manager.IsTracking ? new MeteredCall(site, request, around, manager, cancellationToken) : null;
    }

    /// <summary>Reserves the hold. Completes at once when the store does.</summary>
    /// <exception cref="BudgetExceededException">A budget does not allow the call.</exception>
    public ValueTask ReserveAsync(CancellationToken cancellationToken)
    {
        if (NeedsNoHold())
            return ValueTask.CompletedTask;

        ValueTask<Reservation> reserving = _manager.ReserveAsync(Request, cancellationToken);
        if (!reserving.IsCompletedSuccessfully)
            return Awaited(this, reserving);

        Reserved(reserving.Result);
        return ValueTask.CompletedTask;

        static async ValueTask Awaited(MeteredCall call, ValueTask<Reservation> reserving) => call.Reserved(await reserving.ConfigureAwait(false));
    }

    /// <summary>Reserves the hold, blocking until the hold is durable.</summary>
    /// <exception cref="BudgetExceededException">A budget does not allow the call.</exception>
    public void Reserve()
    {
        if (!NeedsNoHold())
            Reserved(_manager.Reserve(Request));
    }

    /// <summary>What the provider keeps of a conversation: as much as is known, else as much as the model takes.</summary>
    private static void AddHidden(ref PromptSize prompt, long? known, long context)
    {
        if (known is { } tokens)
            prompt.AddHidden(tokens, tokens);
        else
            prompt.AddHidden(context - prompt.UpperBoundTokens, 0);
    }

    /// <summary>The request is sent now, at the price of now; it may have waited for its hold.</summary>
    private void Reserved(Reservation reservation)
    {
        _reservation = reservation;
        _sentAt = _manager.Now;
    }

    /// <summary>True if the money is held by a call around, or cannot be told beforehand. A cap for one request counts for an inner call all the same.</summary>
    /// <exception cref="BudgetExceededException">The call may cost more than its cap.</exception>
    private bool NeedsNoHold()
    {
        if (_isPaidByOuter && _maxCost is { } cap && _worstCase > cap)
            throw new BudgetExceededException(new BudgetRejection { Reason = RejectionReason.PerRequestCap, Limit = cap, Requested = _worstCase, Model = _attribution.Model });

        _sentAt = _manager.Now;
        return _isPaidByOuter || _isUnpriced;
    }

    /// <summary>The price of what was served, on the terms on which it was served, as it was in force when the request was sent.</summary>
    private BilledPrice Billed(string? servedModel, LlmTerms? served, in LlmUsage usage = default)
    {
        BilledPrice price = _price.Billed(servedModel, _attribution.Provider, _attribution.Model, _givenProvider, _sentAt, served, usage);
        if (price.UnknownTier is { } word)
            _manager.NoteUnknownTier(_site.Endpoint, _attribution.Provider, word);
        return price;
    }

    private static MeteredCall? NextOpen(MeteredCall? call)
    {
        while (call is { IsOpen: false })
            call = call._outer;
        return call;
    }

    /// <summary>True if a call around has reserved with this manager. What another manager reserved is no leave of this one's budgets.</summary>
    private bool HasOuterOf(BudgetManager manager)
    {
        for (MeteredCall? outer = _outer; outer is not null; outer = NextOpen(outer._outer))
        {
            if (!outer._isUnpriced && ReferenceEquals(outer._manager, manager))
                return true;
        }

        return false;
    }
}
