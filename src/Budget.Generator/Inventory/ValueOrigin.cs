using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Inventory;

/// <summary>
/// Where a value was made, as far as it can be said for sure: a local that is set where it is declared and nowhere else, a read-only field or property that is set once. All else
/// stays as it is.
/// </summary>
/// <param name="compilation">The compilation.</param>
internal sealed class ValueOrigin(Compilation compilation)
{
    private const int Deepest = 6;

    /// <summary>The operation that made the value, or the nearest that is known.</summary>
    public IOperation Of(IOperation value)
    {
        IOperation at = Bare(value);
        for (int step = 0; step < Deepest && Source(at) is { } source; step++)
            at = Bare(source);
        return at;
    }

    private IOperation? Source(IOperation value) => value switch
    {
        ILocalReferenceOperation { Local: var local } => Declared(local) is { Initializer: { } initializer } declaration && !IsSetAgain(local, declaration) ? Operation(initializer.Value) : null,
        IFieldReferenceOperation { Field: { IsReadOnly: true } field } => OfMember(field),
        IPropertyReferenceOperation { Property: { SetMethod: null, IsVirtual: false, IsAbstract: false, IsOverride: false } property } => OfMember(property),
        _ => null,
    };

    private IOperation? OfMember(ISymbol member)
    {
        ExpressionSyntax? atDeclaration = Syntax(member) switch
        {
            VariableDeclaratorSyntax field => field.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };
        ExpressionSyntax[] inConstructors = [.. member.ContainingType.InstanceConstructors.Concat(member.ContainingType.StaticConstructors)
            .Select(Syntax).OfType<ConstructorDeclarationSyntax>()
            .SelectMany(constructor => constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>())
            .Where(assignment => Name(assignment.Left) == member.Name).Select(assignment => assignment.Right)];

        // Set twice: either may be the one.
        ExpressionSyntax[] values = atDeclaration is null ? inConstructors : [atDeclaration, .. inConstructors];
        return values.Length == 1 ? Operation(values[0]) : null;
    }

    private static VariableDeclaratorSyntax? Declared(ILocalSymbol local) => Syntax(local) as VariableDeclaratorSyntax;

    private static SyntaxNode? Syntax(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Length == 1 ? symbol.DeclaringSyntaxReferences[0].GetSyntax() : null;

    /// <summary>True if anything around the declaration may give the local, or a property of it, another value; in doubt, true.</summary>
    private static bool IsSetAgain(ILocalSymbol local, VariableDeclaratorSyntax declaration)
    {
        SyntaxNode around = declaration.Ancestors().FirstOrDefault(node => node is MemberDeclarationSyntax and not GlobalStatementSyntax) ?? declaration.SyntaxTree.GetRoot();
        return around.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == local.Name).Any(IsWritten);
    }

    private static bool IsWritten(IdentifierNameSyntax name) => name.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) || argument.Parent is TupleExpressionSyntax,
        RefExpressionSyntax => true,

        // A property of it is set later.
        MemberAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } access => access.Expression == name && assignment.Left == access,
        _ => false,
    };

    private IOperation? Operation(ExpressionSyntax value) => compilation.ContainsSyntaxTree(value.SyntaxTree) ? SemanticModels.Of(compilation, value.SyntaxTree).GetOperation(value) : null;

    private static string? Name(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private static IOperation Bare(IOperation value)
    {
        while (value is IConversionOperation or IParenthesizedOperation)
            value = value is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)value).Operand;
        return value;
    }
}
