using System.Collections.Immutable;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN020: a client that retries by itself, made where nobody sees it.</summary>
/// <remarks>
/// It speaks up only where it is sure: the options are written at the client, or there are none, and nothing in them is about a transport or switches retries off.
/// Options from elsewhere may be anything.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnseenRetriesAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN020",
        "LLM client whose retries nobody sees",
        "This {0} sends failed requests again by itself, up to {1} times in all, and each may be billed: give it an HttpClient with LlmAttemptHandler, or switch its retries off",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A tracked call stands outside its client's own retries and sees the last attempt only. With LlmAttemptHandler in the client's HttpClient, each attempt that may be billed is accounted for.",
        helpLinkUri: HelpLinks.For("BGN020"));

    /// <summary>The libraries whose clients retry by themselves.</summary>
    private static readonly HashSet<string> _libraries = new(StringComparer.Ordinal) { "OpenAI", "Azure.AI.OpenAI", "Anthropic" };

    /// <summary>The names of their clients: a file that has none of them is not bound.</summary>
    private static readonly NameSet _clients = NameSet.Of(
    [
        "OpenAIClient", "ChatClient", "ResponsesClient", "EmbeddingClient", "ImageClient", "AudioClient", "AssistantClient", "BatchClient", "VideoClient", "FineTuningClient", "EvaluationClient",
        "GraderClient", "RealtimeClient", "DecisionsClient", "ModerationClient", "OpenAIFileClient", "OpenAIModelClient", "VectorStoreClient", "ContainerClient", "ConversationClient", "AzureOpenAIClient",
        "AnthropicClient", "AnthropicClientWithRawResponse",
    ]);

    /// <summary>What their clients' options are or derive from, and how often a request is sent at most by default.</summary>
    private static readonly Dictionary<string, int> _attemptsByOptions = new(StringComparer.Ordinal)
    {
        ["System.ClientModel.Primitives.ClientPipelineOptions"] = 4,
        ["Azure.Core.ClientOptions"] = 4,
        ["Anthropic.Core.ClientOptions"] = 3,
    };

    /// <summary>Whoever sets one of these has thought of it: they may hold the handler, and no more than that can be seen here.</summary>
    private static readonly HashSet<string> _transports = new(StringComparer.Ordinal) { "Transport", "HttpClient", "Handlers" };

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [_rule, InternalFault.Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (!Concern.AboutAttributes(start.Compilation))
                return;

            var classifier = CallClassifier.For(start.Compilation, start.Options);
            var isTracking = new Lazy<bool>(() => HasTracking(start.Compilation, start.Options));
            start.RegisterSemanticModelAction(file => InternalFault.Guard(
                state => CheckFile(state, classifier, isTracking), file, file.SemanticModel.SyntaxTree.GetRoot(file.CancellationToken), file.ReportDiagnostic));
        });
    }

    private static void CheckFile(SemanticModelAnalysisContext context, CallClassifier classifier, Lazy<bool> isTracking)
    {
        SyntaxTree tree = context.SemanticModel.SyntaxTree;
        if (NameUses.In(tree, _clients, context.CancellationToken).Length == 0)
            return;

        SemanticModel model = SemanticModels.Of(context.SemanticModel.Compilation, tree);
        foreach (BaseObjectCreationExpressionSyntax syntax in tree.GetRoot(context.CancellationToken).DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>())
        {
            if (model.GetOperation(syntax, context.CancellationToken) is IObjectCreationOperation creation)
                Check(context, creation, classifier, isTracking);
        }
    }

    private static void Check(SemanticModelAnalysisContext context, IObjectCreationOperation creation, CallClassifier classifier, Lazy<bool> isTracking)
    {
        if (creation.Type is not INamedTypeSymbol client || Attempts(client) is not { } usual || CertainAttempts(creation, usual) is not { } attempts)
            return;

        if (isTracking.Value && classifier.PlaceOf(creation) is not { Tracking: Tracking.Ignored })
            context.ReportDiagnostic(Diagnostic.Create(_rule, creation.Syntax.GetLocation(), client.Name, attempts));
    }

    /// <summary>How often the client sends a request at most, or null: it is none of those that retry by themselves.</summary>
    private static int? Attempts(INamedTypeSymbol client) => _libraries.Contains(client.ContainingAssembly?.Name ?? "")
        ? client.InstanceConstructors.Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public).SelectMany(static constructor => constructor.Parameters).Select(Attempts).FirstOrDefault(static attempts => attempts is not null)
        : null;

    /// <summary>The same from the client's options, or null: the parameter takes none.</summary>
    private static int? Attempts(IParameterSymbol? parameter)
    {
        for (ITypeSymbol? type = parameter?.Type; type is not null; type = type.BaseType)
        {
            if (_attemptsByOptions.TryGetValue(MemberRelations.FullMetadataName(type as INamedTypeSymbol), out int attempts))
                return attempts;
        }

        return null;
    }

    /// <summary>How often a request is sent at most by a client that certainly has its own transport and retries by itself; else null.</summary>
    private static int? CertainAttempts(IObjectCreationOperation creation, int usual)
    {
        int? attempts = Attempts(creation.Initializer, usual);
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            // A pipeline of the caller's own may hold anything.
            if (argument.Parameter?.Type.Name is "ClientPipeline" or "HttpPipeline")
                return null;
            if (attempts is { } until && Attempts(argument.Parameter) is not null && argument.ArgumentKind == ArgumentKind.Explicit)
                attempts = AttemptsByOptions(argument.Value, until);
        }

        return attempts;
    }

    private static int? AttemptsByOptions(IOperation options, int usual) => Unconverted(options) switch
    {
        IObjectCreationOperation creation => Attempts(creation.Initializer, usual),
        { ConstantValue: { HasValue: true, Value: null } } => usual,
        _ => null,
    };

    /// <summary>The same after an initializer of a client or of its options; null where it sets a transport, switches retries off, or says what cannot be seen here.</summary>
    private static int? Attempts(IObjectOrCollectionInitializerOperation? initializer, int usual)
    {
        int attempts = usual;
        foreach ((string name, IOperation value) in Sets(initializer))
        {
            if (_transports.Contains(name))
                return null;

            int? retries = name switch
            {
                "MaxRetries" => Number(value),
                "RetryPolicy" => RetriesByPolicy(value),
                "Retry" when value is IObjectOrCollectionInitializerOperation nested => Sets(nested).Where(static set => set.Name == "MaxRetries").Select(static set => Number(set.Value)).DefaultIfEmpty(usual - 1).Last(),
                _ => attempts - 1,
            };
            if (retries is null or <= 0)
                return null;
            attempts = retries.Value + 1;
        }

        return attempts;
    }

    /// <summary>What a policy of the pipeline's own kind retries; any other may do anything.</summary>
    private static int? RetriesByPolicy(IOperation policy) =>
        Unconverted(policy) is IObjectCreationOperation { Type.Name: "ClientRetryPolicy" } creation && creation.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "maxRetries") is { } most ? Number(most.Value) : null;

    /// <summary>The properties that an initializer sets, and to what.</summary>
    private static IEnumerable<(string Name, IOperation Value)> Sets(IObjectOrCollectionInitializerOperation? initializer)
    {
        foreach (IOperation set in initializer?.Initializers ?? [])
        {
            if (set is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } assignment)
                yield return (property.Property.Name, assignment.Value);
            else if (set is IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation member } nested)
                yield return (member.Property.Name, nested.Initializer);
        }
    }

    private static int? Number(IOperation value) => Unconverted(value).ConstantValue is { HasValue: true, Value: int number } ? number : null;

    private static IOperation Unconverted(IOperation operation) => operation is IConversionOperation conversion ? Unconverted(conversion.Operand) : operation;

    /// <summary>True if anything in the project is tracked: without that, there is no account that could be wrong.</summary>
    private static bool HasTracking(Compilation compilation, AnalyzerOptions options) =>
        TrackAll.IsOn(options.AnalyzerConfigOptionsProvider) || AttributeUses.Tracking.In(compilation, CancellationToken.None).Any();
}
