using System.Runtime.CompilerServices;

namespace BudgetGen;

/// <summary>
/// One book over a registry that others may reload: it stays on top, whatever becomes of what is below. Safe for any number of threads; a look-up takes no lock.
/// </summary>
internal sealed class TopLayer
{
    private static readonly Stack s_nothing = new(null, null, null);

    private readonly ConditionalWeakTable<PriceBook, object> _own = [];
    private Stack _now = s_nothing;

    /// <summary>The book on top; null: there is none, and what is below is all there is.</summary>
    public PriceBook? Book => Volatile.Read(ref _now).Book;

    /// <summary>Everything as one: what is below, and the book on top of it.</summary>
    public PriceIndex Over(PriceIndex below)
    {
        while (true)
        {
            Stack now = Volatile.Read(ref _now);
            if (now.Book is null)
                return below;
            if (ReferenceEquals(now.Below, below))
                return now.Index!;

            // What is below was reloaded. Whoever comes first piles it up again; a book that was put on top meanwhile is not lost.
            var anew = new Stack(now.Book, below, Pile(below, now.Book));
            if (Interlocked.CompareExchange(ref _now, anew, now) == now)
                return anew.Index!;
        }
    }

    /// <summary>Puts a book on top in place of the one before, or takes that away. One caller at a time.</summary>
    public void Put(PriceBook? book, PriceIndex below)
    {
        if (book is not null)
            _own.AddOrUpdate(book, this);
        Volatile.Write(ref _now, book is null ? s_nothing : new Stack(book, below, Pile(below, book)));
    }

    /// <summary>Whether a book is, or was, the one on top.</summary>
    public bool IsOwn(PriceBook book) => _own.TryGetValue(book, out _);

    private static PriceIndex Pile(PriceIndex below, PriceBook book) => new([.. below.Layers, book]);

    private sealed record Stack(PriceBook? Book, PriceIndex? Below, PriceIndex? Index);
}
