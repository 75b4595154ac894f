namespace BudgetGen.Tests.Ledger;

/// <summary>A rolling window is many accounts with one limit.</summary>
public class RollingTests
{
    private readonly RollingWorld _world = new(Make.Policy(nanos: 100), new FakeTime());

    [Fact]
    public void What_is_free_is_what_the_whole_window_leaves_and_comes_back_step_by_step()
    {
        for (int minute = 0; minute < 10; minute++)
        {
            _world.NewStep();
            _world.Admission.Settle(_world.Reserve(10, false, out _), 10, out _);
        }

        Account newest = _world.NewStep();
        Assert.Equal(0, newest.Free);
        _world.Reserve(1, false, out Verdict refused);
        Assert.Equal(RejectionReason.Exhausted, refused.Reason);

        // Nothing is too early: after the sixtieth step all is still counted.
        for (int minute = 11; minute < 61; minute++)
            newest = _world.NewStep();
        Assert.Equal(0, newest.Free);
        for (int gone = 1; gone <= 10; gone++)
            Assert.Equal(10 * gone, _world.NewStep().Free);
        Assert.Equal(61, _world.Sum.Steps.Count());
    }

    [Fact]
    public void An_end_in_an_old_step_wakes_those_who_wait_in_the_newest()
    {
        _world.NewStep();
        Reservation old = _world.Reserve(100, false, out _);
        _world.NewStep();
        _world.Reserve(60, true, out Verdict waits);
        _world.NewStep();
        _world.Reserve(1, false, out Verdict overtakes);
        Assert.Equal((VerdictKind.Waiting, RejectionReason.InFlight), (waits.Kind, overtakes.Reason));
        _world.Admission.Settle(old, 10, out _);
        Assert.Equal(VerdictKind.Held, waits.Decision());
        Assert.Equal((10, 60), (_world.Sum.Spent, _world.Sum.Held));
    }

    [Fact]
    public void A_step_that_leaves_wakes_and_nobody_is_admitted_by_its_figures()
    {
        _world.NewStep();
        Reservation old = _world.Reserve(100, false, out _);
        _world.Reserve(60, true, out Verdict sameStep);
        for (int minute = 0; minute < 30; minute++)
            _world.NewStep();
        _world.Reserve(50, true, out Verdict laterStep);
        for (int minute = 0; minute < 30; minute++)
            _world.NewStep();
        Assert.Null(sameStep.Decision());
        Assert.Null(laterStep.Decision());
        _world.NewStep();

        // One waits in the step that left, whose figures say nothing any more: it has to ask again. The other is in the window and has room.
        Assert.Equal((VerdictKind.Stale, VerdictKind.Held), (sameStep.Decision()!.Value, laterStep.Decision()!.Value));
        _world.Admission.Settle(old, 100, out _);
        Assert.Equal((0, 50, 0), (_world.Sum.Spent, _world.Sum.Held, _world.Sum.Suspense));
    }

    [Fact]
    public void An_end_after_its_step_has_left_changes_nothing_in_the_window()
    {
        _world.NewStep();
        Reservation old = _world.Reserve(40, false, out _), other = _world.Reserve(10, false, out _);
        for (int minute = 0; minute < 61; minute++)
            _world.NewStep();
        Assert.Equal((0, 0, 0), (_world.Sum.Spent, _world.Sum.Held, _world.Sum.Suspense));
        _world.Admission.Settle(old, 50, out _);
        _world.Admission.Suspend(other, out _);
        _world.Admission.EndSuspense(other, ReservationState.Released, 0, out _);
        Assert.Equal((0, 0, 0), (_world.Sum.Spent, _world.Sum.Held, _world.Sum.Suspense));
        Assert.Equal((50, 10), (old.AccountSet!.Accounts[0].OwnFigures().Spent, old.AccountSet.Accounts[0].OwnFigures().Overrun));
    }
}
