using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

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
    /// <param name="then">The other moment.</param>
    /// <param name="compilation">The compilation that this is the world of: kept only as long as the comparison takes.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    public Change Since(World then, Compilation compilation, CancellationToken cancellationToken) =>
        then == this ? Change.None : _changes.GetValue(then, _ => Compare(then, compilation, cancellationToken));

    private Change Compare(World then, Compilation compilation, CancellationToken cancellationToken)
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

        // A type that nobody else speaks of, now or before, is not missed by anybody and cannot be meant by anybody. Of any other, everything may depend on what it is.
        string[] types = ChangedNames(added.SelectMany(Heads), removed.SelectMany(Heads));
        if (types.Any(type => added.Any(file => file.Types.ContainsKey(type)) == removed.Any(file => file.Types.ContainsKey(type)) || IsSpokenOf(type, compilation, cancellationToken)))
            return Change.Everything;

        string[] changed = ChangedNames(added.SelectMany(file => file.Members), removed.SelectMany(file => file.Members));
        if (changed.Length == 0)
            return Change.None;

        bool isBound = changed.Any(name => ImpliedNames.Contains(name) || _files.Any(file => file.BoundWords.Contains(name)) || removed.Any(file => file.BoundWords.Contains(name)));
        return isBound ? Change.Everything : new Change(changed);
    }

    private static TextHash Structure(Declarations[] files) => files.Aggregate(default(TextHash), (sum, file) => sum.Plus(file.Structure));

    private static IEnumerable<KeyValuePair<string, TextHash>> Heads(Declarations file) => file.Types.Select(type => new KeyValuePair<string, TextHash>(type.Key, type.Value.Heads));

    /// <summary>True if a type's name stands anywhere but in the type itself.</summary>
    private static bool IsSpokenOf(string type, Compilation compilation, CancellationToken cancellationToken)
    {
        const string Attribute = nameof(Attribute);
        string? shorter = type.Length > Attribute.Length && type.EndsWith(Attribute, StringComparison.Ordinal) ? type.Substring(0, type.Length - Attribute.Length) : null;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            TextSpan[] itself = Declarations.Of(tree, cancellationToken).Types.TryGetValue(type, out DeclaredTypes? declared) ? declared.Spans : [];
            if (SpokenNames.Has(tree, type, itself, cancellationToken) || (shorter is not null && SpokenNames.Has(tree, shorter, itself, cancellationToken)))
                return true;
        }

        return false;
    }

    private static string[] ChangedNames(IEnumerable<KeyValuePair<string, TextHash>> added, IEnumerable<KeyValuePair<string, TextHash>> removed)
    {
        var difference = new Dictionary<string, TextHash>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, TextHash> part in added)
            difference[part.Key] = difference.TryGetValue(part.Key, out TextHash sum) ? sum.Plus(part.Value) : part.Value;
        foreach (KeyValuePair<string, TextHash> part in removed)
            difference[part.Key] = (difference.TryGetValue(part.Key, out TextHash sum) ? sum : default).Minus(part.Value);
        return [.. difference.Where(part => part.Value != default).Select(part => part.Key)];
    }
}
