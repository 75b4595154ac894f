using BudgetGen.Generator.Discovery.Libraries;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>What a method returns: the shape that the interceptor depends on, and how usage is read from it.</summary>
internal static class ReturnReader
{
    /// <summary>The shape, and the type of the result, of the task's result or of the stream's elements (null for none).</summary>
    public static (ReturnShape Shape, ITypeSymbol? Result) Shape(IMethodSymbol method)
    {
        ITypeSymbol type = method.ReturnType;
        if (type.SpecialType == SpecialType.System_Void)
            return (ReturnShape.Void, null);

        if (method.RefKind != RefKind.None || !Captures.CanBoxOrCopy(type))
            return (ReturnShape.RefLike, null);

        ITypeSymbol? argument = type is INamedTypeSymbol { Arity: 1 } generic ? generic.TypeArguments[0] : null;
        return MemberRelations.FullMetadataName(type.OriginalDefinition as INamedTypeSymbol) switch
        {
            "System.Threading.Tasks.Task" => (ReturnShape.Task, null),
            "System.Threading.Tasks.Task`1" => (ReturnShape.TaskOfResult, argument),
            "System.Threading.Tasks.ValueTask" => (ReturnShape.ValueTask, null),
            "System.Threading.Tasks.ValueTask`1" => (ReturnShape.ValueTaskOfResult, argument),
            "System.Collections.Generic.IAsyncEnumerable`1" => (ReturnShape.AsyncStream, argument),
            "System.Collections.Generic.IEnumerable`1" => (ReturnShape.Stream, argument),
            _ => (ReturnShape.Value, type),
        };
    }

    /// <summary>How usage is read from a result of this type, with the SDK's template and the member that holds it.</summary>
    public static (ResultReading Reading, SdkTemplate Template, string Member) Reading(ITypeSymbol? result)
    {
        if (result?.SpecialType == SpecialType.System_String)
            return (ResultReading.Text, SdkTemplate.None, "");

        if (Usage(result) is { } member)
            return (ResultReading.Usage, SdkTemplate.None, member);

        if (result is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            foreach (IFieldSymbol element in tuple.TupleElements)
            {
                if (Usage(element.Type) is { } inner)
                    return (ResultReading.Usage, SdkTemplate.None, "." + NameScope.Escape(element.Name) + inner);
            }
        }

        SdkTemplate template = Template(result);
        return (template == SdkTemplate.None ? ResultReading.Unknown : ResultReading.Response, template, "");
    }

    /// <summary>What to write after a value that is an <c>LlmUsage</c>, or null if it is none.</summary>
    private static string? Usage(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable when Usage(nullable.TypeArguments[0]) is not null => ".GetValueOrDefault()",
        INamedTypeSymbol named when MemberRelations.FullMetadataName(named) == KnownNames.Namespace + "." + KnownNames.LlmUsage => "",
        _ => null,
    };

    private static SdkTemplate Template(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol named)
            return SdkTemplate.None;

        string name = MemberRelations.FullMetadataName(named);
        if (name == "System.ClientModel.ClientResult`1" && named.TypeArguments[0] is INamedTypeSymbol value)
            return MemberRelations.FullMetadataName(value) == "OpenAI.Chat.ChatCompletion" ? Template(value) : SdkTemplate.None;

        return name switch
        {
            "OpenAI.Chat.ChatCompletion" => named.ContainingAssembly.Identity.Version is { Major: > 0 } version && version < OpenAICalls.Oldest ? SdkTemplate.None : SdkTemplate.OpenAIChat,
            "Anthropic.Models.Messages.Message" => SdkTemplate.AnthropicMessages,
            "Anthropic.Models.Beta.Messages.BetaMessage" => SdkTemplate.AnthropicBetaMessages,
            "Microsoft.Extensions.AI.GeneratedEmbeddings`1" => SdkTemplate.ExtensionsAIEmbeddings,
            "Microsoft.Extensions.AI.ImageGenerationResponse" => SdkTemplate.ExtensionsAIImages,
            "Microsoft.Extensions.AI.SpeechToTextResponse" => SdkTemplate.ExtensionsAITranscripts,
            "Microsoft.Extensions.AI.ChatResponse" or "Microsoft.Extensions.AI.ChatResponse`1" => SdkTemplate.ExtensionsAIChat,
            _ => SdkTemplate.None,
        };
    }
}
