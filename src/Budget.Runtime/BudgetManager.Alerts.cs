using System.Collections.Concurrent;
using System.Globalization;
using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

public sealed partial class BudgetManager
{
    private const int MostCapsToldOf = 10_000;

    private readonly Lock _handlers = new();
    private readonly List<BudgetAlert> _undelivered = [];
    private readonly ConcurrentDictionary<(string PolicyId, string ScopeKey, int Version), bool> _capsToldOf = new();
    private EventHandler<BudgetAlert>? _alertRaised;
    private readonly bool _isMade;

    /// <summary>
    /// Raised when charged money crosses the soft line of a policy, 95 % or 100 % of its limit, once per account and version of the policy, and for the first
    /// call that an account refuses. Handlers run on the thread pool, one alert at a time; what they throw is logged. The store keeps each alert until
    /// every handler has seen it, so one that an earlier process could not deliver is raised again, with the same id, when the first handler is added.
    /// </summary>
    public event EventHandler<BudgetAlert>? AlertRaised
    {
        add
        {
            lock (_handlers)
            {
                _alertRaised += value;
                foreach (BudgetAlert alert in _undelivered)
                    _alerts.Post(alert);
                _undelivered.Clear();
            }
        }
        remove
        {
            lock (_handlers)
                _alertRaised -= value;
        }
    }

    /// <summary>Completes when all alerts that were raised before have been handled.</summary>
    public Task FlushAlertsAsync() => _alerts.FlushAsync();

    private void RaiseCrossings(AccountSet accounts) => RaiseCrossings(accounts.Accounts);

    private void RaiseCrossings(ReadOnlySpan<Account> accounts)
    {
        foreach (Account account in accounts)
            RaiseCrossings(account);
    }

    private void RaiseCrossings(Account account)
    {
        AlertLines crossed = _admission.TakeCrossedLines(account);
        if (crossed == AlertLines.None)
            return;

        BudgetStatus status = StatusOf(account);
        if ((crossed & AlertLines.Soft) != 0)
            Raise(AlertKind.ThresholdWarning, AlertLevel.Warning, Used(status, $"which is above its soft line of {status.Policy.SoftLimitPercent} %"), status, account);
        if ((crossed & AlertLines.Critical) != 0)
            Raise(AlertKind.ThresholdCritical, AlertLevel.Critical, Used(status, "which is above 95 %"), status, account);
        if ((crossed & AlertLines.Limit) != 0)
            Raise(AlertKind.LimitExceeded, AlertLevel.Critical, Used(status, status.Policy.IsHard ? "calls are refused from now on" : "calls go on, because the policy only counts"), status, account);
    }

    /// <summary>The refusal of a call by an account, as an exception; the first one of its kind is an alert.</summary>
    private BudgetExceededException Refuse(in SpendRequest request, in Verdict verdict, Exception? inner = null) =>
        Refuse(Rejection(request, verdict), verdict.Account, inner);

    /// <summary>The refusal of a call that is dearer than one request may be.</summary>
    private BudgetExceededException RefuseAbove(Usd cap, in SpendRequest request, RequestCap? policy) =>
        Refuse(CapRejection(cap, request, policy), policy?.Account, null);

    private BudgetExceededException Refuse(BudgetRejection rejection, Account? account, Exception? inner)
    {
        var refusal = new BudgetExceededException(rejection, inner);
        bool isFirst = account is null ? IsFirstOfItsKind(rejection.Policy, rejection.ScopeKey) : _admission.TakeRefusal(account, LineOf(rejection.Reason));
        if (isFirst && MayTellOf(rejection.Policy, account))
            Raise(AlertKind.PolicyViolation, AlertLevel.Warning, refusal.Message, account is null ? null : StatusOf(account), account, rejection.Reason.ToString());
        else
            _logger.LogDebug(BudgetEvents.Rejected, "{Rejection}", refusal.Message);
        return refusal;
    }

    /// <summary>True for the first call above a cap that has no account, since the cap was set.</summary>
    private bool IsFirstOfItsKind(BudgetPolicy? policy, string scopeKey)
    {
        // A flood of made-up names must not fill the memory; then a cap is told of once more.
        if (_capsToldOf.Count >= MostCapsToldOf)
            _capsToldOf.Clear();
        return _capsToldOf.TryAdd((policy?.Id ?? "", scopeKey, policy is null ? 0 : _policyVersions.VersionOf(policy.Id)), true);
    }

    private void WarnAbove(Usd hold, RequestCap cap)
    {
        bool isFirst = cap.Account is { } account ? _admission.TakeRefusal(account, AlertLines.OverSoftCap) : IsFirstOfItsKind(cap.Policy, cap.ScopeKey);
        if (!isFirst || !MayTellOf(cap.Policy, cap.Account))
            return;

        Raise(
            AlertKind.PolicyViolation,
            AlertLevel.Warning,
            $"{Named(cap.Policy, cap.ScopeKey)} lets one request cost {cap.Amount} and only warns: a request may cost {hold}.",
            cap.Account is null ? null : StatusOf(cap.Account),
            cap.Account,
            nameof(AlertLines.OverSoftCap));
    }

    private void Raise(AlertKind kind, AlertLevel level, string message, BudgetStatus? status, Account? account, string line = "") =>
        Raise(kind, level, message, status, account?.Window.KeyOf(account.ScopeKey), account?.Window.LimitVersion ?? 0, line);

    private void Raise(AlertKind kind, AlertLevel level, string message, BudgetStatus? status, AccountKey? key, int version, string line)
    {
        _logger.LogWarning(BudgetEvents.Alert, "{Message}", message);
        DateTimeOffset now = _clock.Now();
        string id = key is null ? ReservationId.New(now).ToString() : AlertIds.Of(key, kind, line, version);
        bool isHandled = _alertHandler is not null || Volatile.Read(ref _alertRaised) is not null;

        // Where nobody listens, the line in the log is the delivery. While the manager is made, nobody can listen yet.
        bool isEarly = !isHandled && key is not null && !_isMade;
        Task recorded = key is null ? Task.CompletedTask : _log.Write(new AlertRecord(id, kind, level, key, now, message, Delivered: !isHandled && !isEarly)).AsTask();
        var alert = new BudgetAlert(kind, level, message, status) { Id = id, Recorded = recorded };
        if (isHandled)
            _alerts.Post(alert);
        else if (isEarly)
            _undelivered.Add(alert);
    }

    private void Deliver(BudgetAlert alert)
    {
        try
        {
            _alertHandler?.Invoke(alert.Level, alert.Message);
        }
        finally
        {
            Volatile.Read(ref _alertRaised)?.Invoke(this, alert);
        }

        _ = MarkDeliveredAsync(alert);
    }

    private async Task MarkDeliveredAsync(BudgetAlert alert)
    {
        await alert.Recorded.ConfigureAwait(false);
        await _log.MarkDeliveredAsync(alert.Id).ConfigureAwait(false);
    }

    /// <summary>Takes over what earlier processes have reported, delivers what they could not, and reports what they did not come to.</summary>
    private void RestoreAlerts(IReadOnlyList<AlertRecord> records, DateTimeOffset now)
    {
        foreach (AlertRecord record in records)
        {
            if (record.Account is not null && LineOf(record.Kind) is var line && line != AlertLines.None)
            {
                foreach (Account account in _book.SetOf([record.Account]).Accounts)
                {
                    if (record.Id == AlertIds.Of(record.Account, record.Kind, "", account.Window.LimitVersion))
                        _admission.MarkReported(account, line);
                }
            }

            CountRefusal(record, now);
            if (!record.Delivered)
                Redeliver(record);
        }

        foreach (Account account in _book.Current(now))
            RaiseCrossings(account);
    }

    private void Redeliver(AlertRecord record)
    {
        var alert = new BudgetAlert(record.Kind, record.Level, record.Message, null) { Id = record.Id };
        if (_alertHandler is not null)
            _alerts.Post(alert);
        else
            _undelivered.Add(alert);
    }

    private static BudgetRejection Rejection(in SpendRequest request, in Verdict verdict)
    {
        BudgetPolicy policy = verdict.Account!.Policy;
        DateTimeOffset end = verdict.Account.Window.Window.End;
        return new BudgetRejection
        {
            Reason = verdict.Reason,
            Policy = policy,
            ScopeKey = verdict.Account.ScopeKey,
            Limit = policy.Limit,
            Spent = new Usd(verdict.Figures.Spent),
            Held = new Usd(verdict.Figures.Held),
            Suspense = new Usd(verdict.Figures.Suspense),
            Requested = request.Hold,
            ResetsAt = end == DateTimeOffset.MaxValue ? null : end,
            RetryAfter = verdict.Reason == RejectionReason.Throttled ? verdict.Delay : null,
            FallbackModel = policy.Action == LimitAction.Fallback ? policy.FallbackModel : null,
            Model = request.Attribution.Model,
        };
    }

    private static BudgetRejection CapRejection(Usd cap, in SpendRequest request, RequestCap? policy) => new()
    {
        Reason = RejectionReason.PerRequestCap,
        Policy = policy?.Policy,
        ScopeKey = policy?.ScopeKey ?? "",
        Limit = cap,
        Requested = request.Hold,
        FallbackModel = policy?.Policy is { Action: LimitAction.Fallback } fallback ? fallback.FallbackModel : null,
        Model = request.Attribution.Model,
    };

    private static AlertLines LineOf(RejectionReason reason) => reason switch
    {
        RejectionReason.PerRequestCap => AlertLines.RefusedCap,
        RejectionReason.InFlight => AlertLines.RefusedInFlight,
        RejectionReason.StoreUnavailable => AlertLines.RefusedStore,
        RejectionReason.Throttled => AlertLines.RefusedThrottled,
        _ => AlertLines.RefusedExhausted,
    };

    private static AlertLines LineOf(AlertKind kind) => kind switch
    {
        AlertKind.ThresholdWarning => AlertLines.Soft,
        AlertKind.ThresholdCritical => AlertLines.Critical,
        AlertKind.LimitExceeded => AlertLines.Limit,
        _ => AlertLines.None,
    };

    private static string Used(BudgetStatus status, string consequence) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Named(status.Policy, status.ScopeKey)} has used {status.Spent + status.Suspense} of {status.Limit} ({status.PercentUsed:0.#} %), {consequence}.");

    private static string Named(BudgetPolicy policy, string scopeKey) => scopeKey.Length == 0 ? $"Budget '{policy.Name}'" : $"Budget '{policy.Name}' for '{scopeKey}'";
}
