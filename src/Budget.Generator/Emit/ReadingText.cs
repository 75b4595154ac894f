using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>Writes how usage is read from a result or from the elements of a stream.</summary>
internal static class ReadingText
{
    /// <summary>A static lambda from the result.</summary>
    public static string OfResult(MeteredCall treatment) =>
        treatment.Reading == ResultReading.Unknown ? "static _ => LlmOutcome.Unknown" : $"static answer => {Outcome(treatment, "answer")}";

    /// <summary>An expression over the result.</summary>
    public static string Outcome(MeteredCall treatment, string answer) => treatment.Reading switch
    {
        ResultReading.Text => $"LlmOutcome.FromText({answer})",
        ResultReading.Usage => $"LlmOutcome.FromUsage({answer}{treatment.UsageMember})",
        ResultReading.Response => $"{treatment.Template}.Outcome({answer})",
        _ => "LlmOutcome.Unknown",
    };

    /// <summary>A static lambda that looks at one element.</summary>
    public static string OfElement(MeteredCall treatment) =>
        treatment.Reading == ResultReading.Text ? "static (reading, text) => reading.AddText(text)" : "static (reading, _) => reading.IsSilent = true";
}
