namespace BudgetGen.Sqlite;

/// <summary>What is known of a reservation without a known outcome.</summary>
/// <param name="At">When it was held, or lost if no hold is on record; as stored.</param>
/// <param name="State">How it stands.</param>
/// <param name="Seal">The hash of its row.</param>
internal readonly record struct HoldRow(long At, HoldState State, long Seal)
{
    /// <summary>Hashes the row.</summary>
    public static long SealOf(
        CanonicalBytes bytes, ReservationId id, long at, UInt128 accounts, UInt128 attribution, UInt128 callSite, long hold, HoldState state, string? note)
    {
        bytes.Clear();
        bytes.Add(id);
        bytes.Add(at);
        bytes.Add(accounts);
        bytes.Add(attribution);
        bytes.Add(callSite);
        bytes.Add(hold);
        bytes.Add((long)state);
        bytes.Add(note);
        return bytes.Seal();
    }
}

/// <summary>How a reservation without a known outcome stands. The numbers are part of the schema.</summary>
internal enum HoldState
{
    /// <summary>Held by a call that is, or was, in flight.</summary>
    Held = 0,

    /// <summary>Lost after it was held.</summary>
    Lost = 1,

    /// <summary>Lost; its hold never became durable.</summary>
    LostWithoutHold = 2,
}
