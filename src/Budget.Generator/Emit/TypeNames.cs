using System.Text;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Emit;

/// <summary>
/// Shortens the types of one generated file: well-known ones by <c>using</c>, the user's by an alias where the simple name is unique and
/// free. What is left keeps its <c>global::</c>; correct comes before pretty.
/// </summary>
internal sealed class TypeNames
{
    private const string Global = "global::";

    private readonly HashSet<string> _imports = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _shortened = new(StringComparer.Ordinal);

    /// <param name="methods">All methods that the file spells out.</param>
    /// <param name="taken">Names of members and types in the file that an alias must not have.</param>
    public TypeNames(IReadOnlyCollection<CalledMethod> methods, IEnumerable<string> taken)
    {
        var blocked = new HashSet<string>(taken, StringComparer.Ordinal);
        foreach (CalledMethod method in methods)
        {
            foreach (TypeParameter parameter in method.TypeParameters)
                blocked.Add(parameter.Name);
            foreach (Parameter parameter in method.Parameters)
                blocked.Add(parameter.Name);
            blocked.Add(method.ReceiverName);
        }

        var wishes = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (string text in new HashSet<string>(methods.SelectMany(Types), StringComparer.Ordinal))
        {
            foreach (QualifiedName name in In(text))
            {
                if (name.IsGeneric || !char.IsUpper(name.Simple[0]) || blocked.Contains(name.Simple) || ReservedNames.Contains(name.Simple))
                    continue;
                if (!wishes.TryGetValue(name.Simple, out HashSet<string>? full))
                    wishes.Add(name.Simple, full = new HashSet<string>(StringComparer.Ordinal));
                full.Add(name.Full);
            }
        }

        foreach (KeyValuePair<string, HashSet<string>> wish in wishes.Where(static wish => wish.Value.Count == 1))
            _aliases.Add(wish.Key, wish.Value.Single());
    }

    /// <summary>The directives of the aliases that were used so far.</summary>
    public IEnumerable<string> Directives => _aliases.Where(alias => _used.Contains(alias.Key)).Select(alias => $"using {alias.Key} = {alias.Value};");

    /// <summary>The namespaces of the types that were shortened so far without an alias.</summary>
    public IEnumerable<string> Imports => _imports;

    /// <summary>A type as the file writes it.</summary>
    public string Shorten(string type)
    {
        if (_shortened.TryGetValue(type, out string? known))
            return known;

        var text = new StringBuilder();
        int end = 0;
        foreach (QualifiedName name in In(type))
        {
            text.Append(type, end, name.Start - end).Append(Shorten(name));
            end = name.End;
        }

        string shortened = end == 0 ? type : text.Append(type, end, type.Length - end).ToString();
        _shortened.Add(type, shortened);
        return shortened;
    }

    private string Shorten(QualifiedName name)
    {
        if (ReservedNames.Imports.TryGetValue(name.Simple, out string import) && import == name.Space)
        {
            _imports.Add(import);
            return name.Simple;
        }

        if (name.IsGeneric || !_aliases.TryGetValue(name.Simple, out string full) || full != name.Full)
            return name.Full;

        _used.Add(name.Simple);
        return name.Simple;
    }

    private static IEnumerable<string> Types(CalledMethod method) =>
        method.Parameters.Select(parameter => parameter.Type)
            .Concat(method.TypeParameters.Select(parameter => parameter.Constraints))
            .Append(method.Type)
            .Append(method.Returns.Type);

    /// <summary>The names with <c>global::</c> in a type, in the order of the text.</summary>
    private static IEnumerable<QualifiedName> In(string type)
    {
        for (int start = type.IndexOf(Global, StringComparison.Ordinal); start >= 0;)
        {
            int simple = start + Global.Length, end = simple;
            for (; end < type.Length && (IsPart(type[end]) || (type[end] == '.' && end + 1 < type.Length && IsPart(type[end + 1]))); end++)
            {
                if (type[end] == '.')
                    simple = end + 1;
            }

            if (end > simple)
                yield return new QualifiedName(type, start, simple, end);
            start = type.IndexOf(Global, end, StringComparison.Ordinal);
        }
    }

    private static bool IsPart(char c) => c == '@' || SyntaxFacts.IsIdentifierPartCharacter(c);

    /// <summary>A name with <c>global::</c> somewhere in a type.</summary>
    private readonly struct QualifiedName(string type, int start, int simple, int end)
    {
        public int Start => start;

        public int End => end;

        public string Full => type.Substring(start, end - start);

        public string Simple => type.Substring(simple, end - simple);

        /// <summary>Its namespace, or the types around it.</summary>
        public string Space => simple - start <= Global.Length ? "" : type.Substring(start + Global.Length, simple - start - Global.Length - 1);

        public bool IsGeneric => end < type.Length && type[end] == '<';
    }
}
