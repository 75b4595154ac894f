namespace BudgetGen.CompilerServices;

/// <summary>The bytes of a response as they pass by: they are kept until the end tells what was used, and settled then.</summary>
internal sealed class ObservedContent(Stream content, MeteredCall metered) : Stream
{
    /// <summary>More than an answer in text has. Of a longer one (pictures) nothing is kept, so that it is estimated.</summary>
    private const int MostBytes = 64 * 1024 * 1024;

    private MemoryStream? _seen = new();

    public override bool CanRead => content.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override bool CanTimeout => content.CanTimeout;

    public override long Length => content.Length;

    public override long Position
    {
        get => content.Position;
        set => throw new NotSupportedException();
    }

    public override int ReadTimeout
    {
        get => content.ReadTimeout;
        set => content.ReadTimeout = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = content.Read(buffer);
        if (read > 0)
            Keep(buffer[..read]);
        else if (buffer.Length > 0)
            metered.Succeed(Outcome());
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read > 0)
            Keep(buffer.Span[..read]);
        else if (buffer.Length > 0)
            await metered.SucceedAsync(Outcome()).ConfigureAwait(false);
        return read;
    }

    public override void Flush() => content.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await content.DisposeAsync().ConfigureAwait(false);
        await metered.EndStreamAsync(Seen(), toItsEnd: false).ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            metered.EndStream(Seen(), toItsEnd: false);
        }

        base.Dispose(disposing);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_seen?.Length + bytes.Length > MostBytes)
            _seen = null;
        _seen?.Write(bytes);
    }

    private LlmOutcome Outcome() => _seen is null ? default : LlmCall.Read(static seen => LlmWire.Outcome(seen.GetBuffer().AsMemory(0, (int)seen.Length)), _seen);

    /// <summary>What was told before the reader left. A reader that left after the last event has missed nothing.</summary>
    private LlmReading Seen()
    {
        var reading = new LlmReading();
        try
        {
            if (_seen is not null)
                LlmWire.ObserveEvents(reading, _seen.GetBuffer().AsMemory(0, (int)_seen.Length));
        }
        catch (Exception)
        {
            reading.HasFinalUsage = false;
        }

        return reading;
    }
}
