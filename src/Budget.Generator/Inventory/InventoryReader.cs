using System.Globalization;
using BudgetGen.Generator.Analysis;
using BudgetGen.Generator.Analysis.Http;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Model;
using BudgetGen.Inventory;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using CallLocation = BudgetGen.Generator.Analysis.CallLocation;

namespace BudgetGen.Generator.Inventory;

/// <summary>Lists the LLM calls of a compilation: what the rules look at, and what <see cref="CallClassifier"/> says of it, so that the inventory cannot disagree with them.</summary>
internal sealed class InventoryReader
{
    private readonly Compilation _compilation;
    private readonly CallClassifier _classifier;
    private readonly string _root;

    private InventoryReader(Compilation compilation, CallClassifier classifier, string root) => (_compilation, _classifier, _root) = (compilation, classifier, root);

    /// <summary>The calls of a compilation.</summary>
    /// <param name="compilation">The compilation, without what generators wrote.</param>
    /// <param name="project">What the project says of itself; files are relative to its directory, or to the one that all of them share.</param>
    /// <param name="targetFramework">The framework that is built for; empty: nobody says.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static InventoryReport Read(Compilation compilation, ProjectOptions project, string targetFramework, CancellationToken cancellationToken)
    {
        string root = project.Directory.Length > 0 ? project.Directory : HintNames.CommonDirectory(compilation.SyntaxTrees.Select(tree => tree.FilePath));
        var reader = new InventoryReader(compilation, CallClassifier.For(compilation, project.TrackAll), root);
        var uses = CallUses.Of(compilation, project.TrackAll);
        IEnumerable<InventoryCall> calls = compilation.SyntaxTrees.SelectMany(tree => uses.In(tree, cancellationToken)).Select(use => reader.Read(use.Operation, use.Classification())).OfType<InventoryCall>();
        IEnumerable<InventoryCall> requests = compilation.SyntaxTrees.SelectMany(tree => PlacedRequest.In(tree, compilation, cancellationToken)).Select(reader.Read).OfType<InventoryCall>();
        return new InventoryReport([new InventoryProject(compilation.AssemblyName ?? "", targetFramework)], calls.Concat(requests), CallAssumptions.Usual, PriceTable.Embedded.Book);
    }

    private InventoryCall? Read(IOperation call, CallClassification classification) => classification switch
    {
        // Reading what a call has come to is metered for the sake of that call, and costs nothing.
        TrackedSdkCall { Sdk.Call.IsFree: true } => null,
        TrackedSdkCall tracked => OfSdk(call, tracked.Sdk, tracked.Place, CallStatus.Tracked, null, null),
        TrackedMethodCall tracked => _classifier.IsMeteredAsAWhole(tracked.Target, tracked.Method) ? OfMethod(call, tracked.Target, tracked.Method, CallStatus.Tracked, null, null) : null,
        UntrackedSdkCall untracked => OfSdk(call, untracked.Sdk, untracked.Place, CallStatus.Untracked, "it stands outside of code that is marked with [TrackLlmCall]", "BGN001"),
        UnmeteredSdkCall unmetered => OfSdk(
            call, unmetered.Sdk, unmetered.Place, CallStatus.Unmetered, $"this version does not meter {(unmetered.Sdk.Call.Template == SdkTemplate.None ? "it" : "this overload")}", "BGN006"),
        RefusedCall refused => Refused(call, refused),
        IgnoredCall ignored => Ignored(call, ignored),
        _ => null,
    };

    private InventoryCall? Refused(IOperation call, RefusedCall refused)
    {
        (string why, string diagnostic) = (RefusalText.Why(refused.Refusal), refused.Refusal.Reason == RefusalReason.BaseCall ? "BGN004" : "BGN003");
        if (TrackedMethodReader.ReadTarget(refused.Target) is { } method)
            return OfMethod(call, refused.Target, method, CallStatus.Refused, why, diagnostic);

        return _classifier.SdkOf(refused.Target) is { } sdk && _classifier.PlaceOf(call) is { } place ? OfSdk(call, sdk, place, CallStatus.Refused, why, diagnostic) : null;
    }

    private InventoryCall? Ignored(IOperation call, IgnoredCall ignored)
    {
        if (TrackedMethodReader.ReadTarget(ignored.Target) is { } method)
            return _classifier.IsMeteredAsAWhole(ignored.Target, method) ? OfMethod(call, ignored.Target, method, CallStatus.Ignored, ignored.Place.IgnoredBecause, null) : null;

        return ignored.Sdk is { } sdk ? OfSdk(call, sdk, ignored.Place, CallStatus.Ignored, ignored.Place.IgnoredBecause, null) : null;
    }

    private InventoryCall? Read(PlacedRequest placed) => placed.Fate switch
    {
        // The method's calls are the ones that are metered.
        RequestFate.PartOfItsMethod => null,
        RequestFate.Reported => OfRequest(placed, CallStatus.Tracked, null),
        RequestFate.Ignored => OfRequest(placed, CallStatus.Ignored, placed.Place.IgnoredBecause),
        _ => OfRequest(
            placed,
            placed.Fate == RequestFate.Untracked ? CallStatus.Untracked : CallStatus.Unmetered,
            $"nothing intercepts a request that is made by hand, here to '{placed.Request.Endpoint}', and the calls of no method with a model stand for it"),
    };

    private InventoryCall OfRequest(PlacedRequest placed, CallStatus status, string? why) => Priced(new InventoryCall
    {
        Project = _compilation.AssemblyName ?? "",
        File = FileOf(placed.Request.Place.GetLocation(), out LinePosition position),
        Line = position.Line + 1,
        Column = position.Character + 1,
        Member = MemberOf(placed.Place.Member),
        Called = MethodNames.Of(placed.Request.Target),
        Library = placed.Request.Target.ContainingAssembly.Name,
        Kind = InventoryCall.HttpKind,
        Status = status,
        Why = why,
        Diagnostic = placed.IsEscaping ? "BGN007" : null,
        Model = Binding(placed.Place.Settings, KnownNames.Model) ?? Unknown(),
        User = Binding(placed.Place.Settings, KnownNames.User) ?? Ambient(),
        PaidBy = Binding(placed.Place.Settings, KnownNames.Project) ?? Ambient(),
        Provider = Text(placed.Place.Settings, KnownNames.Provider),
        Operation = Text(placed.Place.Settings, KnownNames.Operation),
        Tags = [.. placed.Place.Settings.Tags.Select(tag => tag.Text)],
        MaxCost = MaxCost(placed.Place.Settings),
    });

    private InventoryCall OfSdk(IOperation call, SdkMatch sdk, TrackedPlace place, CallStatus status, string? why, string? diagnostic)
    {
        RequestFacts facts = new RequestReader(_compilation).Read(call);
        return Priced(new InventoryCall
        {
            Project = _compilation.AssemblyName ?? "",
            File = FileOf(CallLocation.Of(call), out LinePosition position),
            Line = position.Line + 1,
            Column = position.Character + 1,
            Member = MemberOf(place.Member),
            Called = MethodNames.Of(sdk.Known),
            Library = sdk.Call.Assembly,
            Kind = sdk.Call.Kind,
            Status = status,
            Why = why,
            Diagnostic = diagnostic,
            Model = ModelOf(facts, place.Settings),
            User = Binding(place.Settings, KnownNames.User) ?? Ambient(),
            PaidBy = Binding(place.Settings, KnownNames.Project) ?? Ambient(),
            Provider = Text(place.Settings, KnownNames.Provider) ?? facts.Provider,
            Operation = Text(place.Settings, KnownNames.Operation),
            Tags = [.. place.Settings.Tags.Select(tag => tag.Text)],
            MaxCost = MaxCost(place.Settings),
            MaxOutputTokens = facts.MaxOutputTokens,
        });
    }

    private InventoryCall OfMethod(IOperation call, IMethodSymbol target, TrackedMethod method, CallStatus status, string? why, string? diagnostic) => Priced(new InventoryCall
    {
        Project = _compilation.AssemblyName ?? "",
        File = FileOf(CallLocation.Of(call), out LinePosition position),
        Line = position.Line + 1,
        Column = position.Character + 1,
        Member = MemberOf(_classifier.PlaceOf(call)?.Member),
        Called = MethodNames.Of(target),
        Library = target.ContainingAssembly.Name,
        Kind = InventoryCall.MethodKind,
        Status = status,
        Why = why,
        Diagnostic = diagnostic,
        Model = Binding(method.Settings, KnownNames.Model) ?? Unknown(),
        User = Binding(method.Settings, KnownNames.User) ?? Ambient(),
        PaidBy = Binding(method.Settings, KnownNames.Project) ?? Ambient(),
        Provider = Text(method.Settings, KnownNames.Provider),
        Operation = Text(method.Settings, KnownNames.Operation),
        Tags = [.. method.Settings.Tags.Select(tag => tag.Text)],
        MaxCost = MaxCost(method.Settings),
    });

    private static InventoryCall Priced(InventoryCall call)
    {
        if (call.Model.Value is not { } model)
            return call with { Unpriced = "the model is not known before the call runs" };

        return PriceTable.Embedded.Find(model, call.Provider) is { } prices
            ? call with { Prices = prices, EstimatedCost = prices.Cost(CallAssumptions.Usual.InputTokens, CallAssumptions.Usual.OutputOf(call)) }
            : call with { Unpriced = $"the book has no price for tokens of '{model}'{(call.Provider is null ? "" : $" of {call.Provider}")}" };
    }

    private string FileOf(Location location, out LinePosition position)
    {
        position = location.GetLineSpan().StartLinePosition;
        return HintNames.SourcePath(location.SourceTree!.FilePath, _root);
    }

    private static string MemberOf(ISymbol? member) => member is null or IAssemblySymbol ? "Main" : MethodNames.Of(member);

    // The request goes before the attribute, as it does when the call runs.
    private static CallBinding ModelOf(RequestFacts facts, TrackSettings settings) =>
        facts.Model is { Value: not null } known ? known : Binding(settings, KnownNames.Model) ?? facts.Model ?? Unknown();

    private static CallBinding? Binding(TrackSettings settings, string property)
    {
        if (!settings.Templates.TryGetValue(property, out OwnedTemplate? template))
            return null;

        var parsed = Template.Parse(template.Text);
        return parsed.IsLiteral ? new CallBinding(CallBinding.Literal, parsed.LiteralText, null) : new CallBinding(CallBinding.Templated, null, template.Text);
    }

    private static string? Text(TrackSettings settings, string property) => Binding(settings, property) is { } binding ? binding.Value ?? binding.Template : null;

    private static string? MaxCost(TrackSettings settings) =>
        settings.MaxCostNanos is { } nanos ? (nanos / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture) : null;

    private static CallBinding Ambient() => new(CallBinding.Ambient, null, null);

    private static CallBinding Unknown() => new(CallBinding.Unknown, null, null);
}
