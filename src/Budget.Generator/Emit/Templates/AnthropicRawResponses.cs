using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Anthropic.Core;
using BudgetGen.CompilerServices;

namespace BudgetGen.Generated;

/// <summary>Raw responses of the Anthropic SDK. Their types cannot be derived from, but their content can be replaced: what the caller reads is read along.</summary>
internal static class AnthropicRawResponses
{
    /// <summary>Reads the body into memory, where the caller reads it once more, and settles what it says.</summary>
    internal static async ValueTask SettleAsync(LlmUnreadCall call, HttpResponse response, Func<IReadOnlyDictionary<string, JsonElement>, LlmOutcome> read)
    {
        byte[] body;
        try
        {
            body = await response.RawMessage.Content.ReadAsByteArrayAsync(response.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            response.RawMessage.Content = new BrokenBody(error);
            await call.FailAsync(error).ConfigureAwait(false);
            return;
        }

        try
        {
            await call.SucceedAsync(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body)!, read).ConfigureAwait(false);
        }
        catch (JsonException error)
        {
            await call.FailAsync(error).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the events along; the end of the body, or of its reader's interest in it, is the end of the call.</summary>
    internal static ValueTask Follow<TEvent>(LlmUnreadCall call, HttpResponse response, Action<LlmReading, TEvent> observe)
    {
        response.RawMessage.Content = new MeteredEvents<TEvent>(response.RawMessage.Content, call, observe);
        return default;
    }
}

/// <summary>A body that broke while it was read along. Its reader meets the same failure.</summary>
internal sealed class BrokenBody(Exception error) : HttpContent
{
    // Reading it all at once wraps what reading it bit by bit throws.
    private readonly Exception _error = error is HttpRequestException { InnerException: IOException inner } ? inner : error;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.FromException(_error);

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromException<Stream>(_error);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

/// <summary>The body of a stream of events, which are observed as they are read.</summary>
internal sealed class MeteredEvents<TEvent> : HttpContent
{
    private readonly HttpContent _body;
    private readonly LlmUnreadCall _call;
    private readonly Action<LlmReading, TEvent> _observe;
    private readonly LlmReading _reading = new();
    private readonly MemoryStream _line = new();
    private readonly StringBuilder _data = new();

    internal MeteredEvents(HttpContent body, LlmUnreadCall call, Action<LlmReading, TEvent> observe)
    {
        (_body, _call, _observe) = (body, call, observe);
        foreach (KeyValuePair<string, IEnumerable<string>> header in body.Headers)
            Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new Body(this, await _body.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using Stream body = await CreateContentReadStreamAsync().ConfigureAwait(false);
        await body.CopyToAsync(stream).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
            _call.EndStream(_reading, _reading.Completed);
        }

        base.Dispose(disposing);
    }

    /// <summary>Takes the lines apart as server-sent events have them: a blank one ends an event.</summary>
    private void Observe(ReadOnlySpan<byte> bytes)
    {
        for (int end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            _line.Write(bytes[..end]);
            Line(Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length).TrimEnd('\r'));
            _line.SetLength(0);
            bytes = bytes[(end + 1)..];
        }

        _line.Write(bytes);
    }

    private void Line(string line)
    {
        if (line.StartsWith("data:", StringComparison.Ordinal))
        {
            _data.Append(line, "data:".Length, line.Length - "data:".Length);
        }
        else if (line.Length == 0 && _data.Length > 0)
        {
            Event(_data.ToString());
            _data.Clear();
        }
    }

    /// <summary>An event that surprises us says nothing; its reader still gets it.</summary>
    private void Event(string data)
    {
        try
        {
            _observe(_reading, JsonSerializer.Deserialize<TEvent>(data)!);
        }
        catch (Exception)
        {
            _reading.HasFinalUsage = false;
        }
    }

    private sealed class Body(MeteredEvents<TEvent> events, Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read;
            try
            {
                read = inner.Read(buffer);
            }
            catch (Exception)
            {
                events._call.EndStream(events._reading, toItsEnd: false);
                throw;
            }

            events.Observe(buffer[..read]);
            if (read == 0 && buffer.Length > 0)
                events._call.EndStream(events._reading, toItsEnd: true);
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read;
            try
            {
                read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception)
            {
                await events._call.EndStreamAsync(events._reading, toItsEnd: false).ConfigureAwait(false);
                throw;
            }

            events.Observe(buffer.Span[..read]);
            if (read == 0 && buffer.Length > 0)
                await events._call.EndStreamAsync(events._reading, toItsEnd: true).ConfigureAwait(false);
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        // A reader that leaves early: what was generated so far, and a little more, is on the bill.
        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                events._call.EndStream(events._reading, events._reading.Completed);
            }

            base.Dispose(disposing);
        }

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync().ConfigureAwait(false);
            await events._call.EndStreamAsync(events._reading, events._reading.Completed).ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }
}
