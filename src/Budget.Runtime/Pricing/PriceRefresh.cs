using System.Security.Cryptography;

namespace BudgetGen;

/// <summary>Where newer prices may be fetched from, and what is believed of them. Nothing is fetched unless somebody sets this up.</summary>
public sealed record PriceRefreshOptions
{
    /// <summary>The address of a price file in the format <c>budgetgen-prices/1</c>; http or https.</summary>
    public required Uri Url { get; init; }

    /// <summary>The file that keeps the last good book.</summary>
    public required string File { get; init; }

    /// <summary>The SHA-256 that the file must have, hexadecimal; null: any.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The most that is read, bytes.</summary>
    public long MaxBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long it may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>True: take it although prices jump or many lines are lost.</summary>
    public bool Accept { get; init; }
}

/// <summary>What became of a refresh. Where it failed, <see cref="Book"/> is the last good one.</summary>
/// <param name="Book">The book to use.</param>
/// <param name="Refreshed">True if it is the one that was fetched.</param>
/// <param name="Problems">Why it is not; empty if it is.</param>
/// <param name="Sha256">The SHA-256 of what was fetched, hexadecimal; null: nothing was fetched whole.</param>
public sealed record PriceRefreshResult(PriceBook Book, bool Refreshed, IReadOnlyList<string> Problems, string? Sha256);

/// <summary>
/// Fetches a price book from an address that the user sets. What is broken, too large, not what its checksum says, or unlikely is refused as a whole; the
/// last good book stays, and the result says so: whoever asks must make it heard.
/// </summary>
public sealed class PriceRefresh(HttpClient client, PriceRefreshOptions options)
{
    /// <summary>The last good book that an earlier refresh kept; null: there is none yet.</summary>
    /// <exception cref="PriceBookException">The file is broken.</exception>
    public PriceBook? LastGood() => File.Exists(options.File) ? PriceBook.Load(options.File) : null;

    /// <summary>Fetches, checks, and keeps.</summary>
    /// <param name="current">The book in use, which the new one is held against.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<PriceRefreshResult> RunAsync(PriceBook current, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(current);
        string? sha = null;
        try
        {
            if (options.Url is not { IsAbsoluteUri: true, Scheme: "https" or "http" })
                return Kept(current, sha, $"the address {options.Url} is not one of http or https");

            byte[] json = await FetchAsync(cancellationToken).ConfigureAwait(false);
            sha = Convert.ToHexStringLower(SHA256.HashData(json));
            if (options.Sha256 is { } wanted && !string.Equals(wanted, sha, StringComparison.OrdinalIgnoreCase))
                return Kept(current, sha, $"its SHA-256 is {sha} and not {wanted}");

            PriceBook book = PriceBook.Parse(json, Path.GetFileName(options.File));
            IReadOnlyList<string> beyond = PriceBookDiff.Of(current, book).Beyond(current.Lines.Count);
            if (beyond.Count > 0 && !options.Accept)
                return new PriceRefreshResult(current, false, beyond, sha);

            Keep(json);
            return new PriceRefreshResult(book, true, [], sha);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Kept(current, sha, $"it took longer than {options.Timeout}");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or PriceBookException or UnauthorizedAccessException)
        {
            return Kept(current, sha, error.Message);
        }
    }

    private static PriceRefreshResult Kept(PriceBook current, string? sha, string problem) => new(current, false, [problem], sha);

    private async Task<byte[]> FetchAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Timeout);
        using HttpResponseMessage response = await client.GetAsync(options.Url, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using Stream body = await response.Content.ReadAsStreamAsync(timeout.Token).ConfigureAwait(false);

        // What the header says of the length need not be true, so what arrives is counted.
        using var all = new MemoryStream();
        byte[] buffer = new byte[81_920];
        for (int read; (read = await body.ReadAsync(buffer, timeout.Token).ConfigureAwait(false)) > 0;)
        {
            if (all.Length + read > options.MaxBytes)
                throw new IOException($"it is larger than {Counted.Of(options.MaxBytes, "byte")}");
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    /// <summary>The file is replaced as a whole: who reads it meanwhile, or after a crash, has the old one or the new one.</summary>
    private void Keep(byte[] json)
    {
        string fresh = options.File + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            file.Write(json);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, options.File, overwrite: true);
    }
}
