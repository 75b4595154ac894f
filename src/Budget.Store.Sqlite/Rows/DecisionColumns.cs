using BudgetGen.Storage;

namespace BudgetGen.Sqlite;

/// <summary>The columns of policies, price lines and alerts, read the same way by everybody.</summary>
internal static class DecisionColumns
{
    /// <summary>Selects versions of policies; a condition follows.</summary>
    public const string SelectPolicies = "SELECT seq, policy_id, version, definition, at, actor, reason FROM policy_version ";

    /// <summary>Selects versions of price lines; a condition follows.</summary>
    public const string SelectPriceLines = "SELECT seq, line_id, version, definition, at, actor, reason FROM price_line_version ";

    /// <summary>Selects alerts; a condition follows.</summary>
    public const string SelectAlerts =
        """
        SELECT a.seq, a.id, a.kind, a.level, a.policy_id, a.scope_key, a.window_start, a.window_end, a.at, a.message, d.seq
        FROM alert a LEFT JOIN alert_delivery d ON d.alert = a.seq

        """;

    public static PolicyChange ReadPolicy(Statement row) =>
        new(row.Text(1), checked((int)row.Long(2)), row.TextOrNull(3), row.Time(4), row.Text(5), row.TextOrNull(6));

    public static PriceLineChange ReadPriceLine(Statement row) =>
        new(row.Text(1), checked((int)row.Long(2)), row.TextOrNull(3), row.Time(4), row.Text(5), row.TextOrNull(6));

    public static AlertRecord ReadAlert(Statement row) => new(
        row.Text(1),
        (AlertKind)row.Long(2),
        (AlertLevel)row.Long(3),
        row.IsNull(4) ? null : Lookups.AccountAt(row, 4),
        row.Time(8),
        row.Text(9),
        Delivered: !row.IsNull(10));
}
