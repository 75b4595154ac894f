using System.Globalization;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Prices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis.Models;

/// <summary>BGN011: a model that is known, but that has no price today, or none from the provider that is named with it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnpricedModelAnalyzer() : ModelAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN011",
        "Model without a price",
        "The model '{0}' has no price {1}, so nobody knows what its calls cost; {2}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A price is a provider's, and of a time. Where neither fits, the rule for unknown models applies to the call.",
        helpLinkUri: HelpLinks.For("BGN011"));

    protected override Diagnostic? Judge(ModelMention mention, ModelIndex index, DateTimeOffset now)
    {
        IReadOnlyList<PriceLine> lines = index.Resolve(mention.Model, mention.Provider);
        if (lines.Count == 0 && mention.Provider is not null && index.Resolve(mention.Model, null) is { Count: > 0 } others)
        {
            string known = string.Join(", ", others.Select(line => line.Provider).Distinct());
            return Report(mention, $"from the provider '{mention.Provider}'", $"price books have it from {known}");
        }

        if (lines.Count == 0 || lines.Any(line => line.IsInEffect(now)))
            return null;

        return lines.Select(line => line.From).Where(from => from > now).Min() is { } begin
            ? Report(mention, $"before {Day(begin)}", "add a price file with one to AdditionalFiles")
            : Report(mention, $"since {Day(lines.Max(line => line.To)!.Value)}", "add a price file with one to AdditionalFiles");
    }

    private static Diagnostic Report(ModelMention mention, string which, string advice) => Diagnostic.Create(_rule, mention.Expression.GetLocation(), mention.Model, which, advice);

    private static string Day(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
