using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Declared;

/// <summary>
/// The methods that are declared as LLM calls: by <c>[LlmMethod]</c> in this project and in what it references, and by the tables of libraries. A declaration in the project
/// wins over one in a reference, and that over a table.
/// </summary>
internal sealed class DeclaredMethods
{
    private static readonly ConditionalWeakTable<IAssemblySymbol, MethodDeclaration[]> _byReference = new();

    private readonly Compilation _compilation;
    private readonly Dictionary<IMethodSymbol, List<MethodDeclaration>> _byMethod = new(SymbolEqualityComparer.Default);

    private DeclaredMethods(Compilation compilation)
    {
        _compilation = compilation;
        foreach (MethodDeclaration declaration in In(compilation.Assembly).Concat(compilation.SourceModule.ReferencedAssemblySymbols.SelectMany(Referenced)))
        {
            foreach (IMethodSymbol method in declaration.Methods(compilation))
            {
                if (!_byMethod.TryGetValue(method, out List<MethodDeclaration>? declarations))
                    _byMethod.Add(method, declarations = []);
                declarations.Add(declaration);
            }
        }
    }

    /// <summary>Names of the methods that attributes declare.</summary>
    public IEnumerable<string> Names => _byMethod.Keys.Select(method => method.Name).Distinct();

    /// <summary>The declared methods of a compilation.</summary>
    public static DeclaredMethods In(Compilation compilation) => new(compilation);

    /// <summary>What a method is to the declarations, or null: nobody speaks about it.</summary>
    /// <param name="target">The called method as it was declared.</param>
    public SdkMatch? Match(IMethodSymbol target)
    {
        List<IMethodSymbol>? family = null;
        if (_byMethod.Count > 0)
        {
            family = [.. MemberRelations.SelfAndWhatItFulfils(target)];
            foreach (IMethodSymbol candidate in family)
            {
                if (_byMethod.TryGetValue(candidate, out List<MethodDeclaration>? declarations))
                    return Match(new KnownSdkCall(candidate.ContainingAssembly.Name, MemberRelations.FullMetadataName(candidate.ContainingType), candidate.Name, "declared", SdkTemplate.Declared, []), candidate, target, declarations);
            }
        }

        foreach (IMethodSymbol candidate in family ?? MemberRelations.SelfAndWhatItFulfils(target))
        {
            if (KnownSdkCalls.Find(MemberRelations.FullMetadataName(candidate.ContainingType), candidate.Name) is { Declarations.Length: > 0 } call)
                return Match(call, candidate, target, call.Declarations);
        }

        return null;
    }

    /// <summary>The first declaration all of whose templates bind; the best of those that do not, if there is none.</summary>
    public static BoundDeclaration? Best(IEnumerable<MethodDeclaration> declarations, IMethodSymbol declared, IMethodSymbol target, Compilation compilation)
    {
        BoundDeclaration? best = null;
        foreach (MethodDeclaration declaration in declarations)
        {
            BoundDeclaration bound = DeclarationBinder.Bind(declaration, declared, target, compilation);
            if (bound.Errors.IsEmpty)
                return bound;
            if (best is null || bound.Errors.Length < best.Errors.Length)
                best = bound;
        }

        return best;
    }

    private SdkMatch Match(KnownSdkCall call, IMethodSymbol declared, IMethodSymbol target, IReadOnlyList<MethodDeclaration> declarations)
    {
        BoundDeclaration? bound = Best(declarations, declared, target, _compilation);
        bool isMetered = bound is { Errors.IsEmpty: true };
        return new SdkMatch(call, declared, declared, isMetered) { Declaration = isMetered ? bound : null };
    }

    private static IEnumerable<MethodDeclaration> In(IAssemblySymbol assembly) => assembly.GetAttributes().Select(MethodDeclaration.Read).OfType<MethodDeclaration>();

    private static MethodDeclaration[] Referenced(IAssemblySymbol assembly) =>
        _byReference.GetValue(assembly, static key => ReferencedTracking.KnowsTheAttributes(key) ? [.. In(key)] : []);
}
