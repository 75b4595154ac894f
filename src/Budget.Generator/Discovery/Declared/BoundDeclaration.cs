using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Declared;

/// <summary>A text of a declaration that does not bind.</summary>
/// <param name="Property">The attribute's property.</param>
/// <param name="Error">What is wrong, and where in the text.</param>
internal sealed record DeclarationError(string Property, TemplateError Error);

/// <summary>A number: the sum of its terms, or their product.</summary>
/// <param name="Paths">The terms that are read.</param>
/// <param name="Constant">The terms that are written down, added up or multiplied; null if there are none.</param>
/// <param name="IsProduct">True for a product.</param>
internal sealed record BoundNumber(ImmutableArray<BoundPath> Paths, long? Constant, bool IsProduct);

/// <summary>A declaration resolved against a method. Holds symbols, so it never enters the pipeline.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Target">The method.</param>
/// <param name="Texts">One value each, as text: by property.</param>
/// <param name="Numbers">By property.</param>
/// <param name="Values">Any number of values each: by property.</param>
/// <param name="ErrorType">The exception that has the status, or null.</param>
/// <param name="ResultType">What the answer may be besides its declared type, or null.</param>
/// <param name="Errors">What does not bind; empty if the method can be metered.</param>
internal sealed record BoundDeclaration(
    MethodDeclaration Declaration,
    IMethodSymbol Target,
    ImmutableDictionary<string, BoundTemplate> Texts,
    ImmutableDictionary<string, BoundNumber> Numbers,
    ImmutableDictionary<string, ImmutableArray<BoundPath>> Values,
    ITypeSymbol? ErrorType,
    ITypeSymbol? ResultType,
    ImmutableArray<DeclarationError> Errors)
{
    /// <summary>What a property with one text is bound to, or null: nothing is said.</summary>
    public BoundTemplate? TextOf(string property) => Texts.TryGetValue(property, out BoundTemplate? text) ? text : null;

    /// <summary>What a property with a number is bound to, or null: nothing is said.</summary>
    public BoundNumber? NumberOf(string property) => Numbers.TryGetValue(property, out BoundNumber? number) ? number : null;

    /// <summary>Ids of what the compiler says of the members and types that are named.</summary>
    public IEnumerable<string> WarningIds =>
        Texts.Values.SelectMany(text => text.WarningIds)
            .Concat(Numbers.Values.SelectMany(number => number.Paths).Concat(Values.Values.SelectMany(paths => paths)).SelectMany(path => path.WarningIds))
            .Concat(new[] { ErrorType, ResultType }.OfType<INamedTypeSymbol>().SelectMany(SignatureAttributes.WarningIds));

    /// <summary>True if the answer is read by templates, false if what it is says enough or nothing.</summary>
    public bool ReadsUsage => Numbers.ContainsKey(nameof(MethodDeclaration.InputTokens)) || Numbers.ContainsKey(nameof(MethodDeclaration.OutputTokens));

    /// <summary>The parameters that are taken for the prompt if nobody says what it is.</summary>
    public IEnumerable<IParameterSymbol> TextParameters =>
        Target.Parameters.Where(parameter => parameter.Type.SpecialType == SpecialType.System_String && parameter.RefKind != RefKind.Out && !Speaks(parameter.Ordinal));

    /// <summary>True if the method's calls cannot be bounded: nothing tells what they send.</summary>
    public bool HidesPrompt =>
        Declaration.Prompt is null && Declaration.Attachments is null && !TextParameters.Any();

    /// <summary>True if nothing tells what a call of it used, so that each is charged at its worst case.</summary>
    public bool HidesUsage =>
        !ReadsUsage && Declaration.Text is null && ReturnReader.Reading(ReturnReader.Shape(Target).Result).Reading == Model.ResultReading.Unknown;

    // A parameter that says the model or the provider is no prompt.
    private bool Speaks(int ordinal) => Texts.Values.Any(text => text.Roots.Contains(ordinal));
}
