using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>What a metered body hands to the runtime besides the call itself, as C#.</summary>
/// <param name="Request">The request, without its token.</param>
/// <param name="Token">The name of the cancellation token; empty if there is none.</param>
/// <param name="OfResult">A static lambda from the result to the outcome.</param>
/// <param name="OfElement">A static lambda that looks at one element of a stream.</param>
/// <param name="Outcome">The outcome as an expression over a result of that name; null if only the lambda can say it.</param>
internal sealed record MeterText(string Request, string Token, string OfResult, string OfElement, Func<string, string>? Outcome)
{
    /// <summary>What is said of an annotated method.</summary>
    public static MeterText Of(MeteredCall treatment) => new(
        $"LlmRequest.FromText([{string.Join(", ", treatment.Prompts)}])",
        treatment.Token,
        ReadingText.OfResult(treatment),
        ReadingText.OfElement(treatment),
        answer => ReadingText.Outcome(treatment, answer));

    /// <summary>The request with its token. What returns a task takes the token as an argument; elsewhere it travels with the request.</summary>
    public string RequestWithToken => Token.Length == 0 ? Request : $"{Request} with {{ CancellationToken = {Token} }}";
}
