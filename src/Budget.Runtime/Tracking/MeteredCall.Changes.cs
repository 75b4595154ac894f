using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>What is different in a request when it is sent: a bound on its output, or another model.</summary>
internal sealed partial class MeteredCall
{
    private readonly LlmRequestParts _canChange;
    private readonly int _choices;
    private readonly string? _givenProvider;
    private readonly bool _setsBound;
    private readonly MeteredCall? _insteadOf;
    private bool _isUnsent;

    /// <summary>The call that is made instead of one that a budget refused: another model, with its own price, accounts and reservation.</summary>
    private MeteredCall(MeteredCall refused, string model, CallPrice price)
    {
        _manager = refused._manager;
        _sdk = refused._sdk;
        _prompt = refused._prompt;
        _bounds = refused._bounds;
        _site = refused._site;
        _booked = refused._booked;
        _hasMeterInside = refused._hasMeterInside;
        _outer = refused._outer;
        _isPaidByOuter = refused._isPaidByOuter;
        _cancelledBefore = refused._cancelledBefore;
        _canBeContinued = refused._canBeContinued;
        _canChange = refused._canChange;
        _choices = refused._choices;
        _webSearches = refused._webSearches;
        _givenProvider = refused._givenProvider;
        _maxCost = refused._maxCost;
        _insteadOf = refused;
        _price = price;
        _attribution = refused._attribution with { Model = model, Provider = _givenProvider ?? price.Provider };

        // A bound that was ours is made for the new model; one of the caller's stays, unless the new model cannot give so much.
        _maxOutputTokens = refused._setsBound ? price.OutputBound(_prompt) : Min(refused._maxOutputTokens, price.MaxOutput);
        _setsBound = (_canChange & LlmRequestParts.MaxOutputTokens) != 0 && (refused._setsBound || _maxOutputTokens != refused._maxOutputTokens);
        _worstCase = price.WorstCase(_prompt, _maxOutputTokens, _choices, _webSearches);
        _holds = _manager.HoldsOf(_site, model);
        _hold = _holds.HoldFor(_worstCase);
        Scope = LlmCallScope.Metering(refused.Scope, this, _attribution);
    }

    /// <summary>
    /// The call to make instead of this one, which a budget has refused; null if the budget names no other model, the request's model cannot be
    /// changed, or that model was refused as well. The new call still has to be reserved.
    /// </summary>
    public MeteredCall? Instead(BudgetExceededException refusal)
    {
        BudgetRejection rejection = refusal.Rejection;
        if (rejection.FallbackModel is not { } model || (_canChange & LlmRequestParts.Model) == 0 || rejection.Reason == RejectionReason.StoreUnavailable)
            return null;

        for (MeteredCall? tried = this; tried is not null; tried = tried._insteadOf)
        {
            if (string.Equals(tried._attribution.Model, model, StringComparison.OrdinalIgnoreCase))
                return null;
        }

        if (IsOfAnotherProvider(model) || CallPrice.TryFor(_manager, model, _givenProvider, _price.Asked, _bounds) is not { } price)
            return null;

        _manager.NoteFallback(_site.Endpoint, _attribution.Model, model, rejection);
        return new MeteredCall(this, model, price);
    }

    /// <summary>What the call is made with: the caller's state, or a changed copy of it.</summary>
    public TState Changed<TState>(TState state, Func<TState, LlmRequestChange, TState>? change)
    {
        if ((!_setsBound && _insteadOf is null) || change is null)
            return state;

        // Whatever goes wrong in here, nothing has been sent yet.
        _isUnsent = true;
        state = change(state, new LlmRequestChange(_insteadOf is null ? null : _attribution.Model, _setsBound ? _maxOutputTokens : null));
        _isUnsent = false;
        return state;
    }

    /// <summary>A client speaks to one provider. A model that only others are known to have would be refused there, after all.</summary>
    private bool IsOfAnotherProvider(string model) =>
        _givenProvider is not null && !_price.IsDefault && _manager.Pricing.Find(model, _givenProvider) is null && _manager.Pricing.Find(model) is not null;

    /// <summary>With strict holds, the bound that a request without one is sent with; null if it keeps its own, or can have none.</summary>
    private long? StrictBound(long? own)
    {
        if (own is not null || !_manager.Holds.Strict || _isUnpriced || !_price.HasOutput)
            return null;
        if ((_canChange & LlmRequestParts.MaxOutputTokens) != 0)
            return _price.OutputBound(_prompt);

        _manager.NoteUnbounded(_manager.HoldsOf(_site, _attribution.Model!));
        return null;
    }

    private static long? Min(long? left, long? right) => left is { } a && right is { } b ? Math.Min(a, b) : left;
}
