using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Analysis.Models;

/// <summary>A model that the code names by a constant text.</summary>
/// <param name="Model">The name.</param>
/// <param name="Provider">The provider that is named with it; null: none is.</param>
/// <param name="Expression">Where it is written.</param>
internal sealed record ModelMention(string Model, string? Provider, ExpressionSyntax Expression);
