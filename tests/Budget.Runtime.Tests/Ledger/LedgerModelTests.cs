using FsCheck;
using FsCheck.Fluent;

namespace BudgetGen.Tests.Ledger;

/// <summary>T-MODEL-1: random lives on the ledger and on the whiteboard model, the same verdicts, reasons and figures after every command.</summary>
public class LedgerModelTests
{
    private static readonly Gen<LedgerStep> s_step =
        from kind in Gen.Choose(0, 99)
        from who in Gen.Choose(0, 5)
        from amount in Gen.Choose(0, 320)
        from pick in Gen.Choose(0, 1000)
        select new LedgerStep(kind, who, amount, pick);

    private static readonly Arbitrary<(int World, LedgerStep[] Steps)> s_lives = Arb.From(
        from world in Gen.Choose(0, 2)
        from steps in s_step.ArrayOf()
        select (world, steps),
        Shrink);

    /// <summary>3,000 lives of up to 200 commands; with BUDGET_SOAK 100,000.</summary>
    [Fact]
    public void TheLedgerDoesWhatTheModelDoes()
    {
        int lives = Soak.Rounds(3000, 100_000);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(lives).WithEndSize(200), Prop.ForAll(s_lives, static life => LedgerLife.Live(life.World, life.Steps)));
        SoakReport.Add("T-MODEL-1", $"{lives} lives of up to 200 commands, 0 differences");
    }

    /// <summary>Shorter lives that may fail too: without a half, a tenth or a single command.</summary>
    private static IEnumerable<(int World, LedgerStep[] Steps)> Shrink((int World, LedgerStep[] Steps) life)
    {
        int count = life.Steps.Length;
        foreach (int size in new[] { count / 2, count / 10, 1 }.Distinct().Where(static size => size > 0))
        {
            for (int from = 0; from + size <= count; from += size)
                yield return (life.World, [.. life.Steps[..from], .. life.Steps[(from + size)..]]);
        }
    }
}
