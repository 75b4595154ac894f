using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Diagnostics;

/// <summary>A fault of ours is data: a diagnostic that says what happened and where, and the code in question is left alone.</summary>
internal static class InternalFault
{
    public static readonly DiagnosticDescriptor Rule = new(
        "BGN900",
        "BudgetGen failed internally",
        "BudgetGen failed here, which is a fault of BudgetGen and not of this code; calls nearby may go without a budget: {0}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The generator or an analyzer met something it did not expect. Please report it with the code that triggers it.",
        helpLinkUri: HelpLinks.For("BGN900"));

    /// <summary>Runs a rule; whatever it throws becomes a diagnostic, except the cancellation that it was asked for.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="state">What the rule looks at.</param>
    /// <param name="place">The code in question.</param>
    /// <param name="report">Where diagnostics go.</param>
    public static void Guard<TState>(Action<TState> rule, TState state, SyntaxNode? place, Action<Diagnostic> report)
    {
        try
        {
            rule(state);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception fault)
        {
            report(Diagnostic.Create(Rule, place?.GetLocation(), Describe(fault)));
        }
    }

    /// <summary>A fault in one line: its kind, its message and the first line of its stack.</summary>
    public static string Describe(Exception fault)
    {
        string where = fault.StackTrace is { } stack ? " " + stack.Split('\n')[0].Trim() : "";
        return $"{fault.GetType().Name}: {fault.Message.Replace("\r", "").Replace('\n', ' ')}{where}";
    }
}
