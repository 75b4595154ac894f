using System.Collections.Immutable;
using System.Composition;
using BudgetGen.Generator;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.CodeFixes;

/// <summary>BGN001: adds <c>[TrackLlmCall]</c>, with the user if the method has a parameter for one; for top-level statements, which cannot be marked, to the assembly.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TrackLlmCallFix)), Shared]
public sealed class TrackLlmCallFix : CallAttributeFix
{
    internal const string WithUser = "BudgetGen.Track.User";
    internal const string Plain = "BudgetGen.Track";
    internal const string WholeProject = "BudgetGen.Track.Assembly";

    private static readonly string[] _userNames = ["user", "userid", "username"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["BGN001"];

    private protected override IEnumerable<Mark> Marks(SyntaxNode name, SemanticModel model)
    {
        if (!CallTarget.IsPlainCall(name, out _))
            yield break;

        if (name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is GlobalStatementSyntax { Parent: CompilationUnitSyntax file })
            yield return new Mark(WholeProject, "Track the whole project: [assembly: TrackLlmCall]", file, KnownNames.TrackLlmCallAttribute, "");

        if (CallTarget.ForTracking(name, model) is not { } target || model.GetDeclaredSymbol(target) is not { } symbol)
            yield break;

        if (symbol is IMethodSymbol method && UserOf(method) is { } user)
            yield return new Mark(WithUser, $"Track '{symbol.Name}' and charge '{user}': [TrackLlmCall(User = \"{{{user}}}\")]", target, KnownNames.TrackLlmCallAttribute, $"(User = \"{{{user}}}\")");

        yield return new Mark(Plain, $"Track '{symbol.Name}' with [TrackLlmCall]", target, KnownNames.TrackLlmCallAttribute, "");
    }

    private protected override bool IsSettled(CallClassification classification) => classification is TrackedSdkCall;

    // Through an interface that has no attribute the user would not be bound, so that the offer would promise too much.
    private static string? UserOf(IMethodSymbol method) =>
        MemberRelations.SelfAndWhatItFulfils(method).Skip(1).Any()
            ? null
            : method.Parameters.FirstOrDefault(parameter =>
                parameter is { Type.SpecialType: SpecialType.System_String, RefKind: not RefKind.Out } && _userNames.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase))?.Name;
}
