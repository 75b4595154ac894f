namespace BudgetGen.Generator.Model;

/// <summary>What a project says of itself to the generator.</summary>
/// <param name="Directory">Its directory, or empty if nobody says.</param>
/// <param name="TrackAll">True if every known SDK call in it is tracked.</param>
internal sealed record ProjectOptions(string Directory, bool TrackAll);
