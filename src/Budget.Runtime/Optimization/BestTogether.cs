using System.Numerics;

namespace BudgetGen;

/// <summary>
/// The most that the savings of a place give together if no call is in two of them. Places share no calls and have at most six savings that give money, so
/// trying every choice of each place is the exact answer, in time linear in the calls.
/// </summary>
internal static class BestTogether
{
    public static Usd Choose(CallPlace place, List<PlaceSaving> found)
    {
        if (found.Count == 0)
            return Usd.Zero;

        // Which kinds meet on a call. There are far fewer such sets than calls.
        Span<bool> met = stackalloc bool[1 << (sizeof(byte) * 8)];
        foreach (byte kinds in place.Kinds)
            met[kinds] = true;

        uint best = 0;
        Usd most = Usd.Zero;
        for (uint choice = 1; choice < 1u << found.Count; choice++)
        {
            Usd sum = Usd.Zero;
            uint kinds = 0;
            for (int i = 0; i < found.Count; i++)
            {
                if ((choice & (1u << i)) != 0)
                    (sum, kinds) = (sum + found[i].Saving, kinds | (1u << (int)found[i].Kind));
            }

            if (sum > most && IsDisjoint(kinds, met))
                (best, most) = (choice, sum);
        }

        for (int i = 0; i < found.Count; i++)
            found[i].IsInBestTogether = (best & (1u << i)) != 0;
        return most;
    }

    private static bool IsDisjoint(uint chosen, ReadOnlySpan<bool> met)
    {
        for (int kinds = 0; kinds < met.Length; kinds++)
        {
            if (met[kinds] && BitOperations.PopCount((uint)kinds & chosen) > 1)
                return false;
        }

        return true;
    }
}
