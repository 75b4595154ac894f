using System.Text;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Prints types as generated code needs them: with <c>global::</c>, nullability, tuple names, and type parameters under their new names.</summary>
internal sealed class TypePrinter(IReadOnlyDictionary<ITypeParameterSymbol, string> typeParameters)
{
    private static readonly SymbolDisplayFormat _format = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The type as C#.</summary>
    public string Print(ITypeSymbol type)
    {
        var text = new StringBuilder();
        foreach (SymbolDisplayPart part in type.ToDisplayParts(_format))
        {
            bool isRenamed = part.Symbol is ITypeParameterSymbol parameter && typeParameters.ContainsKey((ITypeParameterSymbol)parameter.OriginalDefinition);
            text.Append(isRenamed ? typeParameters[(ITypeParameterSymbol)part.Symbol!.OriginalDefinition] : part.ToString());
        }

        return text.ToString();
    }

    /// <summary>What follows <c>where T :</c>, or empty.</summary>
    public string Constraints(ITypeParameterSymbol parameter)
    {
        var constraints = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint)
            constraints.Add("unmanaged");
        else if (parameter.HasValueTypeConstraint)
            constraints.Add("struct");
        else if (parameter.HasReferenceTypeConstraint)
            constraints.Add(parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class");
        else if (parameter.HasNotNullConstraint)
            constraints.Add("notnull");

        constraints.AddRange(parameter.ConstraintTypes.Select(Print));
        if (parameter.HasConstructorConstraint)
            constraints.Add("new()");
        if (parameter.AllowsRefLikeType)
            constraints.Add("allows ref struct");
        return string.Join(", ", constraints);
    }
}
