using System.Text.RegularExpressions;
using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>
/// Shortens the types of one generated file: well-known ones by <c>using</c>, the user's by an alias where the simple name is unique and
/// free. What is left keeps its <c>global::</c>; correct comes before pretty.
/// </summary>
internal sealed class TypeNames
{
    private static readonly Regex _name = new(@"global::(?<space>(?:[\w@]+\.)*)(?<simple>[\w@]+)(?<generic><?)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private readonly HashSet<string> _imports = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _aliases = new(StringComparer.Ordinal);

    /// <param name="methods">All methods that the file spells out.</param>
    /// <param name="taken">Names of members and types in the file that an alias must not have.</param>
    public TypeNames(IReadOnlyCollection<CalledMethod> methods, IEnumerable<string> taken)
    {
        var blocked = new HashSet<string>(taken, StringComparer.Ordinal);
        foreach (CalledMethod method in methods)
        {
            blocked.UnionWith(method.TypeParameters.Select(parameter => parameter.Name));
            blocked.UnionWith(method.Parameters.Select(parameter => parameter.Name));
            blocked.Add(method.ReceiverName);
        }

        IEnumerable<(string Simple, string Full)> wishes =
            from text in methods.SelectMany(Types)
            from Match match in _name.Matches(text)
            where match.Groups["generic"].Length == 0
            select (match.Groups["simple"].Value, match.Value);
        foreach (IGrouping<string, string> group in wishes.Distinct().GroupBy(wish => wish.Simple, wish => wish.Full))
        {
            if (group.Count() == 1 && char.IsUpper(group.Key[0]) && !blocked.Contains(group.Key) && !ReservedNames.Contains(group.Key))
                _aliases.Add(group.Key, group.First());
        }
    }

    /// <summary>The directives of the aliases that were used so far.</summary>
    public IEnumerable<string> Directives => _aliases.Where(alias => _used.Contains(alias.Key)).Select(alias => $"using {alias.Key} = {alias.Value};");

    /// <summary>The namespaces of the types that were shortened so far without an alias.</summary>
    public IEnumerable<string> Imports => _imports;

    /// <summary>A type as the file writes it.</summary>
    public string Shorten(string type) => _name.Replace(type, match =>
    {
        string simple = match.Groups["simple"].Value;
        string space = match.Groups["space"].Value.TrimEnd('.');
        if (ReservedNames.Imports.TryGetValue(simple, out string import) && import == space)
        {
            _imports.Add(import);
            return simple + match.Groups["generic"].Value;
        }

        if (match.Groups["generic"].Length > 0 || !_aliases.TryGetValue(simple, out string full) || full != match.Value)
            return match.Value;

        _used.Add(simple);
        return simple;
    });

    private static IEnumerable<string> Types(CalledMethod method) =>
        method.Parameters.Select(parameter => parameter.Type)
            .Concat(method.TypeParameters.Select(parameter => parameter.Constraints))
            .Append(method.Type)
            .Append(method.Returns.Type);
}
