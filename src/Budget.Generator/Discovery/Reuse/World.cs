using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>
/// Everything outside of a file that its call sites depend on, at one moment: what all files declare, the references, the options, the names that are looked for,
/// whether everything is tracked. Holds no compilation and no tree, so it keeps nothing alive.
/// </summary>
internal sealed class World
{
    private readonly ImmutableArray<MetadataReference> _references;
    private readonly CompilationOptions _options;
    private readonly string? _assembly;
    private readonly NameSet _names;
    private readonly bool _trackAll;
    private readonly IReadOnlyCollection<Declarations> _files;
    private readonly ConditionalWeakTable<World, Change> _changes = new();

    private World(Compilation compilation, NameSet names, bool trackAll, IReadOnlyCollection<Declarations> files)
    {
        _references = compilation.ExternalReferences;
        _options = compilation.Options;
        _assembly = compilation.AssemblyName;
        _names = names;
        _trackAll = trackAll;
        _files = files;
    }

    /// <summary>The world of a compilation.</summary>
    public static World Of(Compilation compilation, NameSet names, bool trackAll, CancellationToken cancellationToken) =>
        new(compilation, names, trackAll, [.. compilation.SyntaxTrees.Select(tree => Declarations.Of(tree, cancellationToken))]);

    /// <summary>What is different now from what it was then. Most files ask for the same moment, that of the run before.</summary>
    public Change Since(World then) => then == this ? Change.None : _changes.GetValue(then, Compare);

    private Change Compare(World then)
    {
        if (!_references.SequenceEqual(then._references) || !_options.Equals(then._options) || _assembly != then._assembly || !_names.Equals(then._names) || _trackAll != then._trackAll)
            return Change.Everything;

        var now = new HashSet<Declarations>(_files);
        var before = new HashSet<Declarations>(then._files);
        Declarations[] added = [.. _files.Where(file => !before.Contains(file))];
        Declarations[] removed = [.. then._files.Where(file => !now.Contains(file))];
        if (added.Length == 0 && removed.Length == 0)
            return Change.None;

        if (Structure(added) != Structure(removed))
            return Change.Everything;

        IReadOnlyCollection<string> changed = ChangedNames(added, removed);
        if (changed.Count == 0)
            return Change.None;

        bool isBound = changed.Any(name => ImpliedNames.Contains(name) || _files.Any(file => file.BoundWords.Contains(name)) || removed.Any(file => file.BoundWords.Contains(name)));
        return isBound ? Change.Everything : new Change(changed);
    }

    private static TextHash Structure(Declarations[] files) => files.Aggregate(default(TextHash), (sum, file) => sum.Plus(file.Structure));

    private static IReadOnlyCollection<string> ChangedNames(Declarations[] added, Declarations[] removed)
    {
        var difference = new Dictionary<string, TextHash>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, TextHash> member in added.SelectMany(file => file.Members))
            difference[member.Key] = difference.TryGetValue(member.Key, out TextHash sum) ? sum.Plus(member.Value) : member.Value;
        foreach (KeyValuePair<string, TextHash> member in removed.SelectMany(file => file.Members))
            difference[member.Key] = (difference.TryGetValue(member.Key, out TextHash sum) ? sum : default).Minus(member.Value);
        return [.. difference.Where(member => member.Value != default).Select(member => member.Key)];
    }
}
