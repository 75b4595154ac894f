namespace BudgetGen;

/// <summary>
/// Where alerts are to go. These settings are read and checked today, so that a file that has them loads, and used by nothing yet: alerts are logged, and
/// handed to <see cref="BudgetOptions.AlertHandler"/> and <see cref="BudgetManager.AlertRaised"/>, whatever is set here. Immutable.
/// </summary>
public sealed record AlertChannelOptions
{
    /// <summary>True: alerts are shown in the user interface.</summary>
    public bool Ui { get; init; } = true;

    /// <summary>True: alerts are logged.</summary>
    public bool Log { get; init; } = true;

    /// <summary>The least urgent alerts that are logged.</summary>
    public AlertLevel LogLevel { get; init; } = AlertLevel.Warning;

    /// <summary>True: alerts are sent to <see cref="EmailRecipients"/>, of whom there must be one at least.</summary>
    public bool Email { get; init; }

    /// <summary>Mail addresses, such as <c>ops@example.com</c>, at most 100.</summary>
    public IReadOnlyList<string> EmailRecipients { get; init; } = [];

    /// <summary>True: alerts are posted to <see cref="WebhookUrl"/>, which must be set.</summary>
    public bool Webhook { get; init; }

    /// <summary>An https address without user and password; null: none.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>Everything that is wrong with the channels; empty if nothing is.</summary>
    internal List<string> Complaints()
    {
        List<string> complaints = [];
        if (!Enum.IsDefined(LogLevel))
            complaints.Add($"AlertChannels.LogLevel is {(int)LogLevel}. Use one of {string.Join(", ", Enum.GetNames<AlertLevel>())}.");
        if (EmailRecipients is null)
            complaints.Add("AlertChannels.EmailRecipients is null. Use an empty list for nobody.");
        else
            CheckRecipients(complaints);
        if (WebhookUrl is null ? Webhook : !WebhookUrl.IsAbsoluteUri || WebhookUrl.Scheme != Uri.UriSchemeHttps || WebhookUrl.UserInfo.Length > 0)
            complaints.Add("AlertChannels.WebhookUrl must be an https address without user and password. Set it, or switch the channel off and leave it out.");
        return complaints;
    }

    private void CheckRecipients(List<string> complaints)
    {
        if (Email && EmailRecipients.Count == 0)
            complaints.Add("AlertChannels.Email is true and EmailRecipients is empty. Add a recipient, or switch the channel off.");
        if (EmailRecipients.Count > 100)
            complaints.Add($"AlertChannels.EmailRecipients has {EmailRecipients.Count} addresses. Use at most 100; a mailing list reaches more.");
        foreach (string recipient in EmailRecipients.Take(100))
        {
            if (!IsMailAddress(recipient))
                complaints.Add($"AlertChannels.EmailRecipients has '{SettingText.Shown(recipient ?? "")}'. It must be a plain mail address such as ops@example.com.");
        }
    }

    /// <summary>A coarse check, which keeps out what could become a header or a second address.</summary>
    private static bool IsMailAddress(string? text) =>
        text is { Length: <= 254 } && text.IndexOf('@') is > 0 and int at && at == text.LastIndexOf('@') && at < text.Length - 1
        && !text.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or ':' or '"' or '(' or ')' or '\\');
}
