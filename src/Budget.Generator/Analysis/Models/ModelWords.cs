using BudgetGen.Generator.Discovery;

namespace BudgetGen.Generator.Analysis.Models;

/// <summary>The names in a source text behind which a model may be named, so that nothing else has to be bound.</summary>
internal static class ModelWords
{
    private static readonly string[] _types = ["ChatClient", "EmbeddingClient", "ImageClient", "AudioClient", "CreateResponseOptions"];
    private static readonly string[] _properties = ["Model", "ModelId", "DefaultModelId", "ModelOverride"];
    private static readonly string[] _parameters = ["model", "modelId", "defaultModelId"];

    private static readonly string[] _methods =
    [
        "GetChatClient", "GetEmbeddingClient", "GetImageClient", "GetAudioClient", "CreateResponse", "CreateResponseAsync", "CreateResponseStreaming", "CreateResponseStreamingAsync",
        "AsIChatClient", "AsIEmbeddingGenerator",
    ];

    /// <summary>All of them.</summary>
    public static NameSet All { get; } = NameSet.Of([.. _types, .. _methods, .. _properties, "TrackLlmCall", KnownNames.TrackLlmCallAttribute]);

    /// <summary>The assemblies whose types, methods and properties are meant.</summary>
    public static ISet<string> Assemblies { get; } = new HashSet<string>(KnownSdkCalls.All.Select(call => call.Assembly), StringComparer.Ordinal);

    /// <summary>True for a class whose constructor takes a model.</summary>
    public static bool IsType(string name) => Array.IndexOf(_types, name) >= 0;

    /// <summary>True for a property that holds a model.</summary>
    public static bool IsProperty(string name) => Array.IndexOf(_properties, name) >= 0;

    /// <summary>True for a parameter that is a model.</summary>
    public static bool IsParameter(string name) => Array.IndexOf(_parameters, name) >= 0;
}
