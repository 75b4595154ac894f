using BudgetGen.Generator.Discovery.Declared;
using BudgetGen.Generator.Model;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Discovery;

/// <summary>
/// Says what a call is: tracked, refused, untracked, or none of ours. Generator and analyzers ask the same classifier, so they can never disagree.
/// Depends on nothing but the compilation; remembers answers for its lifetime.
/// </summary>
internal sealed class CallClassifier
{
    private static readonly ConditionalWeakTable<Compilation, CallClassifier> _byCompilation = new();
    private static readonly ConditionalWeakTable<Compilation, CallClassifier> _trackingAll = new();

    private readonly Compilation _compilation;
    private readonly bool _trackAll;
    private readonly Interceptability _interceptability;
    private readonly DeclaredMethods _declared;
    private readonly Lazy<HashSet<string>> _meteredBodies;
    private readonly ConcurrentDictionary<IMethodSymbol, (TrackedMethod? Method, SdkMatch? Sdk)> _targets = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, TrackedPlace> _places = new(SymbolEqualityComparer.Default);

    private CallClassifier(Compilation compilation, bool trackAll)
    {
        _compilation = compilation;
        _trackAll = trackAll;
        _interceptability = new Interceptability(compilation);
        _declared = DeclaredMethods.In(compilation);
        SdkNames = [.. SdkMethodNames.Metered(compilation).Union(_declared.Names).OrderBy(name => name, StringComparer.Ordinal)];
        _meteredBodies = new Lazy<HashSet<string>>(() => MeteredBodies.In(compilation, this, CancellationToken.None));
    }

    /// <summary>Names of the SDK methods that can be metered in this compilation.</summary>
    public IReadOnlyCollection<string> SdkNames { get; }

    /// <summary>The files of the compilation that have the same text as another one.</summary>
    public DuplicateFiles Duplicates => _interceptability.Duplicates;

    /// <summary>The classifier of a compilation.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="trackAll">True if the project has <see cref="TrackAll"/> on.</param>
    public static CallClassifier For(Compilation compilation, bool trackAll) => trackAll
        ? _trackingAll.GetValue(compilation, static key => new CallClassifier(key, trackAll: true))
        : _byCompilation.GetValue(compilation, static key => new CallClassifier(key, trackAll: false));

    /// <summary>The classifier of a compilation in a project with these options.</summary>
    public static CallClassifier For(Compilation compilation, AnalyzerOptions options) => For(compilation, TrackAll.IsOn(options.AnalyzerConfigOptionsProvider));

    /// <summary>Classifies an invocation, a dynamic invocation or a method reference; anything else is not ours.</summary>
    public CallClassification Classify(IOperation? operation) => operation switch
    {
        IInvocationOperation call => ClassifyInvocation(Invocation.Of(call)),
        IDynamicInvocationOperation call => ClassifyDynamic(call),
        IMethodReferenceOperation reference => ClassifyReference(reference),
        _ => NotOurs.Instance,
    };

    /// <summary>Classifies an invocation by where it stands.</summary>
    public CallClassification Classify(InvocationExpressionSyntax syntax, SemanticModel model, CancellationToken cancellationToken) =>
        Invocation.Of(syntax, model, cancellationToken) is { } call ? ClassifyInvocation(call) : Classify(model.GetOperation(syntax, cancellationToken));

    /// <summary>Classifies a call of a method that the compiler knows.</summary>
    public CallClassification ClassifyInvocation(Invocation call)
    {
        IMethodSymbol target = call.Target;
        (TrackedMethod? method, SdkMatch? sdk) = Read(target);
        if ((method is null && sdk is null) || PlaceOf(call.Model, call.Syntax) is not { } place)
            return NotOurs.Instance;

        if (place.Tracking == Tracking.Ignored)
            return call.IsOnBase ? NotOurs.Instance : new IgnoredCall(target, sdk, place);

        if (method is null)
            return ClassifySdkCall(call, target, sdk!, place);

        if (_interceptability.Check(call) is { } refusal)
            return new RefusedCall(target, refusal);

        return new TrackedMethodCall(target, method, sdk?.Declaration);
    }

    /// <summary>Classifies a method group that becomes a delegate: there is no call to intercept, so it is refused or untracked, never tracked.</summary>
    public CallClassification ClassifyReference(IMethodReferenceOperation reference)
    {
        IMethodSymbol target = SdkCallMatcher.Definition(reference.Method);
        (TrackedMethod? method, SdkMatch? sdk) = Read(target);
        if ((method is null && sdk is null) || IsInNameOf(reference) || PlaceOf(reference) is not { } place)
            return NotOurs.Instance;

        if (place.Tracking == Tracking.Ignored)
            return new IgnoredCall(target, sdk, place);

        if (method is null && !sdk!.IsMetered)
            return new UnmeteredSdkCall(target, sdk, place);

        // Nobody misses the budget of a call that costs nothing.
        if (method is null && sdk!.Call.IsFree)
            return NotOurs.Instance;

        if (method is null && place.Tracking == Tracking.None)
            return new UntrackedSdkCall(target, sdk!, place);

        return new RefusedCall(target, new Refusal(RefusalReason.MethodGroup, MethodNames.Of(target)));
    }

    /// <summary>Classifies a call whose target is chosen at run time: refused if a member of that name would have been tracked.</summary>
    public CallClassification ClassifyDynamic(IDynamicInvocationOperation call)
    {
        if (DynamicTargets.Of(call, _compilation) is not { Count: > 0 } candidates || PlaceOf(call) is not { Tracking: not Tracking.Ignored } place)
            return NotOurs.Instance;

        foreach (IMethodSymbol target in candidates)
        {
            (TrackedMethod? method, SdkMatch? sdk) = Read(target);
            if (sdk is { Call.IsFree: true })
                continue;
            if (method is not null || (sdk is { IsMetered: true } && place.Tracking == Tracking.Tracked))
                return new RefusedCall(target, new Refusal(RefusalReason.Dynamic, MethodNames.Of(target)));

            if (sdk is { IsMetered: true })
                return new UntrackedSdkCall(target, sdk, place);
        }

        return NotOurs.Instance;
    }

    /// <summary>Why no call of a method could ever be intercepted, or null.</summary>
    public Refusal? RefusalOfEveryCall(IMethodSymbol method) => _interceptability.CheckTarget(SdkCallMatcher.Definition(method));

    /// <summary>What a called method is to the table, or null.</summary>
    public SdkMatch? SdkOf(IMethodSymbol method) => Read(SdkCallMatcher.Definition(method)).Sdk;

    /// <summary>True if the body of a method, or of one that overrides or implements it, holds an SDK call that is metered.</summary>
    public bool HoldsMeteredCall(IMethodSymbol method) => _meteredBodies.Value.Contains(MemberIds.Of(SdkCallMatcher.Definition(method)));

    /// <summary>True if the calls of an annotated method are what is metered. Else it only says who pays, and the calls inside it are the ones that cost.</summary>
    public bool IsMeteredAsAWhole(IMethodSymbol target, TrackedMethod method) =>
        !HoldsMeteredCall(target)
        && (method.Settings.Templates.ContainsKey(KnownNames.Model) || ReturnReader.Reading(ReturnReader.Shape(target).Result).Reading == ResultReading.Response);

    /// <summary>True if a method is declared as an LLM call and says how it is metered.</summary>
    public bool IsDeclared(IMethodSymbol method) => _declared.Match(SdkCallMatcher.Definition(method)) is { Declaration: not null };

    /// <summary>How the code around an operation is marked.</summary>
    public TrackedPlace? PlaceOf(IOperation operation) => PlaceOf(operation.SemanticModel, operation.Syntax);

    /// <summary>How the code directly inside a symbol is marked.</summary>
    public TrackedPlace PlaceIn(ISymbol symbol) => _places.GetOrAdd(symbol, ReadPlace);

    private TrackedPlace ReadPlace(ISymbol symbol)
    {
        TrackedPlace place = TrackedMethodReader.ReadPlace(symbol);
        return _trackAll && place.Tracking == Tracking.None ? place with { Tracking = Tracking.Tracked } : place;
    }

    private CallClassification ClassifySdkCall(Invocation call, IMethodSymbol target, SdkMatch sdk, TrackedPlace place)
    {
        // A client that hands on to its base is metered by its own caller, and the runtime's own client meters itself.
        if (call.IsOnBase || IsOfTrackedClient(call))
            return NotOurs.Instance;

        if (!sdk.IsMetered)
            return new UnmeteredSdkCall(target, sdk, place);

        if (place.Tracking == Tracking.None)
            return sdk.Call.IsFree ? NotOurs.Instance : new UntrackedSdkCall(target, sdk, place);

        if (_interceptability.Check(call) is { } refusal)
            return sdk.Call.IsFree ? NotOurs.Instance : new RefusedCall(target, refusal);

        // Adapters take the library's own type, which a struct would have to be boxed into.
        if (sdk.Declaration is null && !target.IsStatic && target.ContainingType.IsValueType)
            return new RefusedCall(target, new Refusal(RefusalReason.ValueTypeReceiver, MethodNames.Of(target), target.ContainingType.Name));

        return new TrackedSdkCall(target, sdk, place);
    }

    private (TrackedMethod? Method, SdkMatch? Sdk) Read(IMethodSymbol target) =>
        _targets.GetOrAdd(target, method => method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ExplicitInterfaceImplementation
            ? (TrackedMethodReader.ReadTarget(method), _declared.Match(method) ?? SdkCallMatcher.Match(method))
            : default);

    private static bool IsOfTrackedClient(Invocation call) =>
        call.ReceiverType is INamedTypeSymbol type
        && MemberRelations.FullMetadataName(type) is KnownNames.Namespace + "." + KnownNames.TrackedChatClient or KnownNames.Namespace + "." + KnownNames.TrackedEmbeddingGenerator;

    private TrackedPlace? PlaceOf(SemanticModel? model, SyntaxNode syntax) => model is not null && Enclosing(model, syntax) is { } symbol ? PlaceIn(symbol) : null;

    /// <summary>The member or function around a node. Nearly always a method's block, which needs no binders.</summary>
    private static ISymbol? Enclosing(SemanticModel model, SyntaxNode node)
    {
        for (SyntaxNode? around = node; around is not null and not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax and not QueryExpressionSyntax; around = around.Parent)
        {
            if (around is BlockSyntax { Parent: MethodDeclarationSyntax method })
                return model.GetDeclaredSymbol(method);
        }

        return model.GetEnclosingSymbol(node.SpanStart);
    }

    private static bool IsInNameOf(IOperation operation)
    {
        for (IOperation? around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is INameOfOperation)
                return true;
        }

        return false;
    }
}
