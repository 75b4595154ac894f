using System.Collections.Concurrent;
using BudgetGen.Generator.Discovery.Declared;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery;

/// <summary>Turns a tracked call into its model: strings, numbers and enums, nothing of the compilation.</summary>
internal sealed class CallSiteReader
{
    private static readonly CallLocation _nowhere = new(0, "", 0);

    private readonly ConcurrentDictionary<IMethodSymbol, (CalledMethod Method, CallTreatment Treatment)> _metered = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, (CallSite AsAWhole, ScopedCall Instead)> _annotated = new(SymbolEqualityComparer.Default);

    /// <summary>The model of an SDK call that is metered.</summary>
    public CallSite Read(TrackedSdkCall call, InvocationExpressionSyntax syntax, SemanticModel model, CancellationToken cancellationToken)
    {
        CallLocation location = Location(syntax, model, cancellationToken);
        (CalledMethod called, CallTreatment treatment) = _metered.GetOrAdd(call.Target, _ => ReadTarget(call, model.Compilation));
        string method = MethodNames.Of(call.Place.Member ?? call.Target);
        Attribution attribution = AttributionReader.OfPlace(call.Place.Settings, method);
        var description = new SiteDescription(
            method,
            method.Substring(method.LastIndexOf('.') + 1),
            $"{Path.GetFileName(syntax.SyntaxTree.FilePath)}:{location.Line}",
            attribution.Literals,
            attribution.LiteralTags,
            call.Place.Settings.MaxCostNanos);
        return new CallSite(location, called, description, treatment);
    }

    /// <summary>
    /// The model of a call of an annotated method: as one that is metered as a whole, and what it is instead if an SDK call in the method's body is. That is a fact about
    /// another file's bodies, so it is decided when all files are known.
    /// </summary>
    public (CallSite AsAWhole, ScopedCall Instead) Read(TrackedMethodCall call, InvocationExpressionSyntax syntax, SemanticModel model, CancellationToken cancellationToken)
    {
        // All calls of a method differ in their places only.
        (CallSite site, ScopedCall instead) = _annotated.GetOrAdd(call.Target, _ => ReadTarget(call, model.Compilation));
        return (site with { Location = Location(syntax, model, cancellationToken) }, instead);
    }

    /// <summary>The same without the place of a call.</summary>
    public static (CallSite AsAWhole, ScopedCall Instead) ReadTarget(TrackedMethodCall call, Compilation compilation)
    {
        IMethodSymbol annotated = call.Method.Annotated;
        ReadMethod read = CalledMethodReader.Read(call.Target, "", compilation);
        string method = MethodNames.Of(annotated);
        Attribution attribution = AttributionReader.OfMethod(call.Method.Settings, read, call.Target, method, compilation);
        var description = new SiteDescription(
            method, annotated.Name, Declaration(annotated), attribution.Literals, attribution.LiteralTags, call.Method.Settings.MaxCostNanos);
        MeteredCall metered = call.Declaration is { } declaration
            ? Declared(DeclaredMeterReader.Read(declaration, read, compilation), attribution)
            : Metered(call.Target, read, attribution, compilation);
        CalledMethod called = Silencing(read.Method, attribution.WarningIds.Concat(call.Declaration?.WarningIds ?? []));
        return (new CallSite(_nowhere, called, description, metered), new ScopedCall(attribution.Bound));
    }

    private static (CalledMethod Method, CallTreatment Treatment) ReadTarget(TrackedSdkCall call, Compilation compilation)
    {
        ReadMethod read = CalledMethodReader.ReadAdapted(call.Target, "client", call.Sdk.Seen, compilation);
        return (Silencing(read.Method, call.Sdk.Declaration?.WarningIds ?? []), call.Sdk.Declaration is { } declaration
            ? DeclaredMeterReader.Read(declaration, read, compilation)
            : new AdaptedCall(call.Sdk.Call.Template.ToString(), call.Sdk.Known.Name, read.AdapterTypeArguments, TemplateParts.Of(call.Sdk.Call.Template, call.Sdk.Known, compilation)));
    }

    /// <summary>A method in whose generated code more is named than its signature.</summary>
    private static CalledMethod Silencing(CalledMethod method, IEnumerable<string> ids) =>
        method with { WarningIds = method.WarningIds.Union(ids).OrderBy(id => id, StringComparer.Ordinal).ToEquatableArray() };

    private static MeteredCall Metered(IMethodSymbol target, ReadMethod read, Attribution attribution, Compilation compilation)
    {
        (ResultReading reading, SdkTemplate template, string member) = ReturnReader.Reading(ReturnReader.Shape(target).Result);
        IEnumerable<string> prompts = target.Parameters
            .Where(parameter => parameter.Type.SpecialType == SpecialType.System_String && parameter.RefKind != RefKind.Out && !attribution.UsedParameters.Contains(parameter.Ordinal))
            .Select(parameter => read.ParameterNames[parameter.Ordinal]);
        string token = target.Parameters.FirstOrDefault(parameter => parameter is { RefKind: RefKind.None, Type: { Name: "CancellationToken", ContainingNamespace.Name: "Threading" } }) is { } found
            ? read.ParameterNames[found.Ordinal]
            : "";
        EquatableArray<string> parts = template == SdkTemplate.None ? EquatableArray<string>.Empty : TemplateParts.Of(template, compilation);
        return new MeteredCall(attribution.Bound, prompts.ToEquatableArray(), reading, template.ToString(), member, token, parts);
    }

    /// <summary>An annotated method that says by templates how it is metered.</summary>
    private static MeteredCall Declared(DeclaredCall declared, Attribution attribution) =>
        new(attribution.Bound, EquatableArray<string>.Empty, ResultReading.Unknown, "", "", declared.Meter.Token, declared.TemplateParts) { Meter = declared.Meter };

    private static CallLocation Location(InvocationExpressionSyntax syntax, SemanticModel model, CancellationToken cancellationToken)
    {
        // The classifier has refused calls without a location.
        InterceptableLocation location = model.GetInterceptableLocation(syntax, cancellationToken)!;
        SyntaxNode name = Candidates.SimpleName(syntax.Expression) ?? (SyntaxNode)syntax;
        return new CallLocation(location.Version, location.Data, Line(name.SyntaxTree, name.Span.Start));
    }

    /// <summary>
    /// The file of a method's declaration; the assembly's name for one that was compiled elsewhere. Without a line: it would change with every line above it, and with it the
    /// generated files of all callers, and what was learned of the calls.
    /// </summary>
    private static string Declaration(IMethodSymbol method) =>
        method.Locations.FirstOrDefault(location => location.IsInSource) is { SourceTree: { } tree } ? Path.GetFileName(tree.FilePath) : method.ContainingAssembly.Name;

    private static int Line(SyntaxTree tree, int position) => tree.GetText().Lines.GetLinePosition(position).Line + 1;
}
