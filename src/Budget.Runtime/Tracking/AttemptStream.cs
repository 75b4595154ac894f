namespace BudgetGen;

/// <summary>Reads what another stream reads, and tells the attempt if that fails.</summary>
internal sealed class AttemptStream(Stream body, LlmAttempt attempt) : Stream
{
    public override bool CanRead => body.CanRead;

    public override bool CanSeek => body.CanSeek;

    public override bool CanWrite => false;

    public override bool CanTimeout => body.CanTimeout;

    public override int ReadTimeout
    {
        get => body.ReadTimeout;
        set => body.ReadTimeout = value;
    }

    public override long Length => body.Length;

    public override long Position
    {
        get => body.Position;
        set => body.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return body.Read(buffer);
        }
        catch (Exception error)
        {
            attempt.Break(error);
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            attempt.Break(error);
            throw;
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => body.Seek(offset, origin);

    public override void Flush() => body.Flush();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await body.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();
        base.Dispose(disposing);
    }
}
