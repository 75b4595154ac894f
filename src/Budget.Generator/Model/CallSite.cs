namespace BudgetGen.Generator.Model;

/// <summary>Where a call is: the compiler's opaque data, and the line for people.</summary>
internal sealed record CallLocation(int Version, string Data, int Line);

/// <summary>A name and a text that belongs to it: an argument and its expression, a tag and its value.</summary>
internal sealed record NamedText(string Name, string Text);

/// <summary>What the runtime is told about a call site.</summary>
/// <param name="Method">The annotated or enclosing method as <c>Type.Method</c>.</param>
/// <param name="Member">The same without its type, for naming the field.</param>
/// <param name="Location">File name and line of the SDK call; the file of the annotated method.</param>
/// <param name="Attribution">The literal parts of the attribution, by the names of the constructor's parameters.</param>
/// <param name="Tags">The literal tags.</param>
/// <param name="MaxCostNanos">The cap in nano-dollars, or null.</param>
internal sealed record SiteDescription(
    string Method, string Member, string Location, EquatableArray<NamedText> Attribution, EquatableArray<NamedText> Tags, long? MaxCostNanos);

/// <summary>The parts of an attribution that are bound to arguments: each text is a C# expression.</summary>
internal sealed record BoundAttribution(EquatableArray<NamedText> Parts, EquatableArray<NamedText> Tags)
{
    public bool IsEmpty => Parts.Count == 0 && Tags.Count == 0;
}

/// <summary>How usage is read from a result.</summary>
internal enum ResultReading
{
    /// <summary>The result says nothing.</summary>
    Unknown,

    /// <summary>Text, whose size is an estimate of the output.</summary>
    Text,

    /// <summary>An <c>LlmUsage</c>, perhaps inside a tuple.</summary>
    Usage,

    /// <summary>A response of an SDK, which the SDK's template reads.</summary>
    Response,
}

/// <summary>What the interceptor does.</summary>
/// <param name="TemplateParts">The files of an SDK's template that it needs.</param>
internal abstract record CallTreatment(EquatableArray<string> TemplateParts);

/// <summary>Hands the SDK call to the template's adapter of the same name.</summary>
/// <param name="Template">The template.</param>
/// <param name="Adapter">The adapter's name.</param>
/// <param name="TypeArguments">Its type arguments; empty if there are none.</param>
/// <param name="TemplateParts">The files of the template.</param>
internal sealed record AdaptedCall(string Template, string Adapter, string TypeArguments, EquatableArray<string> TemplateParts) : CallTreatment(TemplateParts);

/// <summary>Opens the scope of an annotated method.</summary>
internal sealed record ScopedCall(BoundAttribution Bound) : CallTreatment(EquatableArray<string>.Empty);

/// <summary>Opens the scope of an annotated method and meters the call as a whole.</summary>
/// <param name="Bound">What the scope is opened with.</param>
/// <param name="Prompts">Names of the parameters that are the prompt.</param>
/// <param name="Reading">How usage is read from the result, or from the elements of a stream.</param>
/// <param name="Template">The template that reads an SDK's response; empty if none does.</param>
/// <param name="UsageMember">Where in the result the usage is, such as <c>.Usage</c>; empty if it is the result.</param>
/// <param name="Token">The name of the cancellation token's parameter; empty if there is none.</param>
/// <param name="TemplateParts">The files of that template.</param>
internal sealed record MeteredCall(
    BoundAttribution Bound, EquatableArray<string> Prompts, ResultReading Reading, string Template, string UsageMember, string Token, EquatableArray<string> TemplateParts)
    : CallTreatment(TemplateParts)
{
    /// <summary>How the call is metered, if it is declared as an LLM call as well; else null.</summary>
    public DeclaredMeter? Meter { get; init; }
}

/// <summary>A call that is intercepted.</summary>
internal sealed record CallSite(CallLocation Location, CalledMethod Target, SiteDescription Description, CallTreatment Treatment);

/// <summary>The call sites of one source file: the unit of caching and of output.</summary>
/// <param name="FileName">The file's name without its directory.</param>
/// <param name="HintName">The name of the generated file, unique in the compilation.</param>
/// <param name="Sites">The intercepted calls in the order of the text.</param>
/// <param name="AdapterNamespace">The namespace of the compilation's adapters.</param>
/// <param name="Found">All LLM call sites in the file, with those that are refused or not tracked.</param>
/// <param name="Fault">What went wrong inside the generator, or null; then the calls in this file are left alone.</param>
internal sealed record CallSiteFile(string FileName, string HintName, EquatableArray<CallSite> Sites, string AdapterNamespace, int Found, string? Fault)
{
    /// <summary>A file without LLM calls.</summary>
    public static CallSiteFile Empty { get; } = new("", "", EquatableArray<CallSite>.Empty, "", 0, null);

    /// <summary>The files of adapters that its calls need.</summary>
    public IEnumerable<AdapterPart> Adapters => Sites.SelectMany(site => site.Treatment.TemplateParts).Distinct().Select(part => new AdapterPart(AdapterNamespace, part));

    /// <summary>True if there is something to write or to report.</summary>
    public bool HasOutput => Sites.Count > 0 || Fault is not null;
}
