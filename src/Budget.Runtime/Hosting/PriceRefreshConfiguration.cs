namespace BudgetGen;

/// <summary>Reads the section <c>PriceRefresh</c> of a settings file. Without it nothing is fetched.</summary>
internal static class PriceRefreshConfiguration
{
    public const string SectionName = "PriceRefresh";

    private const int LongestUrl = 2048;
    private const int LongestFile = 4096;

    /// <param name="section">The section around, in which <c>PriceRefresh</c> may be.</param>
    /// <param name="reading">Takes the complaints, each with its place.</param>
    /// <param name="before">What code or an earlier file said; what this one does not say stays as it was.</param>
    /// <param name="changes">Takes what is to be set once everything was read.</param>
    public static void Read(Setting section, ConfigurationReading reading, PriceRefreshSchedule? before, List<Action<BudgetOptions>> changes)
    {
        if (reading.Section(section, SectionName) is not { } refresh)
            return;

        reading.RefuseOthers(refresh, "Enabled", "Url", "File", "Sha256", "Interval", "MaxBytes", "Timeout", "Accept");
        int complaints = reading.Count;
        bool enabled = reading.Boolean(refresh, "Enabled") ?? true;
        Uri? url = Url(refresh, reading) ?? before?.Source.Url;
        string? file = reading.Text(refresh, "File", LongestFile) ?? before?.Source.File;
        string? sha256 = Sha256(refresh, reading) ?? before?.Source.Sha256;
        TimeSpan? interval = reading.Duration(refresh, "Interval", PriceRefreshSchedule.ShortestInterval, PriceRefreshSchedule.LongestInterval);
        int? most = reading.Integer(refresh, "MaxBytes", 1, PriceRefreshSchedule.LargestBook);
        TimeSpan? timeout = reading.Duration(refresh, "Timeout", PriceRefreshSchedule.ShortestTimeout, PriceRefreshSchedule.LongestTimeout);
        bool? accept = reading.Boolean(refresh, "Accept");
        if (reading.Count > complaints)
            return;

        if (!enabled)
        {
            changes.Add(static options => options.PriceRefresh = null);
            return;
        }

        if (url is null || file is null)
        {
            reading.Add($"{refresh.Path}: {refresh.Spell("Url")} and {refresh.Spell("File")} are needed here. Say where prices may be fetched from, and which file keeps the last good ones.");
            return;
        }

        PriceRefreshOptions source = before?.Source ?? new PriceRefreshOptions { Url = url, File = file };
        source = source with { Url = url, File = file, Sha256 = sha256, MaxBytes = most ?? source.MaxBytes, Timeout = timeout ?? source.Timeout, Accept = accept ?? source.Accept };
        PriceRefreshSchedule schedule = before ?? new PriceRefreshSchedule { Source = source };
        schedule = schedule with { Source = source, Interval = interval ?? schedule.Interval };
        changes.Add(options => options.PriceRefresh = schedule);
    }

    private static Uri? Url(Setting refresh, ConfigurationReading reading)
    {
        if (reading.Text(refresh, "Url", LongestUrl) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && PriceRefreshSchedule.IsWeb(url))
            return url;

        // Without the value: such addresses are secrets as often as not.
        reading.Add($"{refresh.Find("Url").Path} is not an address of the web. It must be an absolute one of http or https, such as https://example.com/prices.json.");
        return null;
    }

    private static string? Sha256(Setting refresh, ConfigurationReading reading)
    {
        if (reading.Text(refresh, "Sha256") is not { } text)
            return null;
        if (PriceRefreshSchedule.IsSha256(text))
            return text;

        reading.Complain(refresh, "Sha256", text, "the SHA-256 of the file, 64 hexadecimal digits");
        return null;
    }
}
