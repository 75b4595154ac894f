using System.Globalization;

namespace BudgetGen.Cli;

/// <summary>Money as text that loses nothing.</summary>
internal static class Amounts
{
    /// <summary>Dollars as a plain decimal, such as <c>0.0125</c>.</summary>
    public static string Exact(Usd amount) => amount.ToDollars().ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary>The price of a unit in dollars: of tokens per million, of all else per piece or second.</summary>
    public static string Price(CostComponent part) => part.Multiplied
        ? (part.Price.Picos / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture) + " per 1M"
        : (part.Price.Picos / 1_000_000_000_000m).ToString("0.############", CultureInfo.InvariantCulture) + (IsTime(part) ? " per second" : " each");

    /// <summary>What a component adds before multipliers and rounding, in dollars.</summary>
    public static string Of(CostComponent part) =>
        ((decimal)part.Count * part.Price.Picos / (IsTime(part) ? 1_000_000_000_000_000m : 1_000_000_000_000m)).ToString("0.##################", CultureInfo.InvariantCulture);

    private static bool IsTime(CostComponent part) => part.Bucket is "audio_time" or "video_time";
}
