namespace BudgetGen.Generator.Model;

/// <summary>A file of adapters for a client library, as one compilation has it.</summary>
/// <param name="Namespace">The compilation's own namespace for adapters.</param>
/// <param name="Template">The name of the template that it is made of.</param>
internal sealed record AdapterPart(string Namespace, string Template);
