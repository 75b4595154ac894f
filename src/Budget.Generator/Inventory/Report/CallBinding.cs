namespace BudgetGen.Inventory;

/// <summary>Where a call takes a value from, and the value as far as the code shows it.</summary>
/// <param name="Source">One of the words below.</param>
/// <param name="Value">The value itself; null: the code does not show it.</param>
/// <param name="Template">The template that gives it at run time; null: none does.</param>
internal sealed record CallBinding(string Source, string? Value, string? Template)
{
    /// <summary>The attribute says it.</summary>
    public const string Literal = "literal";

    /// <summary>The attribute says how it is made from the call's arguments.</summary>
    public const string Templated = "template";

    /// <summary>The client was made for it.</summary>
    public const string Client = "client";

    /// <summary>The request says it.</summary>
    public const string Request = "request";

    /// <summary><c>BudgetContext</c> says it, if anybody does.</summary>
    public const string Ambient = "ambient";

    /// <summary>Nobody that can be seen says it.</summary>
    public const string Unknown = "unknown";

    /// <summary>All words.</summary>
    public static IReadOnlyList<string> Sources { get; } = [Literal, Templated, Client, Request, Ambient, Unknown];

    /// <summary>In short, for people: the value, else the template, else the source in brackets.</summary>
    public override string ToString() => Value ?? Template ?? $"({Source})";
}
