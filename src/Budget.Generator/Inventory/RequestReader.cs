using BudgetGen.Generator.Discovery;
using BudgetGen.Inventory;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Inventory;

/// <summary>Reads constants out of a call: of its arguments, of the objects that are made for it, and of what made its client.</summary>
/// <param name="compilation">The compilation.</param>
internal sealed class RequestReader(Compilation compilation)
{
    private static readonly string[] _modelParameters = ["model", "modelId"];
    private static readonly string[] _modelProperties = ["Model", "ModelId"];
    private static readonly string[] _outputProperties = ["MaxOutputTokenCount", "MaxOutputTokens", "MaxTokens"];

    // How many makers are asked for theirs: a client of a client of a client.
    private const int Deepest = 6;

    private readonly ValueOrigin _origin = new(compilation);

    /// <summary>What can be seen.</summary>
    public RequestFacts Read(IOperation call)
    {
        if (call is not IInvocationOperation invocation)
            return new RequestFacts(null, null, null);

        IObjectCreationOperation[] requests = [.. invocation.Arguments.Select(argument => _origin.Of(argument.Value)).OfType<IObjectCreationOperation>()];
        long? maxOutput = requests.Select(request => Assigned(request, _outputProperties)).Select(Number).FirstOrDefault(number => number is not null);
        IOperation? client = Receiver(invocation);
        return new RequestFacts(OfArguments(invocation.Arguments) ?? OfRequests(requests) ?? OfClient(client, 0), Provider(invocation, client), maxOutput);
    }

    private static CallBinding? OfArguments(IEnumerable<IArgumentOperation> arguments)
    {
        IArgumentOperation? named = arguments.FirstOrDefault(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter } && _modelParameters.Contains(parameter.Name));
        return named is null ? null : new CallBinding(CallBinding.Request, Text(named.Value), null);
    }

    private static CallBinding? OfRequests(IEnumerable<IObjectCreationOperation> requests) =>
        requests.Select(request => Assigned(request, _modelProperties)).FirstOrDefault(value => value is not null) is { } model ? new CallBinding(CallBinding.Request, Text(model), null) : null;

    private CallBinding? OfClient(IOperation? client, int depth)
    {
        if (client is null)
            return null;

        IOperation maker = _origin.Of(client);
        (IEnumerable<IArgumentOperation> arguments, IOperation? inner) = maker switch
        {
            // A deployment of Azure has a name of its own, which need not be the model's.
            IObjectCreationOperation creation => (creation.Arguments, null),
            IInvocationOperation call when !IsAzure(call) => (call.Arguments, Receiver(call)),
            _ => ([], null),
        };
        if (arguments.FirstOrDefault(argument => argument.Parameter is { } parameter && _modelParameters.Contains(parameter.Name)) is { } named && Text(named.Value) is { } model)
            return new CallBinding(CallBinding.Client, model, null);

        CallBinding? below = depth < Deepest && inner is not null ? OfClient(inner, depth + 1) : null;
        return below ?? (HasModel(client.Type) ? new CallBinding(CallBinding.Client, null, null) : null);
    }

    private static IOperation? Receiver(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);

    private static bool IsAzure(IInvocationOperation call) => Receiver(call)?.Type?.Name.StartsWith("Azure", StringComparison.Ordinal) == true;

    /// <summary>True for clients that are made for one model, or have one to fall back on.</summary>
    private static bool HasModel(ITypeSymbol? type) => type is { Name: "IChatClient" } || (type is not null && type.GetMembers("Model").Any(member => member is IPropertySymbol { Type.SpecialType: SpecialType.System_String }));

    // The library says it, unless the client may be another host's.
    private string? Provider(IInvocationOperation call, IOperation? client) => SdkCallMatcher.Definition(call.TargetMethod).ContainingAssembly?.Name switch
    {
        "OpenAI" => client is not null && _origin.Of(client) is IInvocationOperation maker && IsAzure(maker) ? "azure" : "openai",
        "Anthropic" => "anthropic",
        "Azure.AI.OpenAI" => "azure",
        _ => null,
    };

    private static IOperation? Assigned(IObjectCreationOperation creation, string[] properties) =>
        creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
            .FirstOrDefault(assignment => assignment.Target is IPropertyReferenceOperation { Property.Name: var name } && properties.Contains(name))?.Value;

    private static string? Text(IOperation value) => Bare(value).ConstantValue is { HasValue: true, Value: string text } && text.Trim().Length > 0 ? text : ModelConstants.NameOf(Bare(value));

    private static long? Number(IOperation? value) => value is null ? null : Bare(value).ConstantValue switch
    {
        { HasValue: true, Value: int number } => number,
        { HasValue: true, Value: long number } => number,
        _ => null,
    };

    private static IOperation Bare(IOperation value)
    {
        while (value is IConversionOperation { ConstantValue.HasValue: false } conversion)
            value = conversion.Operand;
        return value;
    }
}
