using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using BudgetGen.Generator.Prices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Analysis.Models;

/// <summary>The models that have a price in a project: those of the book that comes with the library, and those of the price files among its additional files.</summary>
internal sealed class ProjectModels(AnalyzerOptions options)
{
    private const string KnownModels = "budgetgen.known_models";
    private const string Today = "budgetgen.today";

    private static readonly ConditionalWeakTable<SourceText, PriceLine[]> _byText = new();

    private readonly Lazy<ModelIndex> _index = new(() => ModelIndex.With([.. options.AdditionalFiles.Where(IsJson).Select(Read).Where(book => book.Length > 0)]));

    /// <summary>What names mean.</summary>
    public ModelIndex Index => _index.Value;

    /// <summary>True if the project says that it prices the model somewhere else, such as in its store.</summary>
    public bool IsExcused(string model, SyntaxTree tree) =>
        options.AnalyzerConfigOptionsProvider.GetOptions(tree).TryGetValue(KnownModels, out string? names)
        && names.Split(',').Any(name => string.Equals(name.Trim(), model.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The day to judge by: what the project sets, else that of the embedded book, which says nothing about the time after it. Never the clock's: a build must not fail
    /// because a day has passed.
    /// </summary>
    public DateTimeOffset Now(SyntaxTree tree) =>
        options.AnalyzerConfigOptionsProvider.GetOptions(tree).TryGetValue(Today, out string? day)
        && DateTimeOffset.TryParse(day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset now)
            ? now
            : ModelIndex.BookDate;

    private static bool IsJson(AdditionalText file) => file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static PriceLine[] Read(AdditionalText file) => file.GetText() is { } text ? _byText.GetValue(text, static key => PriceBookText.Read(key.ToString())) : [];
}
