using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.CodeFixes;

/// <summary>An attribute that could be put on a declaration.</summary>
/// <param name="Key">The kind of fix, the same in all files.</param>
/// <param name="Title">What the user reads.</param>
/// <param name="Target">The declaration.</param>
/// <param name="Attribute">The attribute class.</param>
/// <param name="Arguments">Its arguments in parentheses, or empty.</param>
internal sealed record Mark(string Key, string Title, MemberDeclarationSyntax Target, string Attribute, string Arguments);
