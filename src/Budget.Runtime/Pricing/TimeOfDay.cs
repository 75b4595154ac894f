using System.Globalization;

namespace BudgetGen;

/// <summary>Hours of the day in which a price line applies, such as a provider's off-peak hours. Two are equal if their texts are.</summary>
public sealed class TimeOfDay : IEquatable<TimeOfDay>
{
    private readonly TimeZoneInfo _zone;
    private readonly (TimeOnly From, TimeOnly To)[] _windows;
    private readonly DayOfWeek[] _weekdays;

    /// <summary>Makes it.</summary>
    /// <param name="zone">The IANA time zone of the hours, such as <c>UTC</c> or <c>Asia/Shanghai</c>.</param>
    /// <param name="windows">Half-open windows; one whose end is not after its beginning goes across midnight.</param>
    /// <param name="weekdays">The days on which windows begin; none: every day.</param>
    /// <exception cref="TimeZoneNotFoundException">The zone is not known.</exception>
    /// <exception cref="ArgumentException">There is no window.</exception>
    public TimeOfDay(string zone, IReadOnlyList<(TimeOnly From, TimeOnly To)> windows, IReadOnlyList<DayOfWeek>? weekdays = null)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Count == 0)
            throw new ArgumentException("At least one window is needed.", nameof(windows));
        if (!IanaZone.TryFind(zone, out TimeZoneInfo? known))
            throw new TimeZoneNotFoundException($"This machine does not know the time zone '{zone}'. Use an IANA name such as Europe/Berlin.");
        (Zone, _zone) = (zone, known);
        _windows = [.. windows.Order()];
        _weekdays = [.. (weekdays ?? []).Distinct().Order()];
    }

    /// <summary>The IANA time zone of the hours.</summary>
    public string Zone { get; }

    /// <summary>The windows.</summary>
    public IReadOnlyList<(TimeOnly From, TimeOnly To)> Windows => _windows;

    /// <summary>The days on which windows begin; none: every day.</summary>
    public IReadOnlyList<DayOfWeek> Weekdays => _weekdays;

    /// <summary>True if an instant lies in a window.</summary>
    public bool Contains(DateTimeOffset at)
    {
        DateTime local = TimeZoneInfo.ConvertTime(at, _zone).DateTime;
        var time = TimeOnly.FromDateTime(local);
        foreach ((TimeOnly from, TimeOnly to) in _windows)
        {
            // A window across midnight belongs to the day on which it began.
            bool inside = from < to ? time >= from && time < to && On(local.DayOfWeek) : (time >= from && On(local.DayOfWeek)) || (time < to && On(local.AddDays(-1).DayOfWeek));
            if (inside)
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public bool Equals(TimeOfDay? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TimeOfDay);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Such as <c>16:30-00:30 UTC</c>.</summary>
    public override string ToString() =>
        string.Join(", ", _windows.Select(static window => string.Create(CultureInfo.InvariantCulture, $"{window.From:HH:mm}-{window.To:HH:mm}")))
        + $" {Zone}" + (_weekdays.Length == 0 ? "" : " on " + string.Join(", ", _weekdays));

    private bool On(DayOfWeek day) => _weekdays.Length == 0 || _weekdays.Contains(day);
}
