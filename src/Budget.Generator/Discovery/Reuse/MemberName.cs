namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>The members of one name in one type.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Type">The type's simple name; <see cref="Anywhere"/> for what extends other types.</param>
internal readonly record struct MemberName(string Name, string Type)
{
    /// <summary>The type of members that are found without their type.</summary>
    public const string Anywhere = "";
}
