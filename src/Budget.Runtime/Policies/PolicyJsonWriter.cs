using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BudgetGen;

/// <summary>Writes the properties of a policy; those without a value, or with their default, are left out.</summary>
internal readonly struct PolicyJsonWriter(Utf8JsonWriter writer)
{
    public void Text(string name, string? text)
    {
        if (text is null)
            return;

        // The writer would put U+FFFD for half a surrogate pair, and two policies would have one text.
        for (int at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out Rune rune))
                throw new ArgumentException($"{name} of a policy has half of a surrogate pair (\\u{(int)text[at]:X4}). Use Unicode text.", nameof(text));
            at += rune.Utf16SequenceLength;
        }

        writer.WriteString(name, text);
    }

    public void Member<TEnum>(string name, TEnum? value, TEnum? standard)
        where TEnum : struct, Enum
    {
        if (value is { } member && !EqualityComparer<TEnum?>.Default.Equals(value, standard))
            writer.WriteString(name, Enum.GetName(member) ?? throw new ArgumentException($"{name} of a policy is {member:D}, which is not known.", nameof(value)));
    }

    public void Number(string name, int value, int standard)
    {
        if (value != standard)
            writer.WriteNumber(name, value);
    }

    public void Flag(string name, bool value)
    {
        if (value)
            writer.WriteBoolean(name, value);
    }

    public void Money(string name, Usd? value)
    {
        // As text: a JSON number is a floating-point one to many readers.
        if (value is { } money)
            writer.WriteString(name, money.ToDollars().ToString("0.#########", CultureInfo.InvariantCulture));
    }

    public void Duration(string name, TimeSpan? value)
    {
        if (value is { } duration)
            writer.WriteString(name, duration.ToString(PolicyJsonValue.DurationFormat, CultureInfo.InvariantCulture));
    }

    public void Instant(string name, DateTimeOffset? value)
    {
        if (value is { } instant)
            writer.WriteString(name, instant.UtcDateTime.ToString(PolicyJsonValue.InstantFormat, CultureInfo.InvariantCulture));
    }

    public void Parts(string name, ScopeParts parts)
    {
        if (parts.Count == 0)
            return;

        writer.WriteStartArray(name);
        foreach (ScopePart part in parts)
        {
            writer.WriteStartObject();
            Member<BudgetScope>("Scope", part.Scope, null);
            Text("Key", part.Key);
            Text("TagName", part.TagName);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
