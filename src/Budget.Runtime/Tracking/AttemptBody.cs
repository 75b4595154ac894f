using System.Net;

namespace BudgetGen;

/// <summary>The body of a good answer, which tells its attempt if it breaks: by then the library may send the request again.</summary>
internal sealed class AttemptBody : HttpContent
{
    private readonly HttpContent _body;
    private readonly LlmAttempt _attempt;

    public AttemptBody(HttpContent body, LlmAttempt attempt)
    {
        _body = body;
        _attempt = attempt;
        foreach ((string name, System.Net.Http.Headers.HeaderStringValues values) in body.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => new AttemptStream(_body.ReadAsStream(cancellationToken), _attempt);

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new AttemptStream(await _body.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _attempt);

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using Stream body = CreateContentReadStream(cancellationToken);
        body.CopyTo(stream);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using Stream body = await CreateContentReadStreamAsync(cancellationToken).ConfigureAwait(false);
        await body.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Headers.ContentLength ?? 0;
        return _body.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _body.Dispose();
        base.Dispose(disposing);
    }
}
