using BudgetGen.Storage;

namespace BudgetGen.Sqlite;

/// <summary>
/// Hashes of what rows refer to by number. The chain covers these, so it covers what an entry means: a changed text breaks it, and a number alone means nothing.
/// </summary>
internal static class Digests
{
    public static UInt128 Of(string text, CanonicalBytes bytes)
    {
        bytes.Clear();
        bytes.Add(text);
        return bytes.Digest();
    }

    public static UInt128 Of(AccountKey key, CanonicalBytes bytes)
    {
        bytes.Clear();
        bytes.Add(key.PolicyId);
        bytes.Add(key.ScopeKey);
        bytes.Add(Instant.ToStored(key.WindowStart));
        bytes.Add(Instant.ToStored(key.WindowEnd));
        return bytes.Digest();
    }

    public static UInt128 Of(ReadOnlySpan<UInt128> accounts, CanonicalBytes bytes)
    {
        bytes.Clear();
        foreach (UInt128 account in accounts)
            bytes.Add(account);
        return bytes.Digest();
    }

    public static UInt128 Of(in CallAttribution attribution, CanonicalBytes bytes)
    {
        bytes.Clear();
        bytes.Add(attribution.User);
        bytes.Add(attribution.Provider);
        bytes.Add(attribution.Model);
        bytes.Add(attribution.Project);
        bytes.Add(attribution.Team);
        bytes.Add(attribution.Client);
        bytes.Add(attribution.Operation);
        for (int i = 0; i < (attribution.Tags?.Count ?? 0); i++)
        {
            bytes.Add(attribution.Tags![i].Key);
            bytes.Add(attribution.Tags[i].Value ?? "");
        }

        return bytes.Digest();
    }

    /// <summary>Of what priced calls. It stands where that of a name might, and no text has a length below 0, so none can be taken for the other.</summary>
    public static UInt128 OfPrice(string provenance, CanonicalBytes bytes)
    {
        bytes.Clear();
        bytes.Add(-1L);
        bytes.Add(provenance);
        return bytes.Digest();
    }

    /// <summary>What an account's row carries of its digest.</summary>
    public static long Seal(UInt128 account) => unchecked((long)(ulong)account);
}
