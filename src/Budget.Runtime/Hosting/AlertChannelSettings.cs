namespace BudgetGen;

/// <summary>Reads the alert channels of a settings file.</summary>
internal static class AlertChannelSettings
{
    private const int LongestUrl = 2048;

    /// <summary>The channels, with what the file does not say as it was; null if it does not speak of them.</summary>
    public static AlertChannelOptions? Read(Setting section, ConfigurationReading reading, AlertChannelOptions before)
    {
        if (reading.Section(section, "AlertChannels") is not { } channels)
            return null;

        reading.RefuseOthers(channels, "Ui", "Log", "Email", "Webhook");
        AlertChannelOptions after = before;
        if (Channel(channels, reading, "Ui") is { } ui)
            after = after with { Ui = reading.Boolean(ui, "Enabled") ?? before.Ui };
        if (Channel(channels, reading, "Log", "Level") is { } log)
            after = after with { Log = reading.Boolean(log, "Enabled") ?? before.Log, LogLevel = reading.OneOf<AlertLevel>(log, "Level") ?? before.LogLevel };
        if (Channel(channels, reading, "Email", "Recipients") is { } email)
        {
            List<string> recipients = reading.Texts(email, "Recipients");
            after = after with { Email = reading.Boolean(email, "Enabled") ?? before.Email, EmailRecipients = recipients.Count > 0 ? recipients : before.EmailRecipients };
        }

        if (Channel(channels, reading, "Webhook", "Url") is { } webhook)
            after = after with { Webhook = reading.Boolean(webhook, "Enabled") ?? before.Webhook, WebhookUrl = Url(webhook, reading) ?? before.WebhookUrl };
        foreach (string complaint in after.Complaints())
            reading.Add($"{channels.Path}: {complaint}");
        return after;
    }

    private static Setting? Channel(Setting channels, ConfigurationReading reading, string name, params ReadOnlySpan<string> others)
    {
        if (reading.Section(channels, name) is not { } channel)
            return null;

        reading.RefuseOthers(channel, ["Enabled", .. others]);
        return channel;
    }

    private static Uri? Url(Setting webhook, ConfigurationReading reading)
    {
        if (reading.Text(webhook, "Url", LongestUrl) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url))
            return url;

        // Without the value: such addresses are secrets as often as not.
        reading.Add($"{webhook.Find("Url").Path} is not an address. It must be an absolute one such as https://example.com/hook.");
        return null;
    }
}
