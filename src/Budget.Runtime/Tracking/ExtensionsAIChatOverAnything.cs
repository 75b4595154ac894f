using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using BudgetGen.CompilerServices;
using Microsoft.Extensions.AI;

namespace BudgetGen.Generated;

/// <summary>
/// Any client behind Microsoft.Extensions.AI. Generated code names the library that its project references; the runtime knows none, so it goes by the shape of a library's objects:
/// what has a status says it, what has a service tier says it. What says neither is charged as unknown, which is never less.
/// </summary>
internal static partial class ExtensionsAIChat
{
    private static readonly ConditionalWeakTable<Type, Shape> s_shapes = [];

    static partial void ReadOtherStatus(Exception error, ref int? status) => status ??= Shape.Of(error).Status?.Read(error) switch
    {
        int number => number,
        HttpStatusCode code => (int)code,
        _ => null,
    };

    static partial void ReadOtherTerms(object? raw, ref LlmTerms? terms)
    {
        // The response, its usage, or one of these inside an event of a stream.
        for (int depth = 0; terms is null && raw is not null && depth < 4; depth++)
        {
            var shape = Shape.Of(raw);
            if (shape.ServiceTier is not null)
                terms = LlmTerms.Served(shape.ServiceTier.ReadText(raw), shape.Speed?.ReadText(raw), shape.InferenceGeo?.ReadText(raw));
            raw = shape.Inside?.Read(raw);
        }
    }

    /// <summary>A tool of a kind that the abstraction does not have is the provider's own, which may ask a fee for each use, as those that search the web do.</summary>
    static partial void ReadOtherTool(AITool tool, ref LlmRequest request)
    {
        if (tool is not AIFunctionDeclaration && tool.GetType().Assembly != typeof(AITool).Assembly)
            request = LlmHostedTools.AllowWebSearch(request, most: null);
    }

    /// <summary>The properties of a type that are known by their names. One that was trimmed away says nothing.</summary>
    private sealed class Shape(Type type)
    {
        public Property? Status { get; } = Property.Of(type, "StatusCode") ?? Property.Of(type, "Status");

        public Property? ServiceTier { get; } = Property.Of(type, "ServiceTier");

        public Property? Speed { get; } = Property.Of(type, "Speed");

        public Property? InferenceGeo { get; } = Property.Of(type, "InferenceGeo");

        public Property? Inside { get; } = Property.Of(type, "Usage") ?? Property.Of(type, "Message") ?? Property.Of(type, "Value");

        public static Shape Of(object value) => s_shapes.GetValue(value.GetType(), static type => new Shape(type));
    }

    private sealed class Property(PropertyInfo property)
    {
        private const string Trimmed = "A property that was trimmed away counts as one that says nothing, which is charged as unknown.";

        [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = Trimmed)]
        [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = Trimmed)]
        public static Property? Of(Type type, string name)
        {
            for (Type? declaring = type; declaring is not null; declaring = declaring.BaseType)
            {
                if (declaring.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly) is { CanRead: true } property && property.GetIndexParameters().Length == 0)
                    return new Property(property);
            }

            return null;
        }

        /// <summary>The value; null also where the library refuses to tell, as for words that are younger than it.</summary>
        public object? Read(object value)
        {
            try
            {
                return property.GetValue(value);
            }
            catch (TargetInvocationException)
            {
                return null;
            }
        }

        /// <summary>The value as text; a library that keeps its words as JSON prints them in quotes.</summary>
        public string? ReadText(object value)
        {
            try
            {
                return property.GetValue(value)?.ToString()?.Trim('"');
            }
            catch (Exception)
            {
                return null;
            }
        }
    }
}
