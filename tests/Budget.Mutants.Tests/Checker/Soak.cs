namespace BudgetGen.Testing;

/// <summary>Checks are short, whatever the tests that they share with others do in long runs.</summary>
internal static class Soak
{
    public static int Rounds(int normally, int soaking) => normally;
}

/// <summary>What a mutant did is nothing to report.</summary>
internal static class SoakReport
{
    public static void Add(string name, FormattableString figures)
    {
    }
}
