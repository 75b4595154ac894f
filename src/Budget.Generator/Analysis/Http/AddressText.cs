using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis.Http;

/// <summary>
/// The text of an address as far as the compiler can know it: literals, constants, what is put together of them, and what locals, read-only fields and properties were
/// given where they are declared.
/// </summary>
internal static class AddressText
{
    private const int Deepest = 8;

    /// <summary>The text, with a hole for each part that is not known; null if nothing is.</summary>
    public static string? Of(IOperation? value, Compilation compilation, CancellationToken cancellationToken) =>
        Read(value, compilation, 0, cancellationToken) is { } text && text.Trim(LlmEndpoint.Hole).Length > 0 ? text : null;

    private static string? Read(IOperation? value, Compilation compilation, int depth, CancellationToken cancellationToken)
    {
        if (value is null || depth > Deepest)
            return null;
        if (value.ConstantValue is { HasValue: true, Value: string constant })
            return constant;

        return value switch
        {
            IConversionOperation conversion => Inner(conversion.Operand),
            IParenthesizedOperation parenthesized => Inner(parenthesized.Operand),
            ICoalesceOperation coalesce => Inner(coalesce.WhenNull),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } sum => Part(sum.LeftOperand) + Part(sum.RightOperand),
            IInterpolatedStringOperation interpolated => string.Concat(interpolated.Parts.Select(Interpolated)),
            IObjectCreationOperation { Type.Name: "Uri", Arguments: { Length: > 0 } arguments } => Address([.. arguments.Select(argument => argument.Value)]),
            IInvocationOperation { TargetMethod: { Name: "Concat", ContainingType.SpecialType: SpecialType.System_String } } call => string.Concat(call.Arguments.SelectMany(Elements).Select(Part)),
            IInvocationOperation { TargetMethod: { Name: "Format", ContainingType.SpecialType: SpecialType.System_String } } call => Format(call),
            ILocalReferenceOperation local => Declared(local.Local),
            IFieldReferenceOperation { Field: { IsReadOnly: true } field } => Declared(field),
            IPropertyReferenceOperation { Property: { IsReadOnly: true } property } => Declared(property),
            _ => null,
        };

        string? Inner(IOperation operand) => Read(operand, compilation, depth + 1, cancellationToken);

        string Part(IOperation operand) => Inner(operand) ?? LlmEndpoint.Hole.ToString();

        string Interpolated(IInterpolatedStringContentOperation part) => part switch
        {
            IInterpolatedStringTextOperation { Text.ConstantValue: { Value: string literal } } => literal,
            IInterpolationOperation hole => Part(hole.Expression),
            _ => LlmEndpoint.Hole.ToString(),
        };

        string? Address(IOperation[] parts)
        {
            string? first = Inner(parts[0]);
            if (parts.Length < 2 || parts[1].Type?.SpecialType != SpecialType.System_String && parts[1].Type?.Name != "Uri")
                return first;

            string relative = Part(parts[1]);
            string address = first ?? LlmEndpoint.Hole.ToString();
            int scheme = address.IndexOf("://", StringComparison.Ordinal);
            int end = relative.StartsWith("/", StringComparison.Ordinal) ? address.IndexOf('/', scheme < 0 ? 0 : scheme + 3) : address.LastIndexOf('/');
            return (end > scheme + 2 ? address.Substring(0, end) : address) + "/" + relative.TrimStart('/');
        }

        string? Format(IInvocationOperation call) =>
            call.Arguments.Select(argument => argument.Value.ConstantValue.Value).OfType<string>().FirstOrDefault() is { } format
                ? System.Text.RegularExpressions.Regex.Replace(format, @"\{\d+[^}]*\}", LlmEndpoint.Hole.ToString())
                : null;

        string? Declared(ISymbol symbol)
        {
            ExpressionSyntax? initializer = symbol.DeclaringSyntaxReferences is [var declaration, ..]
                ? declaration.GetSyntax(cancellationToken) switch
                {
                    VariableDeclaratorSyntax variable => variable.Initializer?.Value,
                    PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression,
                    _ => null,
                }
                : null;
            return initializer is null ? null : Inner(SemanticModels.Of(compilation, initializer.SyntaxTree).GetOperation(initializer, cancellationToken)!);
        }
    }

    private static IEnumerable<IOperation> Elements(IArgumentOperation argument) => argument.Value switch
    {
        IArrayCreationOperation { Initializer: { } items } => items.ElementValues,
        var value => [value],
    };
}
