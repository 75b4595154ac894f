using System.Globalization;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests.Harness;

internal static class DiagnosticText
{
    /// <summary>The message as users read it.</summary>
    public static string Message(this Diagnostic diagnostic) => diagnostic.GetMessage(CultureInfo.InvariantCulture);
}
