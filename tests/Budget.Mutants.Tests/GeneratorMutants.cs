namespace BudgetGen.Mutants.Tests;

/// <summary>The faults of the generator: each lets somebody's text become code, or lets what was found stay when it is not true any more.</summary>
internal static class GeneratorMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("a text between quotes is written as it is", "Emit/Literals.cs", "return quoted.Substring(1, quoted.Length - 2);", "return text;"),
        new("a text in quotes is written as it is", "Emit/Literals.cs", "SymbolDisplay.FormatLiteral(text, quote: true);", "\"\\\"\" + text + \"\\\"\";"),
        new("a text in quotes has its quotes escaped and nothing else", "Emit/Literals.cs", "SymbolDisplay.FormatLiteral(text, quote: true);", "\"\\\"\" + text.Replace(\"\\\"\", \"\\\\\\\"\") + \"\\\"\";"),
        new("a text in a comment may have lines", "Emit/Literals.cs", "text.Any(IsControl) ?", "text.Length < 0 ?"),
        new("a text in a comment may have lines that only C# ends", "Emit/Literals.cs", "char.IsControl(c) || c is '\\u2028' or '\\u2029'", "char.IsControl(c)"),
        new("braces of a mixed text are holes", "Discovery/BoundTemplate.cs", ".Replace(\"{\", \"{{\").Replace(\"}\", \"}}\")", ""),
        new("a change of a type concerns nobody", "Discovery/Reuse/Change.cs", "|| types?.Has(tree, cancellationToken) == true", ""),
        new("a change of a member concerns nobody", "Discovery/Reuse/Change.cs", "|| (SpokenNames.HasAny(tree, members, cancellationToken) &&", "|| (SpokenNames.HasAny(tree, members, cancellationToken) && members.Count < 0 &&"),
        new("what everybody may mean by its name alone is missed", "Discovery/Reuse/Change.cs", "|| SpokenNames.HasAny(tree, names, cancellationToken)", ""),
        new("a type is only reached by its own name", "Discovery/Reuse/Reach.cs", "members.Add(new MemberName(head.Name, type));", "_ = type;"),
        new("a type is not reached by the types that are declared with it", "Discovery/Reuse/Reach.cs", "next.UnionWith(Spellings(head.Name));", "_ = next;"),
        new("what is said of a class is not said of what is in it", "Discovery/Reuse/Reach.cs", "names.Contains(head.Within) || ", ""),
        new("an attribute is only spoken of with its suffix", "Discovery/Reuse/Reach.cs", "if (type.Length > Attribute.Length && type.EndsWith(Attribute, StringComparison.Ordinal))", "if (type.Length < 0)"),
        new("a new type is missed by nobody, whoever speaks of it", "Discovery/Reuse/World.cs", "IsNewOrGone(type, added, removed) && !IsSpokenOf(type, added, trees, cancellationToken)", "IsNewOrGone(type, added, removed)"),
        new("words in attributes and constants mean nothing", "Discovery/Reuse/World.cs", "file.BoundWords.Count > 0 &&", "file.BoundWords.Count < 0 &&"),
        new("a new namespace hides nothing", "Discovery/Reuse/World.cs", " || !Namespaces(_files).SetEquals(Namespaces(then._files))", ""),
        new("what is meant without its name is meant by nobody", "Discovery/Reuse/Declarations.cs", "_types[_type] = type with { Heads = type.Heads.Plus(head) };", "_ = type;"),
        new("a file's usings say nothing", "Discovery/Reuse/Declarations.cs", "within = Head(within, import.SpanStart, import.Span.End);", "_ = import.Span;"),
        new("the compiler looks for no type by itself", "Discovery/Reuse/Declarations.cs", "_isImplied |= outer.Length == 0 &&", "_isImplied |= outer.Length < 0 &&"),
        new("a dynamic call is one of what its file speaks of", "Discovery/Reuse/KnownFiles.cs", "known.Found.HasDynamicCalls ? change != Change.None : ", ""),
        new("a file stays no twin", "Discovery/Reuse/KnownFiles.cs", " || known.Twin != twin", ""),
        new("names that are looked for may change", "Discovery/Reuse/World.cs", ".. _names.Except(then._names), .. then._names.Except(_names), ", ""),
        new("an extension method is found by its type", "Discovery/Reuse/Declarations.cs", "isExtension ? MemberName.Anywhere : _type", "isExtension ? _type : _type"),
        new("names are said as they are meant", "Discovery/Reuse/SpokenWords.cs", "HideNames = hideNames;", "HideNames = false;"),
        new("words in attributes are written as they are meant", "Discovery/Reuse/Declarations.cs", "if (_hidesNames)", "if (_hidesNames && text.Length < 0)"),
        new("the filter of words forgets every other bit", "Discovery/Reuse/SpokenWords.cs", "_bits[Place(hash)] |= Bits(hash);", "_bits[Place(hash)] |= Bits(hash) & 0x5555_5555_5555_5555;"),
        new("attributes stay where they were", "Discovery/FoundByNames.cs", "last.Names.Equals(names)", "last.Names.Count > 0"),
        new("an alias leads nowhere", "Discovery/Reuse/Declarations.cs", "if (import.Alias is { } alias)", "if (import.Alias is { } alias && alias.Span.Length < 0)"),
        new("a constant is known by its type", "Discovery/Reuse/Declarations.cs", "isConstant ? field.Span.End : field.Declaration.Type.Span.End);", "field.Declaration.Type.Span.End);"),
    ];
}
