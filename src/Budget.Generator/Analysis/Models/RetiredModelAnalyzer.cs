using System.Globalization;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Prices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis.Models;

/// <summary>BGN010: a model that its provider has taken out of service.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class RetiredModelAnalyzer() : ModelAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN010",
        "Retired model",
        "'{0}' was retired by {1} on {2}: calls of it fail, or another model at another price answers them; name one that is in service",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The price book knows when providers took models out of service. Where a provider redirects the name, the price that is held is not the one that is billed.",
        helpLinkUri: HelpLinks.For("BGN010"));

    protected override Diagnostic? Judge(ModelMention mention, ModelIndex index, DateTimeOffset now)
    {
        PriceLine? line = index.Resolve(mention.Model, mention.Provider).FirstOrDefault(line => line.IsInEffect(now));
        return line?.Retired is { } retired && retired <= now
            ? Diagnostic.Create(_rule, mention.Expression.GetLocation(), mention.Model, line.Provider, retired.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : null;
    }
}
