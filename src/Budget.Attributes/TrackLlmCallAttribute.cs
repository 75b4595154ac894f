namespace BudgetGen;

/// <summary>
/// Marks code whose LLM calls are budgeted. On a method or interface member, every call of it is intercepted at compile time and attributed
/// as the attribute says; known SDK calls inside its body are metered from the SDK's own usage figures. On a class, struct, interface or
/// assembly, every known SDK call lexically inside is metered without further attributes.
/// </summary>
/// <remarks>
/// <para>
/// Every text is a <em>template</em>, as in routes and log messages: text without braces is a literal, <c>"{userId}"</c> is the parameter
/// <c>userId</c>, <c>"{request.Tenant.Id}"</c> walks members, <c>"{this.Region}"</c> reads a member of the receiver, <c>"tenant-{tenantId}"</c>
/// mixes both; <c>{{</c> and <c>}}</c> are literal braces. Templates are bound by the compiler to plain member access; one that does not bind
/// is diagnostic BGN002. On a class or an assembly there are no parameters, so only literals can bind.
/// </para>
/// <para>What a method does not say, its class says; what the class does not say, the assembly says; and what nobody says comes from the SDK call
/// (model, provider) and from the ambient <c>BudgetContext</c> (user, project and the rest).</para>
/// </remarks>
/// <example>
/// <code>
/// [TrackLlmCall("gpt-4o-mini", "{userId}", Project = "search")]
/// public async Task&lt;string&gt; SummarizeAsync(string userId, string text) { ... }
/// </code>
/// </example>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Assembly,
    AllowMultiple = false,
    Inherited = false)]
public sealed class TrackLlmCallAttribute : Attribute
{
    /// <summary>Tracks with the model of the SDK call and the user of the ambient <c>BudgetContext</c>.</summary>
    public TrackLlmCallAttribute()
    {
    }

    /// <summary>Tracks with a model, and the user of the ambient <c>BudgetContext</c>.</summary>
    /// <param name="model">Template for the model name, such as <c>"gpt-4o-mini"</c> or <c>"{options.Model}"</c>. Used where no SDK call names one.</param>
    public TrackLlmCallAttribute(string model)
    {
        Model = model;
    }

    /// <summary>Tracks with a model and a user.</summary>
    /// <param name="model">Template for the model name, such as <c>"gpt-4o-mini"</c> or <c>"{options.Model}"</c>. Used where no SDK call names one.</param>
    /// <param name="user">Template for the user who pays, such as <c>"{userId}"</c>.</param>
    public TrackLlmCallAttribute(string model, string user)
    {
        Model = model;
        User = user;
    }

    /// <summary>Template for the model name, or null: the model of the SDK call.</summary>
    public string? Model { get; }

    /// <summary>Template for the user who pays, or null: the user of the ambient <c>BudgetContext</c>.</summary>
    public string? User { get; set; }

    /// <summary>Template for the project that the call is booked on, or null: the ambient one.</summary>
    public string? Project { get; set; }

    /// <summary>Template for what the call is for, such as <c>"summarize"</c>. Null: the name of the annotated method as <c>Type.Method</c>.</summary>
    public string? Operation { get; set; }

    /// <summary>Template for the provider, such as <c>"openai"</c>. Null: the SDK call's, or the one whose price line the model has.</summary>
    public string? Provider { get; set; }

    /// <summary>Free labels, each <c>"name=template"</c>, such as <c>["feature=search", "plan={customer.Plan}"]</c>.</summary>
    public string[]? Tags { get; set; }

    /// <summary>
    /// The most that one request may cost, in USD, as decimal text such as <c>"0.05"</c> (at most nine decimals; text, because money is never a
    /// floating-point number). A request whose worst case is dearer is rejected before it is sent. Null: no cap of its own.
    /// </summary>
    public string? MaxCost { get; set; }
}
