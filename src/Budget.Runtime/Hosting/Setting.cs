namespace BudgetGen;

/// <summary>
/// A place in a settings file, whatever the file's format: a value, a section, a list, or nothing. All formats are read through it by the same code, so
/// that they cannot disagree.
/// </summary>
internal abstract class Setting
{
    /// <summary>The key as it is written.</summary>
    public abstract string Key { get; }

    /// <summary>What complaints begin with: the key path, and file and line where they are known.</summary>
    public abstract string Path { get; }

    /// <summary>The text, if this is a value; otherwise null.</summary>
    public abstract string? Value { get; }

    /// <summary>True if it may be read as a section.</summary>
    public abstract bool IsSection { get; }

    /// <summary>True if it may be read as a list.</summary>
    public abstract bool IsList { get; }

    /// <summary>True if it is not there, or empty.</summary>
    public bool IsNothing => !IsSection && !IsList && string.IsNullOrWhiteSpace(Value);

    /// <summary>What is below it, as it is written.</summary>
    public abstract IEnumerable<Setting> Children { get; }

    /// <summary>What is below it under a name of ours, such as <c>SoftLimitPercent</c>; nothing is a place too.</summary>
    public abstract Setting Find(string name);

    /// <summary>True if the key is a spelling of a name of ours.</summary>
    public abstract bool Is(string name);

    /// <summary>A name of ours as this format writes it.</summary>
    public abstract string Spell(string name);
}
