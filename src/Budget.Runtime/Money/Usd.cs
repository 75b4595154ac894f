using System.Globalization;

namespace BudgetGen;

/// <summary>
/// An amount of money in US dollars, held as a whole number of nano-dollars (1 = 1e-9 USD) in an <see cref="long"/>. Range about
/// ±9.22 billion USD. Sums are exact and overflow is an error (<see cref="OverflowException"/>); there is no floating point anywhere.
/// </summary>
/// <param name="Nanos">The amount in nano-dollars.</param>
public readonly record struct Usd(long Nanos) : IComparable<Usd>, IFormattable
{
    private const decimal NanosPerDollar = 1_000_000_000m;

    /// <summary>Nothing: 0 USD.</summary>
    public static Usd Zero => default;

    /// <summary>The largest limit that may be configured: 4e18 nano-dollars, so that limit plus overruns cannot overflow.</summary>
    public static Usd MaxLimit => new(4_000_000_000_000_000_000);

    /// <summary>The largest amount that one call may cost: 1e15 nano-dollars (1 million USD).</summary>
    public static Usd MaxCall => new(1_000_000_000_000_000);

    /// <summary>Makes an amount from nano-dollars.</summary>
    public static Usd FromNanos(long nanos) => new(nanos);

    /// <summary>Makes an amount from dollars. Digits beyond the ninth decimal are refused, not rounded.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is finer than a nano-dollar or outside the range.</exception>
    public static Usd FromDollars(decimal dollars)
    {
        if (dollars is < -9_223_372_036m or > 9_223_372_036m)
            throw new ArgumentOutOfRangeException(nameof(dollars), dollars, "An amount of USD must lie within ±9,223,372,036.");

        decimal nanos = dollars * NanosPerDollar;
        if (nanos != decimal.Truncate(nanos))
            throw new ArgumentOutOfRangeException(nameof(dollars), dollars, "An amount of USD has at most nine decimals (nano-dollars).");

        return new Usd((long)nanos);
    }

    /// <summary>Makes an amount from dollars, rounding what is finer than a nano-dollar up (never in the spender's favour).</summary>
    /// <exception cref="OverflowException">The amount is outside the range.</exception>
    public static Usd FromDollarsRoundedUp(decimal dollars) => new(checked((long)decimal.Ceiling(dollars * NanosPerDollar)));

    /// <summary>The amount in dollars, exact.</summary>
    public decimal ToDollars() => Nanos / NanosPerDollar;

    /// <summary>Adds two amounts; throws <see cref="OverflowException"/> beyond the range.</summary>
    public static Usd operator +(Usd left, Usd right) => new(checked(left.Nanos + right.Nanos));

    /// <summary>Subtracts one amount from another; throws <see cref="OverflowException"/> beyond the range.</summary>
    public static Usd operator -(Usd left, Usd right) => new(checked(left.Nanos - right.Nanos));

    /// <summary>Negates an amount.</summary>
    public static Usd operator -(Usd amount) => new(checked(-amount.Nanos));

    /// <summary>True if <paramref name="left"/> is less money.</summary>
    public static bool operator <(Usd left, Usd right) => left.Nanos < right.Nanos;

    /// <summary>True if <paramref name="left"/> is more money.</summary>
    public static bool operator >(Usd left, Usd right) => left.Nanos > right.Nanos;

    /// <summary>True if <paramref name="left"/> is not more money.</summary>
    public static bool operator <=(Usd left, Usd right) => left.Nanos <= right.Nanos;

    /// <summary>True if <paramref name="left"/> is not less money.</summary>
    public static bool operator >=(Usd left, Usd right) => left.Nanos >= right.Nanos;

    /// <summary>Adds two amounts.</summary>
    public static Usd Add(Usd left, Usd right) => left + right;

    /// <summary>Subtracts one amount from another.</summary>
    public static Usd Subtract(Usd left, Usd right) => left - right;

    /// <summary>Negates an amount.</summary>
    public static Usd Negate(Usd amount) => -amount;

    /// <summary>The larger of two amounts.</summary>
    public static Usd Max(Usd left, Usd right) => left.Nanos >= right.Nanos ? left : right;

    /// <summary>The smaller of two amounts.</summary>
    public static Usd Min(Usd left, Usd right) => left.Nanos <= right.Nanos ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Usd other) => Nanos.CompareTo(other.Nanos);

    /// <summary>The amount as <c>$1.25</c>: at least two decimals, at most nine, no rounding, invariant culture.</summary>
    public override string ToString() => ToString(null, null);

    /// <summary>The amount as text.</summary>
    /// <param name="format">Null for the exact form; otherwise a numeric format for the dollars, such as <c>N4</c>.</param>
    /// <param name="formatProvider">The culture, or null for the invariant one.</param>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        decimal dollars = ToDollars();
        string sign = dollars < 0 ? "-" : "";
        return sign + "$" + Math.Abs(dollars).ToString(format ?? "#,0.00#######", formatProvider ?? CultureInfo.InvariantCulture);
    }
}
