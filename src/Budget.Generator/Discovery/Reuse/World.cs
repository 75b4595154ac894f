using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>
/// Everything outside of a file that its call sites depend on, at one moment: what all files declare, the references, the options, the names that are looked for,
/// whether everything is tracked. Holds no compilation; a comparison holds the trees that it was made with.
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
        if (!_references.SequenceEqual(then._references) || !_options.Equals(then._options) || _assembly != then._assembly || _trackAll != then._trackAll)
            return Change.Everything;

        var now = new HashSet<Declarations>(_files);
        var before = new HashSet<Declarations>(then._files);
        Declarations[] added = [.. _files.Where(file => !before.Contains(file))];
        Declarations[] removed = [.. then._files.Where(file => !now.Contains(file))];
        if (added.Length == 0 && removed.Length == 0 && _names.Equals(then._names))
            return Change.None;

        // In code that is wrong, such as a type that two files declare, the first one counts.
        bool isShuffled = !_files.Where(before.Contains).SequenceEqual(then._files.Where(now.Contains));
        if (isShuffled || Structure(added) != Structure(removed) || !Namespaces(_files).SetEquals(Namespaces(then._files)))
            return Change.Everything;

        SyntaxTree[] trees = [.. compilation.SyntaxTrees];
        string[] types = Different(added.SelectMany(Heads), removed.SelectMany(Heads));

        // A type that nobody but itself speaks of, now or before, cannot be meant by anybody, and neither can what it has.
        var own = new HashSet<string>(types.Where(type => IsNewOrGone(type, added, removed) && !IsSpokenOf(type, added, trees, cancellationToken)), StringComparer.Ordinal);
        string[] others = [.. types.Where(type => !own.Contains(type))];
        Reach? reach = null;
        if (others.Length > 0 && (reach = Reach.Of(others, trees, cancellationToken)) is null)
            return Change.Everything;

        // What a type has that changed itself, nobody means without the type.
        MemberName[] members = [.. Different(added.SelectMany(file => file.Members), removed.SelectMany(file => file.Members)).Where(member => !own.Contains(member.Type) && reach?.Names.Contains(member.Type) != true)];
        NameSet names = NameSet.Once([.. _names.Except(then._names), .. then._names.Except(_names), .. members.Where(member => member.Type == MemberName.Anywhere).Select(member => member.Name)]);
        NameSet ofTypes = NameSet.Once(members.Where(member => member.Type != MemberName.Anywhere).Select(member => member.Name));
        if (reach is null && names.Count == 0 && ofTypes.Count == 0)
            return Change.None;

        string[] said = [.. names, .. ofTypes, .. reach is null ? [] : reach.Names.Concat(reach.Members)];
        if (_files.Concat(removed).Any(file => file.BoundWords.Count > 0 && said.Any(file.BoundWords.Contains)))
            return Change.Everything;

        string[] owners = [.. members.Select(member => member.Type).Where(type => type != MemberName.Anywhere).Distinct()];
        return new Change(names, reach, ofTypes, new Lazy<Reach?>(() => Reach.Of(owners, trees, CancellationToken.None)));
    }

    private static TextHash Structure(Declarations[] files) => files.Aggregate(default(TextHash), (sum, file) => sum.Plus(file.Structure));

    private static HashSet<string> Namespaces(IEnumerable<Declarations> files) => new(files.SelectMany(file => file.Namespaces), StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, TextHash>> Heads(Declarations file) => file.Types.Select(type => new KeyValuePair<string, TextHash>(type.Key, type.Value.Heads));

    private static bool IsNewOrGone(string type, Declarations[] added, Declarations[] removed) =>
        added.Any(file => file.Types.ContainsKey(type)) != removed.Any(file => file.Types.ContainsKey(type));

    /// <summary>True if a type's name stands anywhere but in the type itself.</summary>
    private static bool IsSpokenOf(string type, Declarations[] added, SyntaxTree[] trees, CancellationToken cancellationToken)
    {
        foreach (SyntaxTree tree in trees)
        {
            Declarations file = Declarations.Of(tree, cancellationToken);
            TextSpan[] itself = file.Types.TryGetValue(type, out DeclaredTypes? declared) && Array.IndexOf(added, file) >= 0 ? declared.Spans : [];
            if (Reach.Spellings(type).Any(name => SpokenNames.Has(tree, name, itself, cancellationToken)))
                return true;
        }

        return false;
    }

    private static T[] Different<T>(IEnumerable<KeyValuePair<T, TextHash>> added, IEnumerable<KeyValuePair<T, TextHash>> removed)
        where T : notnull
    {
        var difference = new Dictionary<T, TextHash>();
        foreach (KeyValuePair<T, TextHash> part in added)
            difference[part.Key] = difference.TryGetValue(part.Key, out TextHash sum) ? sum.Plus(part.Value) : part.Value;
        foreach (KeyValuePair<T, TextHash> part in removed)
            difference[part.Key] = (difference.TryGetValue(part.Key, out TextHash sum) ? sum : default).Minus(part.Value);
        return [.. difference.Where(part => part.Value != default).Select(part => part.Key)];
    }
}
