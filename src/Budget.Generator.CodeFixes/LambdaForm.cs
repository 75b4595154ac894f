using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.CodeFixes;

/// <summary>A method group that a lambda can stand for.</summary>
/// <param name="MethodGroup">The expression.</param>
/// <param name="Method">The method.</param>
/// <param name="Delegate">What the delegate's type must still be.</param>
/// <param name="Parameters">Names for the lambda's parameters.</param>
/// <param name="Types">Their types, for places that do not say what delegate they want.</param>
internal sealed record LambdaForm(ExpressionSyntax MethodGroup, IMethodSymbol Method, string Delegate, IReadOnlyList<string> Parameters, IReadOnlyList<string> Types)
{
    /// <summary>Reads the method group that a name belongs to; null if a lambda would behave differently.</summary>
    public static LambdaForm? Of(SyntaxNode name, SemanticModel model)
    {
        ExpressionSyntax? group = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name as ExpressionSyntax;
        if (group is null
            || model.GetOperation(group) is not IMethodReferenceOperation { Parent: { Type: INamedTypeSymbol { DelegateInvokeMethod: { } invoke } type } } reference
            || !IsSteady(reference.Instance)
            || IsSubscription(group)
            || reference.Method.Parameters.Length != invoke.Parameters.Length
            || invoke.Parameters.Any(parameter => parameter.RefKind != RefKind.None)
            || reference.Method.Parameters.Any(parameter => parameter.GetAttributes().Length > 0))
        {
            return null;
        }

        HashSet<string> taken = [.. group.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText)];
        return new LambdaForm(
            group,
            reference.Method,
            type.ToDisplayString(),
            [.. reference.Method.Parameters.Select(parameter => Free(parameter.Name, taken))],
            [.. invoke.Parameters.Select(parameter => parameter.Type.ToMinimalDisplayString(model, group.SpanStart))]);
    }

    /// <summary>The lambda, in the short form first.</summary>
    public IEnumerable<string> Texts()
    {
        string arguments = string.Join(", ", Parameters);
        string call = MethodGroup + "(" + arguments + ")";
        yield return Wrap((Parameters.Count == 1 ? arguments : "(" + arguments + ")") + " => " + call);
        yield return Wrap("(" + string.Join(", ", Types.Zip(Parameters, (type, name) => type + " " + name)) + ") => " + call);
    }

    private string Wrap(string lambda) =>
        MethodGroup.Parent is ArgumentSyntax or EqualsValueClauseSyntax or ArrowExpressionClauseSyntax or ReturnStatementSyntax or ExpressionElementSyntax or InitializerExpressionSyntax
        || (MethodGroup.Parent is AssignmentExpressionSyntax assignment && assignment.Right == MethodGroup)
            ? lambda
            : "(" + lambda + ")";

    // A delegate keeps the receiver that it was made with; a lambda asks for it at every call.
    private static bool IsSteady(IOperation? receiver) => receiver switch
    {
        null or IInstanceReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation => true,
        IFieldReferenceOperation field => IsSteady(field.Instance),
        IConversionOperation { IsImplicit: true } conversion => IsSteady(conversion.Operand),
        _ => false,
    };

    // Another lambda is another delegate: it could not be taken off again.
    private static bool IsSubscription(ExpressionSyntax group) =>
        group.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression };

    private static string Free(string name, HashSet<string> taken)
    {
        string free = name;
        for (int i = 1; !taken.Add(free); i++)
            free = name + i;
        return SyntaxFacts.GetKeywordKind(free) == SyntaxKind.None ? free : "@" + free;
    }
}
