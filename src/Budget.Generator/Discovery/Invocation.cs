using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Discovery;

/// <summary>
/// A call as the compiler understands it. To know the called method takes binding one statement; its operation takes the whole body around it, so that is only made
/// for the rare questions that the syntax cannot answer.
/// </summary>
internal sealed class Invocation
{
    private readonly CancellationToken _cancellationToken;
    private IInvocationOperation? _operation;

    private Invocation(SyntaxNode syntax, SemanticModel? model, IMethodSymbol method, IInvocationOperation? operation, CancellationToken cancellationToken)
    {
        Syntax = syntax;
        Model = model;
        Target = SdkCallMatcher.Definition(method);
        IsStaticCall = method.IsStatic && method.ReducedFrom is null;
        _operation = operation;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Where it stands. Not always an invocation: some calls are written as initialisers or queries.</summary>
    public SyntaxNode Syntax { get; }

    /// <summary>The model of the file that it stands in; null if nobody has one.</summary>
    public SemanticModel? Model { get; }

    /// <summary>The called method as it was declared.</summary>
    public IMethodSymbol Target { get; }

    /// <summary>True for <c>base.M()</c>.</summary>
    public bool IsOnBase => Receiver is BaseExpressionSyntax;

    /// <summary>The type of the object that the method is called on, before conversions; for an extension method its first argument's. Null if there is none that is written.</summary>
    public ITypeSymbol? ReceiverType
    {
        get
        {
            if (!IsStaticCall && Receiver is { } receiver && Model is not null)
                return Model.GetTypeInfo(receiver, _cancellationToken).Type;

            return !IsStaticCall && Called is IdentifierNameSyntax or GenericNameSyntax ? null : ReceiverOf(Operation)?.Type;
        }
    }

    /// <summary>True if the call becomes data: it stands in a lambda that is converted to an expression tree.</summary>
    public bool IsInExpressionTree
    {
        get
        {
            if (!Syntax.Ancestors().Any(static around => around is AnonymousFunctionExpressionSyntax or QueryExpressionSyntax))
                return false;

            for (IOperation? around = Operation?.Parent; around is not null; around = around.Parent)
            {
                if (around is IAnonymousFunctionOperation { Parent.Type: INamedTypeSymbol { Name: "Expression", Arity: 1 } type }
                    && type.ContainingNamespace.ToDisplayString() == "System.Linq.Expressions")
                {
                    return true;
                }
            }

            return false;
        }
    }

    private bool IsStaticCall { get; }

    private ExpressionSyntax? Called
    {
        get
        {
            ExpressionSyntax? called = (Syntax as InvocationExpressionSyntax)?.Expression;
            while (called is ParenthesizedExpressionSyntax inner)
                called = inner.Expression;
            return called;
        }
    }

    private ExpressionSyntax? Receiver => (Called as MemberAccessExpressionSyntax)?.Expression;

    private IInvocationOperation? Operation => _operation ??= Model?.GetOperation(Syntax, _cancellationToken) as IInvocationOperation;

    /// <summary>The call that an operation is.</summary>
    public static Invocation Of(IInvocationOperation operation) => new(operation.Syntax, operation.SemanticModel, operation.TargetMethod, operation, CancellationToken.None);

    /// <summary>The call that stands somewhere; null if what is called is not certain before it runs, or the code is wrong.</summary>
    public static Invocation? Of(InvocationExpressionSyntax syntax, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(syntax, cancellationToken) is { CandidateReason: CandidateReason.None, Symbol: IMethodSymbol method }
            ? new Invocation(syntax, model, method, operation: null, cancellationToken)
            : null;

    private static IOperation? ReceiverOf(IInvocationOperation? call)
    {
        IOperation? receiver = call?.Instance ?? (call?.TargetMethod is { } method && (method.IsExtensionMethod || method.ReducedFrom is not null) ? call.Arguments.FirstOrDefault()?.Value : null);
        while (receiver is IConversionOperation { IsImplicit: true } conversion)
            receiver = conversion.Operand;
        return receiver;
    }
}
