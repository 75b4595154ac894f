using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis.Http;

/// <summary>
/// The HTTP requests of a compilation to paid addresses. Nothing is bound unless some file holds a piece of such an address in its text, and then only calls and
/// assignments by the names that HTTP clients have.
/// </summary>
internal sealed class RawRequests
{
    private const string Request = "HttpRequestMessage";

    private static readonly ConditionalWeakTable<Compilation, RawRequests> _byCompilation = new();
    private static readonly ConditionalWeakTable<SyntaxTree, object> _hasTrace = new();
    private static readonly string[] _free = ["Get", "Head", "Delete", "Options"];

    private static readonly NameSet _words = NameSet.Of(
        ["PostAsync", "PutAsync", "PatchAsync", "PostAsJsonAsync", "PutAsJsonAsync", "PatchAsJsonAsync", "ConnectAsync", Request, "RequestUri", "BaseAddress"]);

    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<SyntaxTree, RawRequest[]> _byTree = new();
    private readonly object _lock = new();
    private bool? _isConcerned;
    private bool? _namesPaths;

    private RawRequests(Compilation compilation) => _compilation = compilation;

    /// <summary>The requests of a compilation.</summary>
    public static RawRequests Of(Compilation compilation) => _byCompilation.GetValue(compilation, static key => new RawRequests(key));

    /// <summary>The requests in a file, in the order of the text.</summary>
    public IReadOnlyList<RawRequest> In(SyntaxTree tree, CancellationToken cancellationToken) =>
        IsConcerned(cancellationToken)
            ? _byTree.GetOrAdd(tree, key => [.. Find(key, cancellationToken).OrderBy(request => request.Place.SpanStart)])
            : [];

    /// <summary>True if some request names its path, so that a client's base address need not be pointed at.</summary>
    public bool NamesPaths(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _namesPaths ??= _compilation.SyntaxTrees.Any(tree => In(tree, cancellationToken).Any(request => request.IsRelative));
    }

    private bool IsConcerned(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _isConcerned ??= _compilation.SyntaxTrees.Any(tree => HasTrace(tree, cancellationToken));
    }

    private static bool HasTrace(SyntaxTree tree, CancellationToken cancellationToken) => (bool)_hasTrace.GetValue(tree, key =>
    {
        string text = key.GetText(cancellationToken).ToString();
        return LlmEndpoint.Traces.Any(trace => text.IndexOf(trace, StringComparison.Ordinal) >= 0);
    });

    private IEnumerable<RawRequest> Find(SyntaxTree tree, CancellationToken cancellationToken)
    {
        SimpleNameSyntax[] words = NameUses.In(tree, _words, cancellationToken);
        if (words.Length == 0)
            return [];

        SemanticModel model = SemanticModels.Of(_compilation, tree);
        IEnumerable<SyntaxNode> nodes = words.Select(Node).OfType<SyntaxNode>();

        // "HttpRequestMessage request = new(...)" does not say what it makes where it makes it.
        if (words.Any(word => word.Identifier.ValueText == Request))
            nodes = nodes.Concat(tree.GetRoot(cancellationToken).DescendantNodes().OfType<ImplicitObjectCreationExpressionSyntax>());
        return nodes.Distinct().Select(node => Read(node, model, cancellationToken)).OfType<RawRequest>();
    }

    private static SyntaxNode? Node(SimpleNameSyntax word)
    {
        if (Candidates.CallOf(word) is { } call)
            return call;

        if (word.Identifier.ValueText == Request)
            return word.FirstAncestorOrSelf<SyntaxNode>(node => node is not NameSyntax) as ObjectCreationExpressionSyntax;

        ExpressionSyntax target = word.Parent is MemberAccessExpressionSyntax access && access.Name == word ? access : word;
        return target.Parent is AssignmentExpressionSyntax assignment && assignment.Left == target ? assignment : null;
    }

    private RawRequest? Read(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (model.GetOperation(node, cancellationToken))
        {
            case IInvocationOperation call when IsOfHttp(call.TargetMethod.ContainingType):
                IOperation? address = call.Arguments.FirstOrDefault(argument => argument.Parameter is { Name: "requestUri" or "uri" })?.Value;
                return Of(call, CallLocation.NodeOf(call), address, isBase: false, cancellationToken);
            case IObjectCreationOperation { Type.Name: Request, Arguments.Length: 2 } creation when !IsFree(creation.Arguments[0].Value):
                return Of(creation, creation.Arguments[1].Value.Syntax, creation.Arguments[1].Value, isBase: false, cancellationToken);
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "RequestUri" or "BaseAddress" } property } } assignment
                when IsOfHttp(property.ContainingType) && !(property.Name == "RequestUri" && IsFreeRequest(assignment)):
                return Of(assignment, assignment.Value.Syntax, assignment.Value, property.Name == "BaseAddress", cancellationToken);
            default:
                return null;
        }
    }

    private RawRequest? Of(IOperation operation, SyntaxNode place, IOperation? address, bool isBase, CancellationToken cancellationToken) =>
        AddressText.Of(address, _compilation, cancellationToken) is { } text && LlmEndpoint.Of(text) is { } endpoint
            ? new RawRequest(operation, place, endpoint, IsRelative: text.IndexOf("://", StringComparison.Ordinal) < 0, isBase)
            : null;

    private static bool IsOfHttp(INamedTypeSymbol? type) =>
        type?.ContainingNamespace?.ToDisplayString() is "System.Net.Http" or "System.Net.Http.Json" or "System.Net.WebSockets";

    // Reading a list of models or a file costs nothing.
    private static bool IsFree(IOperation method) => method is IPropertyReferenceOperation { Property.Name: var name } && Array.IndexOf(_free, name) >= 0;

    private static bool IsFreeRequest(ISimpleAssignmentOperation assignment) =>
        assignment.Parent is IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation creation } initializer
        && (creation.Arguments.Length > 0
            ? IsFree(creation.Arguments[0].Value)
            : initializer.Initializers.OfType<ISimpleAssignmentOperation>().FirstOrDefault(other => other.Target is IPropertyReferenceOperation { Property.Name: "Method" }) is not { } method || IsFree(method.Value));
}
