using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace BudgetGen;

/// <summary>A number of a price list, read from its digits: lists write prices as binary fractions, and reading them as such would change them.</summary>
internal readonly struct ExactNumber
{
    private const int MostDigits = 60;
    private const int PicoDigits = 12;
    private readonly BigInteger _digits;
    private readonly int _exponent;

    private ExactNumber(BigInteger digits, int exponent) => (_digits, _exponent) = (digits, exponent);

    public bool IsZero => _digits.IsZero;

    public bool IsNegative => _digits.Sign < 0;

    /// <summary>Reads a JSON number, or a text with one.</summary>
    public static ExactNumber? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => Parse(json.GetRawText()),
        JsonValueKind.String => Parse(json.GetString()!),
        _ => null,
    };

    public static ExactNumber? Parse(string text)
    {
        ReadOnlySpan<char> rest = text;
        int exponent = 0;
        int e = rest.IndexOfAny('e', 'E');
        if (e >= 0)
        {
            if (!int.TryParse(rest[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs((long)exponent) > MostDigits)
                return null;
            rest = rest[..e];
        }

        int point = rest.IndexOf('.');
        string digits = point < 0 ? rest.ToString() : string.Concat(rest[..point], rest[(point + 1)..]);
        if (digits.Length is 0 or > MostDigits || !BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger whole))
            return null;
        return new ExactNumber(whole, exponent - (point < 0 ? 0 : rest.Length - point - 1));
    }

    public ExactNumber Times(long factor) => new(_digits * factor, _exponent);

    /// <summary>This many dollars for so many units, as a price of one: rounded up to a pico-dollar. Null: negative, or beyond what a price may be.</summary>
    public UnitPrice? PerUnit(long units, out bool rounded)
    {
        int exponent = _exponent + PicoDigits;
        BigInteger numerator = _digits * BigInteger.Pow(10, Math.Max(0, exponent));
        BigInteger denominator = units * BigInteger.Pow(10, Math.Max(0, -exponent));
        var picos = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        rounded = !rest.IsZero;
        if (rounded)
            picos++;
        return IsNegative || picos > 1_000_000 * BigInteger.Pow(10, PicoDigits) ? null : new UnitPrice((long)picos);
    }

    /// <summary>The number as a ratio of two whole numbers of at most 10,000, or null.</summary>
    public (int Numerator, int Denominator)? AsRatio()
    {
        BigInteger numerator = _digits * BigInteger.Pow(10, Math.Max(0, _exponent)), denominator = BigInteger.Pow(10, Math.Max(0, -_exponent));
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        (numerator, denominator) = (numerator / common, denominator / common);
        return numerator > 0 && numerator <= PriceMultiplier.Most && denominator <= PriceMultiplier.Most ? ((int)numerator, (int)denominator) : null;
    }

    /// <summary>The number if it is whole and above 0, or null.</summary>
    public long? AsCount()
    {
        BigInteger scale = BigInteger.Pow(10, Math.Abs(_exponent));
        BigInteger whole = _exponent >= 0 ? _digits * scale : _digits / scale;
        return whole > 0 && whole <= long.MaxValue && (_exponent >= 0 || (_digits % scale).IsZero) ? (long)whole : null;
    }
}
