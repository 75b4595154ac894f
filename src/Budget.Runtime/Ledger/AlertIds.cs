using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>The identity of an alert: the same whichever process raises it, so that it is kept once.</summary>
internal static class AlertIds
{
    /// <param name="account">The account.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="line">What tells alerts of one kind apart, or empty.</param>
    /// <param name="version">The version of the policy: an edit arms alerts again.</param>
    public static string Of(AccountKey account, AlertKind kind, string line, int version)
    {
        // Each text with its length, so that no two accounts have the same parts.
        string parts = string.Create(
            CultureInfo.InvariantCulture,
            $"{account.PolicyId.Length}:{account.PolicyId}{account.ScopeKey.Length}:{account.ScopeKey}{account.WindowStart.UtcTicks}|{account.WindowEnd.UtcTicks}|{(int)kind}|{line}|{version}");

        // The characters as they are: an encoding would make one of all lone surrogates.
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(parts.AsSpan())).AsSpan(0, 16));
    }
}
