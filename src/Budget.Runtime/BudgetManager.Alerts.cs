using System.Globalization;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

public sealed partial class BudgetManager
{
    /// <summary>
    /// Raised when charged money crosses the soft line of a policy, 95 % or 100 % of its limit, once per account and limit, and for the first call that an
    /// account refuses. Handlers run on the thread pool, one alert at a time; what they throw is logged.
    /// </summary>
    public event EventHandler<BudgetAlert>? AlertRaised;

    /// <summary>Completes when all alerts that were raised before have been handled.</summary>
    public Task FlushAlertsAsync() => _alerts.FlushAsync();

    private void RaiseCrossings(AccountSet accounts)
    {
        foreach (Account account in accounts.Accounts)
            RaiseCrossings(account);
    }

    private void RaiseCrossings(Account account)
    {
        AlertLines crossed = account.TakeCrossedLines();
        if (crossed == AlertLines.None)
            return;

        BudgetStatus status = BudgetStatus.Of(account);
        if ((crossed & AlertLines.Soft) != 0)
            Raise(AlertKind.ThresholdWarning, AlertLevel.Warning, Used(status, $"which is above its soft line of {status.Policy.SoftLimitPercent} %"), status);
        if ((crossed & AlertLines.Critical) != 0)
            Raise(AlertKind.ThresholdCritical, AlertLevel.Critical, Used(status, "which is above 95 %"), status);
        if ((crossed & AlertLines.Limit) != 0)
            Raise(AlertKind.LimitExceeded, AlertLevel.Critical, Used(status, status.Policy.Action == LimitAction.Block ? "calls are refused from now on" : "calls go on, because the policy only warns"), status);
    }

    /// <summary>The refusal of a call by an account, as an exception; the first one of its kind is an alert.</summary>
    private BudgetExceededException Refuse(in SpendRequest request, Account account, RejectionReason? reason = null, Exception? inner = null)
    {
        BudgetStatus status = BudgetStatus.Of(account);
        reason ??= account.Refusal(request.Hold.Nanos);
        return Refuse(Rejection(reason.Value, request, status), account, status, inner);
    }

    /// <summary>The refusal of a call that is dearer than one request may be.</summary>
    private BudgetExceededException RefuseAbove(Usd cap, in SpendRequest request, Account? account)
    {
        BudgetStatus? status = account is null ? null : BudgetStatus.Of(account);
        return Refuse(Rejection(RejectionReason.PerRequestCap, request, status) with { Limit = cap }, account, status, null);
    }

    private BudgetExceededException Refuse(BudgetRejection rejection, Account? account, BudgetStatus? status, Exception? inner)
    {
        var refusal = new BudgetExceededException(rejection, inner);
        if (account is null || account.TakeRefusal(LineOf(rejection.Reason)))
            Raise(AlertKind.PolicyViolation, AlertLevel.Warning, refusal.Message, status);
        else
            _logger.LogDebug(BudgetEvents.Rejected, "{Rejection}", refusal.Message);
        return refusal;
    }

    private void WarnAbove(Usd cap, Usd hold, Account account)
    {
        if (!account.TakeRefusal(AlertLines.OverSoftCap))
            return;

        BudgetStatus status = BudgetStatus.Of(account);
        Raise(AlertKind.PolicyViolation, AlertLevel.Warning, $"{Named(status)} lets one request cost {cap} and only warns: a request may cost {hold}.", status);
    }

    private void Raise(AlertKind kind, AlertLevel level, string message, BudgetStatus? status)
    {
        _logger.LogWarning(BudgetEvents.Alert, "{Message}", message);
        if (_alertHandler is not null || AlertRaised is not null)
            _alerts.Post(new BudgetAlert(kind, level, message, status));
    }

    private void Deliver(BudgetAlert alert)
    {
        try
        {
            _alertHandler?.Invoke(alert.Level, alert.Message);
        }
        finally
        {
            AlertRaised?.Invoke(this, alert);
        }
    }

    private static BudgetRejection Rejection(RejectionReason reason, in SpendRequest request, BudgetStatus? status) => new()
    {
        Reason = reason,
        Policy = status?.Policy,
        ScopeKey = status?.ScopeKey ?? "",
        Limit = status?.Limit,
        Spent = status?.Spent ?? Usd.Zero,
        Held = status?.Held ?? Usd.Zero,
        Suspense = status?.Suspense ?? Usd.Zero,
        Requested = request.Hold,
        ResetsAt = status?.ResetsAt,
        Model = request.Attribution.Model,
    };

    private static AlertLines LineOf(RejectionReason reason) => reason switch
    {
        RejectionReason.PerRequestCap => AlertLines.RefusedCap,
        RejectionReason.InFlight => AlertLines.RefusedInFlight,
        RejectionReason.StoreUnavailable => AlertLines.RefusedStore,
        _ => AlertLines.RefusedExhausted,
    };

    private static string Used(BudgetStatus status, string consequence) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Named(status)} has used {status.Spent + status.Suspense} of {status.Limit} ({status.PercentUsed:0.#} %), {consequence}.");

    private static string Named(BudgetStatus status) => status.ScopeKey.Length == 0 ? $"Budget '{status.Policy.Name}'" : $"Budget '{status.Policy.Name}' for '{status.ScopeKey}'";
}
