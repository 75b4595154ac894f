namespace BudgetGen;

/// <summary>
/// Declares a method of a client that BudgetGen does not know by itself as a paid LLM call: one of your own, of another team, of a library without an adapter. From then on
/// its calls are treated like those of a known client library: tracked code is metered, and a call that nobody tracks is diagnostic BGN001.
/// </summary>
/// <remarks>
/// <para>
/// Every text is a template that the compiler binds to plain, null-safe member access; one that does not bind is diagnostic BGN041. What is said of the <em>request</em> names
/// parameters of the method, <c>"{request.Options.Model}"</c>, or its receiver, <c>"{this.Model}"</c> (also <c>"{client.Model}"</c>, where no parameter has that name). What is said
/// of the <em>answer</em> begins with <c>result</c>: what the method returns, the result of the task, or an element of the stream.
/// </para>
/// <para>A path goes through sequences: <c>"{messages.Content}"</c> is the content of each message. Numbers are added up, <c>"{result.Usage.Prompt} + {result.Usage.Tools}"</c>, or multiplied, <c>"{options.PerPrompt} * {options.Prompts.Count}"</c>.</para>
/// <para>
/// All overloads to which the templates bind are metered; another attribute for the same method may describe the others. Methods that override or implement the declared one
/// are meant, too. What is left out is unknown, and unknown is never zero: without usage the output is estimated from <see cref="Text"/>, and without that it is charged at its
/// bound.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [assembly: LlmMethod(typeof(AcmeClient), nameof(AcmeClient.AskAsync), Provider = "acme", Model = "{request.Model}", Prompt = "{request.Prompt}",
///     MaxOutputTokens = "{request.MaxTokens}", InputTokens = "{result.Usage.In}", OutputTokens = "{result.Usage.Out}")]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
public sealed class LlmMethodAttribute : Attribute
{
    /// <summary>Declares a method of a type.</summary>
    /// <param name="type">The class, struct or interface that declares it; an open generic type as <c>typeof(Client&lt;&gt;)</c>.</param>
    /// <param name="method">The method's name, best as <c>nameof</c>.</param>
    public LlmMethodAttribute(Type type, string method)
    {
        Type = type;
        Method = method;
    }

    /// <summary>Declares a method of a type that cannot be named in code, because it is internal to its library or not always referenced.</summary>
    /// <param name="typeName">The type's full metadata name, such as <c>"Acme.Client"</c>, <c>"Acme.Client`1"</c> or <c>"Acme.Outer+Inner"</c>.</param>
    /// <param name="method">The method's name.</param>
    public LlmMethodAttribute(string typeName, string method)
    {
        TypeName = typeName;
        Method = method;
    }

    /// <summary>The type that declares the method, or null if it is named by <see cref="TypeName"/>.</summary>
    public Type? Type { get; }

    /// <summary>The full metadata name of the type that declares the method, or null if it is named by <see cref="Type"/>.</summary>
    public string? TypeName { get; }

    /// <summary>The method's name.</summary>
    public string Method { get; }

    /// <summary>Template for who bills the call, such as <c>"acme"</c>. Null: the provider whose price line the model has.</summary>
    public string? Provider { get; set; }

    /// <summary>Template for the model that is asked for, such as <c>"{request.Model}"</c>. Null: the model of the <c>[TrackLlmCall]</c> around the call.</summary>
    public string? Model { get; set; }

    /// <summary>
    /// Templates for all text that is input, such as <c>"{request.System} {request.Messages.Content}"</c>; its UTF-8 bytes bound the input tokens. Text, bytes, sequences of them, and
    /// anything that has a text of its own. Null: all parameters that are text.
    /// </summary>
    public string? Prompt { get; set; }

    /// <summary>Template for parts of the prompt that are not text, such as <c>"{request.Images}"</c>: each that is there counts as a picture, 1,105 tokens.</summary>
    public string? Attachments { get; set; }

    /// <summary>Template for the bound on output that the request sends, tokens of one answer: <c>"{request.MaxTokens}"</c> or <c>"1024"</c>. Null: the model's own.</summary>
    public string? MaxOutputTokens { get; set; }

    /// <summary>Template for how many answers are asked for, each with <see cref="MaxOutputTokens"/>. Null: one.</summary>
    public string? Choices { get; set; }

    /// <summary>Template for the input tokens of the answer, such as <c>"{result.Usage.PromptTokens}"</c>: with those from a cache, unless <see cref="CacheIsExtra"/>.</summary>
    public string? InputTokens { get; set; }

    /// <summary>Template for the output tokens of the answer: with those of reasoning, unless <see cref="ReasoningIsExtra"/>.</summary>
    public string? OutputTokens { get; set; }

    /// <summary>Template for the input tokens that were read from the provider's cache.</summary>
    public string? CachedTokens { get; set; }

    /// <summary>Template for the input tokens that were written to the provider's cache.</summary>
    public string? CacheWriteTokens { get; set; }

    /// <summary>Template for the tokens of reasoning ("thinking").</summary>
    public string? ReasoningTokens { get; set; }

    /// <summary>True if <see cref="InputTokens"/> leaves out what was read from or written to a cache, as Anthropic counts. False: it includes it, as OpenAI counts.</summary>
    public bool CacheIsExtra { get; set; }

    /// <summary>True if <see cref="OutputTokens"/> leaves out the reasoning, as Google counts. False: it includes it.</summary>
    public bool ReasoningIsExtra { get; set; }

    /// <summary>Template for the text of the answer, from which output is estimated where no usage is told; in a stream, that of one element.</summary>
    public string? Text { get; set; }

    /// <summary>Template for the model that served the call, whose price counts. Null: the model that was asked for.</summary>
    public string? ResponseModel { get; set; }

    /// <summary>Template for the provider's id of the answer.</summary>
    public string? ResponseId { get; set; }

    /// <summary>
    /// Template for the end mark of a stream, <c>"{result.Done}"</c> or <c>"{result.FinishReason}"</c>: true, or anything that is there. With it, a stream that ends without its mark
    /// is known to be cut short. Null: usage in an element is taken as final.
    /// </summary>
    public string? Finished { get; set; }

    /// <summary>
    /// What the answer, or an element of the stream, may be besides its declared type, such as the last element's own class: members that the declared type does not have are
    /// looked for there, and are null where it is something else.
    /// </summary>
    public Type? ResultType { get; set; }

    /// <summary>The exception in which the client reports an HTTP status, or null. <c>HttpRequestException</c> is known.</summary>
    public Type? ErrorType { get; set; }

    /// <summary>Template for the HTTP status in <see cref="ErrorType"/>, <c>"{error.StatusCode}"</c>: a call that was refused with 400, 401, 403, 404, 413, 422 or 429 costs nothing.</summary>
    public string? Status { get; set; }
}
