using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Prices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis.Models;

/// <summary>BGN009: a model that no price book knows, most often a misprint.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnknownModelAnalyzer() : ModelAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN009",
        "Unknown model",
        "No price book knows the model '{0}', so nobody knows what its calls cost; {1}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Calls of a model without a price cannot be held against a budget: the rule for unknown models refuses them or books what it was told to.",
        helpLinkUri: HelpLinks.For("BGN009"));

    protected override Diagnostic? Judge(ModelMention mention, ModelIndex index, DateTimeOffset now)
    {
        if (index.Resolve(mention.Model, null).Count > 0 || (mention.Provider is not null && index.Resolve(mention.Model, mention.Provider).Count > 0))
            return null;

        string? meant = index.Suggest(mention.Model) is [var nearest, ..] ? nearest : null;
        string advice = meant is null ? "add a price file with it to AdditionalFiles" : $"did you mean '{meant}'? Otherwise add a price file with it to AdditionalFiles";
        Location? inside = meant is null ? null : LiteralSpan.Of(mention.Expression, mention.Model, 0, mention.Model.Length);
        return Diagnostic.Create(_rule, inside ?? mention.Expression.GetLocation(), Suggestion.Of(inside is null ? null : meant), mention.Model, advice);
    }
}
