namespace BudgetGen.Generator.Model;

/// <summary>A loop over a sequence on the way to a value.</summary>
/// <param name="Item">The variable.</param>
/// <param name="Items">The sequence as a C# expression, which may be null.</param>
internal sealed record Loop(string Item, string Items);

/// <summary>A value that is read from a request or an answer: an expression, inside the loops over the sequences that lead to it.</summary>
/// <param name="Loops">From the outside in.</param>
/// <param name="Expression">The value as C#, of the form that its use asks for.</param>
/// <param name="Use">What becomes of it.</param>
internal sealed record ReadValue(EquatableArray<Loop> Loops, string Expression, ValueUse Use);

/// <summary>What becomes of a value.</summary>
internal enum ValueUse
{
    /// <summary>Text: its UTF-8 bytes count.</summary>
    Text,

    /// <summary>A number of bytes.</summary>
    Bytes,

    /// <summary>A condition: if it holds, there is a part that is not text.</summary>
    Attachment,

    /// <summary>A condition: if it holds, the stream has come to its end.</summary>
    EndMark,
}

/// <summary>The client of a declared method.</summary>
/// <param name="Name">What its field is called after.</param>
/// <param name="Provider">Who bills its calls, as a C# literal or <c>null</c>.</param>
/// <param name="Status">The HTTP status in an exception called <c>error</c>, as C#; empty if nobody says.</param>
internal sealed record DeclaredClient(string Name, string Provider, string Status);

/// <summary>How a declared method is metered: what its templates were bound to, as C# expressions over its parameters, its receiver and its result.</summary>
internal sealed record DeclaredMeter
{
    public required DeclaredClient Client { get; init; }

    /// <summary>Parameters that are sequences and are walked: they are made lists first, so that their side effects run once.</summary>
    public required EquatableArray<string> WalkedParameters { get; init; }

    /// <summary>What is input.</summary>
    public required EquatableArray<ReadValue> Prompt { get; init; }

    /// <summary>Properties of the request, by their names.</summary>
    public required EquatableArray<NamedText> Request { get; init; }

    /// <summary>The usage, as an expression over <c>result</c>; empty if the answer tells none.</summary>
    public required string Usage { get; init; }

    /// <summary>Properties of the outcome, by their names: expressions over <c>result</c>.</summary>
    public required EquatableArray<NamedText> Outcome { get; init; }

    /// <summary>The text of the answer.</summary>
    public required EquatableArray<ReadValue> Texts { get; init; }

    /// <summary>What marks the end of a stream.</summary>
    public required EquatableArray<ReadValue> EndMarks { get; init; }

    /// <summary>The template that reads the answer as a whole, if it is an SDK's response; else empty.</summary>
    public required string Template { get; init; }

    /// <summary>The name of the cancellation token's parameter; empty if there is none.</summary>
    public required string Token { get; init; }

    /// <summary>True if nothing in the answer tells how much output there was.</summary>
    public bool IsSilent => Usage.Length == 0 && Texts.Count == 0 && Template.Length == 0;
}

/// <summary>Meters a call of a method that was declared as an LLM call.</summary>
internal sealed record DeclaredCall(DeclaredMeter Meter, EquatableArray<string> TemplateParts) : CallTreatment(TemplateParts);
