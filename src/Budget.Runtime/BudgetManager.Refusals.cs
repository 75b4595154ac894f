using System.Globalization;
using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>Which refusals are told of one by one. Those of accounts with money are; of the others so many as <see cref="RefusalQuota"/> lets pass.</summary>
public sealed partial class BudgetManager
{
    private const string MoreRefusals = "More";

    private readonly RefusalQuota _refusals = new();

    /// <summary>True if an alert of its own says so. Says once that there are more when there are too many.</summary>
    /// <param name="policy">The policy that refuses; null: a cap of the options or of the caller.</param>
    /// <param name="account">The account that refuses; null: there is none.</param>
    private bool MayTellOf(BudgetPolicy? policy, Account? account)
    {
        if (policy is null || (account is not null && _admission.HasMoney(account)))
            return true;

        DateTimeOffset now = _clock.Now();
        int version = account?.Window.LimitVersion ?? _policyVersions.VersionOf(policy.Id);
        RefusalTelling telling = _refusals.Take(policy.Id, version, now);
        if (telling == RefusalTelling.More)
            RaiseMore(policy, account, version, now);
        return telling == RefusalTelling.One;
    }

    private void RaiseMore(BudgetPolicy policy, Account? account, int version, DateTimeOffset now) => Raise(
        AlertKind.PolicyViolation,
        AlertLevel.Warning,
        string.Create(CultureInfo.InvariantCulture, $"Budget '{policy.Name}' has refused calls of {RefusalQuota.MostEach:N0} keys that have spent nothing, and of more, which are not told of one by one until the day ends (UTC)."),
        null,
        account?.Window.KeyOf(""),
        version,
        string.Create(CultureInfo.InvariantCulture, $"{MoreRefusals} {now.UtcDateTime:yyyy-MM-dd}"));

    /// <summary>Counts a refusal that an earlier process told of today. Those of accounts with money count too: their records do not tell them apart.</summary>
    private void CountRefusal(AlertRecord record, DateTimeOffset now)
    {
        if (record is { Kind: AlertKind.PolicyViolation, Account: { } account } && record.At.UtcDateTime.Date == now.UtcDateTime.Date)
            _refusals.Take(account.PolicyId, _policyVersions.VersionOf(account.PolicyId), now);
    }
}
