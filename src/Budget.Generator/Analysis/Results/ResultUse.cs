using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis.Results;

/// <summary>What becomes of a call's result.</summary>
/// <param name="IsDropped">True if nobody looks at it: a statement of its own, <c>_ =</c>, or a local that is never read.</param>
/// <param name="IsAwaited">True if what is used is what the call promises, and not the promise.</param>
/// <param name="Reads">The places where a local that holds it is read, or the one where it is used directly.</param>
internal sealed record ResultUse(bool IsDropped, bool IsAwaited, IReadOnlyList<IOperation> Reads)
{
    /// <summary>Follows the result of a call through awaits and conversions into one local.</summary>
    public static ResultUse Of(IInvocationOperation call)
    {
        IOperation value = call;
        bool isAwaited = false;
        while (value.Parent is IAwaitOperation or IConversionOperation or IParenthesizedOperation || IsConfiguration(value) || IsConditional(value))
        {
            isAwaited |= value.Parent is IAwaitOperation;
            value = value.Parent!;
        }

        return value.Parent switch
        {
            IExpressionStatementOperation => new ResultUse(true, isAwaited, []),
            ISimpleAssignmentOperation { Target: IDiscardOperation } => new ResultUse(true, isAwaited, []),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator } => OfLocal(local, declarator, isAwaited),
            { } parent => new ResultUse(false, isAwaited, [value]),
            null => new ResultUse(false, isAwaited, []),
        };
    }

    private static ResultUse OfLocal(ILocalSymbol local, IOperation declarator, bool isAwaited)
    {
        // "using var" reads it at the end.
        if (declarator.Parent?.Parent is { Parent: IUsingDeclarationOperation } or IUsingDeclarationOperation or { Parent: IUsingOperation } or IUsingOperation)
            return new ResultUse(false, isAwaited, []);

        IOperation root = declarator;
        while (root.Parent is { } parent)
            root = parent;
        ILocalReferenceOperation[] reads =
        [
            .. root.Descendants().OfType<ILocalReferenceOperation>()
                .Where(read => SymbolEqualityComparer.Default.Equals(read.Local, local) && !(read.Parent is ISimpleAssignmentOperation assignment && assignment.Target == read)),
        ];
        return new ResultUse(reads.Length == 0, isAwaited, reads);
    }

    private static bool IsConfiguration(IOperation value) => value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured && configured.Instance == value;

    // client?.Ask()
    private static bool IsConditional(IOperation value) => value.Parent is IConditionalAccessOperation access && access.WhenNotNull == value;
}
