using System.Runtime.ExceptionServices;

namespace BudgetGen.Tests.Ledger.Interleaving;

/// <summary>
/// Runs a few logical threads through every order of their atomic steps. They are real threads, of which exactly one runs at a time: at the border of a step it decides, as
/// the search says, who goes on. The search is depth first over these decisions, and each run starts afresh.
/// </summary>
internal sealed class Explorer : IDisposable
{
    [ThreadStatic]
    private static Worker? s_current;

    private readonly List<(int Chosen, int Of)> _path = [];
    private readonly Worker[] _workers;
    private readonly SemaphoreSlim _done = new(0);
    private Action _look = static () => { };
    private Exception? _failure;
    private int _depth;
    private bool _starting;

    public Explorer(int threads)
    {
        _workers = [.. Enumerable.Range(0, threads).Select(i => new Worker(this, i))];
        foreach (Worker worker in _workers)
            worker.Start();
    }

    /// <summary>True on a logical thread.</summary>
    public bool IsStepping => s_current is { } self && ReferenceEquals(self.Owner, this);

    /// <summary>How many orders have been run.</summary>
    public int Count { get; private set; }

    /// <summary>Explores all orders; throws at the first in which a thread or a look fails, and names the order.</summary>
    /// <param name="make">Makes a fresh world, its threads, what must be true after every step, and what must be true at the end.</param>
    public static int Run(int threads, Func<Explorer, (Action[] Threads, Action AfterEachStep, Action AtEnd)> make)
    {
        using var explorer = new Explorer(threads);
        do
            explorer.RunOnce(make);
        while (explorer.Next());
        return explorer.Count;
    }

    /// <summary>The border of a step. Other threads may go first; this one goes on when it is chosen and the condition is true.</summary>
    public void Step(Func<bool>? until = null)
    {
        if (s_current is not { } self || !ReferenceEquals(self.Owner, this))
            return;

        if (_failure is not null)
            throw new OperationCanceledException("another thread has failed");
        if (_starting)
        {
            self.Until = until;
            _done.Release();
            self.Wait();
            return;
        }

        _look();
        self.Until = until;
        Worker next = Choose();
        if (ReferenceEquals(next, self))
            return;
        next.Go();
        self.Wait();
        if (_failure is not null)
            throw new OperationCanceledException("another thread has failed");
    }

    public void Dispose()
    {
        foreach (Worker worker in _workers)
            worker.Stop();
        _done.Dispose();
    }

    private void RunOnce(Func<Explorer, (Action[] Threads, Action AfterEachStep, Action AtEnd)> make)
    {
        (Action[] threads, _look, Action atEnd) = make(this);
        _failure = null;
        _depth = 0;

        // Up to its first step a thread touches nothing that others see.
        _starting = true;
        for (int i = 0; i < threads.Length; i++)
        {
            _workers[i].Begin(threads[i]);
            _workers[i].Go();
            _done.Wait();
        }

        _starting = false;
        if (_failure is null && _workers.Any(static w => !w.IsFinished))
        {
            _look();
            Choose().Go();
            _done.Wait();
        }

        Count++;
        try
        {
            if (_failure is null)
                atEnd();
        }
        catch (Exception error)
        {
            _failure = error;
        }

        if (_failure is not null)
            throw new InterleavingException(string.Join(' ', _path.Take(_depth).Select(static c => c.Chosen)), Count, _failure);
    }

    /// <summary>Goes to the next order; false if there is none.</summary>
    private bool Next()
    {
        while (_path.Count > 0 && _path[^1].Chosen + 1 == _path[^1].Of)
            _path.RemoveAt(_path.Count - 1);
        if (_path.Count == 0)
            return false;
        _path[^1] = (_path[^1].Chosen + 1, _path[^1].Of);
        return true;
    }

    private Worker Choose()
    {
        Worker[] ready = [.. _workers.Where(static w => !w.IsFinished && w.Until?.Invoke() != false)];
        if (ready.Length == 0)
        {
            Fail(new InvalidOperationException("Everybody waits and nobody can go on: a wake-up was lost."));
            return _workers.First(static w => !w.IsFinished);
        }

        if (_depth == _path.Count)
            _path.Add((0, ready.Length));
        else if (_path[_depth].Of != ready.Length)
            throw new InvalidOperationException("The same decisions led to another state: the world is not deterministic.");
        return ready[_path[_depth++].Chosen];
    }

    private void Fail(Exception error) => _failure ??= error;

    /// <summary>A thread is through with its work: somebody else goes on, or the run is over.</summary>
    private void Finished(Worker worker, Exception? error)
    {
        worker.IsFinished = true;
        if (error is not null and not OperationCanceledException)
            Fail(error);
        try
        {
            if (!_starting && _failure is null)
                _look();
        }
        catch (Exception failure)
        {
            Fail(failure);
        }

        // After a failure the others are let go one by one; each ends at its border.
        if (_starting || _workers.All(static w => w.IsFinished))
            _done.Release();
        else if (_failure is not null)
            _workers.First(static w => !w.IsFinished).Go();
        else
            Choose().Go();
    }

    /// <summary>A real thread that lives through all runs.</summary>
    private sealed class Worker(Explorer owner, int index)
    {
        private readonly SemaphoreSlim _go = new(0);
        private Action? _work;
        private bool _stopping;
        private Thread? _thread;

        public Explorer Owner => owner;

        public Func<bool>? Until { get; set; }

        public bool IsFinished { get; set; } = true;

        public void Start()
        {
            _thread = new Thread(Live) { IsBackground = true, Name = $"logical thread {index}" };
            _thread.Start();
        }

        public void Begin(Action work)
        {
            _work = work;
            Until = null;
            IsFinished = false;
        }

        public void Go() => _go.Release();

        public void Wait() => _go.Wait();

        public void Stop()
        {
            _stopping = true;
            _go.Release();
            _thread!.Join();
            _go.Dispose();
        }

        private void Live()
        {
            s_current = this;
            while (true)
            {
                _go.Wait();
                if (_stopping)
                    return;
                Exception? error = null;
                try
                {
                    _work!();
                }
                catch (Exception failure)
                {
                    error = failure;
                }

                owner.Finished(this, error);
            }
        }
    }
}

/// <summary>An order of steps that breaks a rule.</summary>
internal sealed class InterleavingException(string order, int tried, Exception inner)
    : Exception($"After {tried} orders, the order {order} breaks a rule: {inner.Message}", inner);
