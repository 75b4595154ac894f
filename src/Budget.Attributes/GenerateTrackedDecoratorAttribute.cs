namespace BudgetGen;

/// <summary>
/// Has the compiler write a class that implements an interface by passing every member on to another implementation, and that tracks the members with
/// <see cref="TrackLlmCallAttribute"/> as an intercepted call of them is tracked. For calls that no interceptor sees: compiled in other assemblies, through
/// reflection or delegates, from frameworks; all of them meet the decorator in dependency injection.
/// </summary>
/// <remarks>
/// On an interface, or on the assembly with the interface's type, for one that is declared elsewhere. The class of <c>IAssistant</c> is <c>TrackedAssistant</c>, in the
/// interface's namespace, as accessible as the interface; beside it stands <c>services.AddTrackedAssistant()</c>, which puts it around what is registered.
/// </remarks>
/// <example>
/// <code>
/// [GenerateTrackedDecorator]
/// public interface IAssistant
/// {
///     [TrackLlmCall("gpt-4o-mini", "{userId}")]
///     Task&lt;string&gt; AskAsync(string userId, string question);
/// }
///
/// services.AddSingleton&lt;IAssistant, Assistant&gt;().AddTrackedAssistant();
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
public sealed class GenerateTrackedDecoratorAttribute : Attribute
{
    /// <summary>Writes the decorator of the interface that the attribute stands on.</summary>
    public GenerateTrackedDecoratorAttribute()
    {
    }

    /// <summary>Writes the decorator of an interface of another assembly; the attribute stands on the assembly.</summary>
    /// <param name="interfaceType">The interface, such as <c>typeof(IAssistant)</c> or <c>typeof(IRepository&lt;&gt;)</c>.</param>
    public GenerateTrackedDecoratorAttribute(Type interfaceType)
    {
        InterfaceType = interfaceType;
    }

    /// <summary>The interface, or null: the one that the attribute stands on.</summary>
    public Type? InterfaceType { get; }

    /// <summary>The name of the class, or null: <c>Tracked</c> and the interface's name without its <c>I</c>.</summary>
    public string? Name { get; set; }
}
