namespace BudgetGen.Tests;

internal static class Threads
{
    /// <summary>Runs work on real threads that start together; the first failure is the test's.</summary>
    public static void Run(int count, Action<int> work)
    {
        using var barrier = new Barrier(count);
        Exception? failure = null;
        var threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int index = i;
            threads[i] = new Thread(() =>
            {
                barrier.SignalAndWait();
                try
                {
                    work(index);
                }
                catch (Exception error)
                {
                    Interlocked.CompareExchange(ref failure, error, null);
                }
            });
            threads[i].Start();
        }

        foreach (Thread thread in threads)
            thread.Join();
        if (failure is not null)
            throw new InvalidOperationException("A thread failed.", failure);
    }
}
