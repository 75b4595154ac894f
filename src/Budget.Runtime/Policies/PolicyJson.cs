using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace BudgetGen;

/// <summary>
/// Policies as one line of JSON, for the ledger's record of them. Names are those of <see cref="BudgetPolicy"/>, amounts are USD in decimals, instants are
/// UTC. What has its default is left out, so a default may only change together with these names. Policies that mean the same have the same text.
/// </summary>
internal static class PolicyJson
{
    private static readonly BudgetPolicy s_default = new() { Name = "", Limit = null };

    // Letters of all alphabets stay readable; what could end a script or an attribute is still escaped.
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly JsonDocumentOptions s_parsing = new() { AllowDuplicateProperties = false };

    /// <summary>The text of a policy that satisfies its rules.</summary>
    /// <exception cref="ArgumentException">A text of the policy is not Unicode, or a value has no name: it could not be read back.</exception>
    public static string Write(BudgetPolicy policy)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, s_writing))
        {
            var json = new PolicyJsonWriter(writer);
            writer.WriteStartObject();
            json.Text("Id", policy.Id == policy.Name ? null : policy.Id);
            json.Text("Name", policy.Name);
            json.Member<BudgetScope>("Scope", policy.Scope, s_default.Scope);
            json.Text("Key", policy.Key);
            json.Text("TagName", policy.TagName);
            json.Parts("And", policy.And);
            json.Member<BudgetPeriod>("Period", policy.Period, s_default.Period);
            json.Duration("Length", policy.Length);
            json.Text("TimeZone", policy.TimeZone);
            if (policy.Limit is null)
                writer.WriteNull("Limit");
            json.Money("Limit", policy.Limit);
            json.Member<LimitAction>("Action", policy.Action, s_default.Action);
            json.Flag("IsSoft", policy.IsSoft);
            json.Text("FallbackModel", policy.FallbackModel);
            json.Number("SoftLimitPercent", policy.SoftLimitPercent, s_default.SoftLimitPercent);
            json.Number("MaxRatePerMinute", policy.MaxRatePerMinute, s_default.MaxRatePerMinute);
            json.Duration("MaxWait", policy.MaxWait == s_default.MaxWait ? null : policy.MaxWait);
            json.Money("PerRequestLimit", policy.PerRequestLimit);
            json.Instant("Starts", policy.Starts);
            json.Instant("Ends", policy.Ends);
            json.Member("OnStoreDown", policy.OnStoreDown, null);
            json.Money("OpenCap", policy.OpenCap);
            json.Member<LostRule>("OnLost", policy.OnLost, s_default.OnLost);
            json.Duration("ChargeLostAfter", policy.ChargeLostAfter);
            json.Flag("Backfill", policy.Backfill);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>The policy of a text. Its rules are not checked: what was in force once must be readable for ever.</summary>
    /// <exception cref="FormatException">It is no policy; the message names property, value and what is needed.</exception>
    public static BudgetPolicy Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, s_parsing);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // The last two: a text that is not Unicode, as it is and in escapes.
            throw new FormatException($"The text of a policy is not JSON as it is needed here: {e.Message}", e);
        }
    }

    private static BudgetPolicy Read(JsonElement root)
    {
        BudgetPolicy policy = s_default;
        bool named = false;
        bool limited = false;
        foreach (PolicyJsonValue value in PolicyJsonValue.Of(root, "policy"))
        {
            named |= value.Name == "Name";
            limited |= value.Name == "Limit";
            policy = value.Name switch
            {
                "Id" => policy with { Id = value.Text() },
                "Name" => policy with { Name = value.Text() },
                "Scope" => policy with { Scope = value.Member<BudgetScope>() },
                "Key" => policy with { Key = value.Text() },
                "TagName" => policy with { TagName = value.Text() },
                "And" => policy with { And = [.. value.Items().Select(Part)] },
                "Period" => policy with { Period = value.Member<BudgetPeriod>() },
                "Length" => policy with { Length = value.Duration() },
                "TimeZone" => policy with { TimeZone = value.Text() },
                "Limit" => policy with { Limit = value.IsNull ? null : value.Money() },
                "Action" => policy with { Action = value.Member<LimitAction>() },
                "IsSoft" => policy with { IsSoft = value.Flag() },
                "FallbackModel" => policy with { FallbackModel = value.Text() },
                "SoftLimitPercent" => policy with { SoftLimitPercent = value.Number() },
                "MaxRatePerMinute" => policy with { MaxRatePerMinute = value.Number() },
                "MaxWait" => policy with { MaxWait = value.Duration() },
                "PerRequestLimit" => policy with { PerRequestLimit = value.Money() },
                "Starts" => policy with { Starts = value.Instant() },
                "Ends" => policy with { Ends = value.Instant() },
                "OnStoreDown" => policy with { OnStoreDown = value.Member<StoreDownRule>() },
                "OpenCap" => policy with { OpenCap = value.Money() },
                "OnLost" => policy with { OnLost = value.Member<LostRule>() },
                "ChargeLostAfter" => policy with { ChargeLostAfter = value.Duration() },
                "Backfill" => policy with { Backfill = value.Flag() },
                _ => throw value.Unknown(),
            };
        }

        return named && limited ? policy : throw new FormatException("The text of a policy has no Name or no Limit. Both are needed; the limit null means unlimited.");
    }

    private static ScopePart Part(JsonElement element)
    {
        var part = new ScopePart(BudgetScope.Global);
        foreach (PolicyJsonValue value in PolicyJsonValue.Of(element, "part"))
        {
            part = value.Name switch
            {
                "Scope" => part with { Scope = value.Member<BudgetScope>() },
                "Key" => part with { Key = value.Text() },
                "TagName" => part with { TagName = value.Text() },
                _ => throw value.Unknown(),
            };
        }

        return part;
    }
}
