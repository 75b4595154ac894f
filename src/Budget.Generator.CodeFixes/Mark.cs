using Microsoft.CodeAnalysis;

namespace BudgetGen.CodeFixes;

/// <summary>An attribute that could be put on a declaration, or on the assembly.</summary>
/// <param name="Key">The kind of fix, the same in all files.</param>
/// <param name="Title">What the user reads.</param>
/// <param name="Target">The declaration; the whole file for an attribute of the assembly.</param>
/// <param name="Attribute">The attribute class.</param>
/// <param name="Arguments">Its arguments in parentheses, or empty.</param>
internal sealed record Mark(string Key, string Title, SyntaxNode Target, string Attribute, string Arguments);
