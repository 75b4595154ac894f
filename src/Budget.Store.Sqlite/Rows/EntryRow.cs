using BudgetGen.Storage;

namespace BudgetGen.Sqlite;

/// <summary>An entry as the file keeps it. Instants are absolute here, in the file they count from the birth of the id. Used again for the next entry.</summary>
internal sealed class EntryRow
{
    private byte[] _buckets = [];
    private int _bucketsLength;

    public long Seq { get; set; }

    public LedgerEntryKind Kind { get; set; }

    public long Part { get; set; }

    public ReservationId Id { get; set; }

    /// <summary>The instant that it is booked at: its usage record's, or else its own.</summary>
    public long BookedAt { get; set; }

    /// <summary>The instant of the entry.</summary>
    public long At { get; set; }

    public long? HeldAt { get; set; }

    public Interned Accounts { get; set; }

    public Interned Attribution { get; set; }

    public Interned? CallSite { get; set; }

    public long Hold { get; set; }

    public long Amount { get; set; }

    public long Suspense { get; set; }

    public long Overrun { get; set; }

    public string? Note { get; set; }

    /// <summary>Null: no usage record; and what follows about usage means nothing.</summary>
    public UsageFlags? Usage { get; set; }

    public Interned UsageAttribution { get; set; }

    public Interned? Endpoint { get; set; }

    /// <summary>The name of the price line, where <see cref="Price"/> does not say it.</summary>
    public Interned? PriceLine { get; set; }

    /// <summary>What priced the call.</summary>
    public Interned? Price { get; set; }

    public long Cost { get; set; }

    public long InputTokens { get; set; }

    public long OutputTokens { get; set; }

    /// <summary>The packed buckets; empty if they are plain or not known.</summary>
    public ReadOnlySpan<byte> Buckets => _buckets.AsSpan(0, _bucketsLength);

    public string? RequestId { get; set; }

    public string? Actor { get; set; }

    public string? Reference { get; set; }

    public long? Rejection { get; set; }

    public ReservationId? UsageReservation { get; set; }

    public long? ProviderCost { get; set; }

    public bool HasExtra => Actor is not null || Reference is not null || Rejection is not null || UsageReservation is not null || ProviderCost is not null;

    /// <summary>What it adds to each of its accounts.</summary>
    public AccountChange Change => new(Amount, Suspense, Overrun);

    public void PackBuckets(in LlmUsage usage) => _bucketsLength = PackedUsage.Pack(usage, ref _buckets);

    public void SetBuckets(ReadOnlySpan<byte> packed)
    {
        if (packed.Length > _buckets.Length)
            _buckets = new byte[packed.Length];
        packed.CopyTo(_buckets);
        _bucketsLength = packed.Length;
    }

    /// <summary>The tokens by bucket.</summary>
    public LlmUsage Tokens()
    {
        UsageFlags flags = Usage.GetValueOrDefault();
        LlmUsage tokens = flags.HasFlag(UsageFlags.Plain) ? LlmUsage.Of(InputTokens, OutputTokens) : PackedUsage.Unpack(Buckets);
        return tokens with { Estimated = flags.HasFlag(UsageFlags.TokensEstimated), Inconsistent = flags.HasFlag(UsageFlags.Inconsistent) };
    }

    /// <summary>Writes everything that it means: what the chain covers.</summary>
    public void WriteTo(CanonicalBytes bytes)
    {
        bytes.Add(Seq);
        bytes.Add((long)Kind);
        bytes.Add(Part);
        bytes.Add(Id);
        bytes.Add(BookedAt);
        bytes.Add(At);
        bytes.Add(HeldAt);
        bytes.Add(Accounts.Digest);
        bytes.Add(Attribution.Digest);
        bytes.Add(CallSite.GetValueOrDefault().Digest);
        bytes.Add(Hold);
        bytes.Add(Amount);
        bytes.Add(Suspense);
        bytes.Add(Overrun);
        bytes.Add(Note);
        bytes.Add((long?)Usage);
        if (Usage is not null)
        {
            bytes.Add(UsageAttribution.Digest);
            bytes.Add(Endpoint.GetValueOrDefault().Digest);
            bytes.Add((Price ?? PriceLine).GetValueOrDefault().Digest);
            bytes.Add(Cost);
            bytes.Add(InputTokens);
            bytes.Add(OutputTokens);
            bytes.Add(Buckets);
            bytes.Add(RequestId);
        }

        bytes.Add(!HasExtra ? 0L : ProviderCost is null ? 1L : 2L);
        if (HasExtra)
        {
            bytes.Add(Actor);
            bytes.Add(Reference);
            bytes.Add(Rejection);
            bytes.Add(UsageReservation is { } id ? new UInt128(id.High, id.Low) : UInt128.Zero);

            // As rows of before it was kept are hashed, where there is none.
            if (ProviderCost is { } cost)
                bytes.Add(cost);
        }
    }
}
