using System.Text;
using BudgetGen.Storage;

namespace BudgetGen.Sqlite.CrashWorker;

/// <summary>
/// What the store has acknowledged, one line each, handed to the kernel before the next step: what is written here survives the death of the process.
/// One file for each process, made by it.
/// </summary>
internal sealed class AcknowledgementFile(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private readonly Lock _gate = new();

    public void Add(LedgerEntry entry)
    {
        byte[] line = Encoding.ASCII.GetBytes($"{entry.Kind} {entry.Reservation} {entry.Hold.Nanos} {entry.Amount.Nanos}\n");
        lock (_gate)
            _file.Write(line);
    }

    public void Dispose() => _file.Dispose();
}
