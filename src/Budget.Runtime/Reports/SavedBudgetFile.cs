using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BudgetGen;

/// <summary>
/// The file of users' budgets, in the shape of LiteLLM's <c>user_cost.json</c>, which can be read as it is. Ours has one key more, <c>period</c>, where windows
/// are those of the calendar; LiteLLM ignores it.
/// </summary>
internal static class SavedBudgetFile
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Writes the file: whole, or not at all.</summary>
    public static async Task WriteAsync(string path, IEnumerable<SavedBudget> budgets, CancellationToken cancellationToken)
    {
        string draft = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        await using (var file = new FileStream(draft, options))
        {
            await using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
            json.WriteStartObject();
            foreach (SavedBudget budget in budgets)
                Write(json, budget);
            json.WriteEndObject();
            await json.FlushAsync(cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Reads the file: every user in it, or none.</summary>
    /// <exception cref="InvalidDataException">It is no such file; the message names the user and the key.</exception>
    public static async Task<IReadOnlyList<SavedBudget>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        FileStream file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            try
            {
                using JsonDocument json = await JsonDocument.ParseAsync(file, s_strict, cancellationToken).ConfigureAwait(false);
                if (json.RootElement.ValueKind != JsonValueKind.Object)
                    throw new InvalidDataException($"'{Path.GetFileName(path)}' holds no object with a budget for each user.");
                return [.. json.RootElement.EnumerateObject().Select(static user => Read(user.Name, user.Value))];
            }
            catch (JsonException error)
            {
                throw new InvalidDataException($"'{Path.GetFileName(path)}' is no file of users' budgets: {error.Message}", error);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, SavedBudget budget)
    {
        json.WriteStartObject(budget.User);
        json.WriteNumber("total_budget", budget.TotalBudget.ToDollars());
        if (BudgetDuration.LengthOf(budget.Period) is { } length && budget.WindowStart is { } start)
        {
            json.WriteNumber("duration", length.Days);
            json.WriteNumber("created_at", SecondsOf(budget.CreatedAt ?? start));
            json.WriteNumber("last_updated_at", SecondsOf(start));
            if (budget.CreatedAt is null)
                json.WriteString("period", NameOf(budget.Period));
        }

        json.WriteNumber("current_cost", budget.CurrentCost.ToDollars());
        json.WriteStartObject("model_cost");
        foreach ((string model, Usd cost) in budget.ModelCost.OrderBy(static model => model.Key, StringComparer.Ordinal))
            json.WriteNumber(model, cost.ToDollars());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static SavedBudget Read(string user, JsonElement json)
    {
        if (user.Length == 0)
            throw new InvalidDataException("A user of the file has an empty name.");
        if (json.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"User '{user}' has no object with a budget.");

        decimal total = Number(json, user, "total_budget") ?? throw new InvalidDataException($"User '{user}' has no 'total_budget'.");
        if (total < 0 || total > Usd.MaxLimit.ToDollars())
            throw new InvalidDataException($"'{user}.total_budget' is {total}. It lies between 0 and {Usd.MaxLimit.ToDollars()} USD.");

        BudgetPeriod period = PeriodOf(json, user, out bool isCalendar);
        DateTimeOffset? updated = Instant(json, user, "last_updated_at");
        DateTimeOffset? created = Instant(json, user, "created_at") ?? updated;
        updated ??= created;
        if (period != BudgetPeriod.Lifetime && updated is null)
            throw new InvalidDataException($"User '{user}' has a duration and no 'created_at'.");

        return new SavedBudget
        {
            User = user,
            TotalBudget = Usd.FromDollars(decimal.Floor(total * 1_000_000_000m) / 1_000_000_000m),
            Period = period,
            CreatedAt = isCalendar || period == BudgetPeriod.Lifetime ? null : AnchorOf(created!.Value, updated!.Value, BudgetDuration.LengthOf(period)!.Value),
            WindowStart = period == BudgetPeriod.Lifetime ? null : updated,
            CurrentCost = Cost(json, user, "current_cost"),
            ModelCost = ModelCosts(json, user),
            Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json.GetRawText())).AsSpan(0, 12)),
        };
    }

    /// <summary>LiteLLM moves its windows with each late reset. Where the current one does not fit the first one any more, it is the current one that goes on.</summary>
    private static DateTimeOffset AnchorOf(DateTimeOffset created, DateTimeOffset updated, TimeSpan length) =>
        (updated - created).Ticks % length.Ticks == 0 ? created : updated;

    private static BudgetPeriod PeriodOf(JsonElement json, string user, out bool isCalendar)
    {
        isCalendar = json.TryGetProperty("period", out JsonElement name);
        if (isCalendar)
        {
            try
            {
                return BudgetDuration.Parse(name.ValueKind == JsonValueKind.String ? name.GetString() : name.GetRawText());
            }
            catch (ArgumentException error)
            {
                throw new InvalidDataException($"'{user}.period': {error.Message}", error);
            }
        }

        if (Number(json, user, "duration") is not { } days)
            return BudgetPeriod.Lifetime;

        return days is >= 1 and <= 365 && days == decimal.Truncate(days) && BudgetDuration.PeriodOf(TimeSpan.FromDays((int)days)) is { } period
            ? period
            : throw new InvalidDataException($"'{user}.duration' is {days} days. It is 1, 7, 28 or 365.");
    }

    private static Dictionary<string, Usd> ModelCosts(JsonElement json, string user)
    {
        var costs = new Dictionary<string, Usd>(StringComparer.Ordinal);
        if (json.TryGetProperty("model_cost", out JsonElement models) && models.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty model in models.EnumerateObject())
                costs.Add(model.Name, Cost(models, $"{user}.model_cost", model.Name));
        }

        return costs;
    }

    /// <summary>A sum of floating-point costs is rounded up to the nano-dollar.</summary>
    private static Usd Cost(JsonElement json, string path, string name)
    {
        decimal cost = Number(json, path, name) ?? 0;
        return cost >= 0 && cost <= Usd.MaxCall.ToDollars()
            ? Usd.FromDollarsRoundedUp(cost)
            : throw new InvalidDataException($"'{path}.{name}' is {cost}. It lies between 0 and {Usd.MaxCall.ToDollars()} USD.");
    }

    private static DateTimeOffset? Instant(JsonElement json, string user, string name)
    {
        if (Number(json, user, name) is not { } seconds)
            return null;

        return seconds is >= 0 and <= 253_402_300_799m
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : throw new InvalidDataException($"'{user}.{name}' is {seconds}. It is a number of seconds since 1970.");
    }

    /// <summary>A number by its text, so that no digit is lost on the way; null if there is none.</summary>
    private static decimal? Number(JsonElement json, string path, string name)
    {
        if (!json.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;

        return value.ValueKind == JsonValueKind.Number && decimal.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : throw new InvalidDataException($"'{path}.{name}' is no number that fits: {(value.ValueKind == JsonValueKind.Number ? "too large" : value.ValueKind)}.");
    }

    private static decimal SecondsOf(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond;

    private static string NameOf(BudgetPeriod period) => period switch
    {
        BudgetPeriod.Daily => "daily",
        BudgetPeriod.Weekly => "weekly",
        BudgetPeriod.Monthly => "monthly",
        _ => "yearly",
    };
}
