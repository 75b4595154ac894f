using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Turns a parameter into text, with every modifier that a method of the same signature has to repeat.</summary>
internal static class ParameterReader
{
    /// <summary>The parameter under a name of ours.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="name">Its name in generated code, escaped.</param>
    /// <param name="isReceiver">True for the <c>this</c> parameter of an extension method.</param>
    /// <param name="types">Prints its type.</param>
    public static Parameter Read(IParameterSymbol parameter, string name, bool isReceiver, TypePrinter types)
    {
        string modifiers = (parameter.RefKind == RefKind.Out && parameter.ScopedKind == ScopedKind.None) || SignatureAttributes.IsUnscoped(parameter) ? "[UnscopedRef] " : "";
        if (isReceiver)
            modifiers += "this ";
        if (parameter.ScopedKind != ScopedKind.None && parameter.RefKind != RefKind.Out)
            modifiers += "scoped ";
        modifiers += parameter.RefKind switch
        {
            RefKind.Ref => "ref ",
            RefKind.Out => "out ",
            RefKind.In => "in ",
            RefKind.RefReadOnlyParameter => "ref readonly ",
            _ => "",
        };
        string argument = parameter.RefKind switch
        {
            RefKind.Ref => "ref ",
            RefKind.Out => "out ",
            RefKind.In or RefKind.RefReadOnlyParameter => "in ",
            _ => "",
        };
        return new Parameter(name, types.Print(parameter.Type), modifiers, argument, Captures.CanCapture(parameter), isReceiver);
    }
}
