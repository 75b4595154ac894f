using System.Globalization;

namespace BudgetGen;

/// <summary>
/// The price of one unit (a token, an image, a second ...) in pico-dollars (1 = 1e-12 USD) in an <see cref="long"/>; so USD per one million
/// tokens has six exact decimals. A price of zero means free and is meant; a price that nobody knows is the absence of a <see cref="UnitPrice"/>.
/// </summary>
/// <param name="Picos">The price in pico-dollars per unit; never negative.</param>
public readonly record struct UnitPrice(long Picos) : IComparable<UnitPrice>
{
    private const decimal PicosPerDollar = 1_000_000_000_000m;

    /// <summary>Makes a price from USD per so many units, such as 2.50 per 1,000,000 tokens. What is finer than a pico-dollar is rounded up.</summary>
    /// <param name="dollars">USD for <paramref name="units"/> units; 0 or more.</param>
    /// <param name="units">How many units that buys; more than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative price, no units, or a price beyond 1 million USD per unit.</exception>
    public static UnitPrice FromDollars(decimal dollars, long units = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dollars);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(units);
        if (dollars / units > 1_000_000m)
            throw new ArgumentOutOfRangeException(nameof(dollars), dollars, "A unit price is at most 1,000,000 USD.");

        return new UnitPrice((long)decimal.Ceiling(dollars * PicosPerDollar / units));
    }

    /// <summary>Makes a price from USD per one million tokens, the unit of most price lists.</summary>
    public static UnitPrice PerMillion(decimal dollars) => FromDollars(dollars, 1_000_000);

    /// <summary>The price in USD per one million units.</summary>
    public decimal ToDollarsPerMillion() => Picos / 1_000_000m;

    /// <inheritdoc/>
    public int CompareTo(UnitPrice other) => Picos.CompareTo(other.Picos);

    /// <summary>True if <paramref name="left"/> is cheaper.</summary>
    public static bool operator <(UnitPrice left, UnitPrice right) => left.Picos < right.Picos;

    /// <summary>True if <paramref name="left"/> is dearer.</summary>
    public static bool operator >(UnitPrice left, UnitPrice right) => left.Picos > right.Picos;

    /// <summary>True if <paramref name="left"/> is not dearer.</summary>
    public static bool operator <=(UnitPrice left, UnitPrice right) => left.Picos <= right.Picos;

    /// <summary>True if <paramref name="left"/> is not cheaper.</summary>
    public static bool operator >=(UnitPrice left, UnitPrice right) => left.Picos >= right.Picos;

    /// <summary>The price as USD per one million units, invariant culture.</summary>
    public override string ToString() => "$" + ToDollarsPerMillion().ToString("0.00####", CultureInfo.InvariantCulture) + "/M";
}
