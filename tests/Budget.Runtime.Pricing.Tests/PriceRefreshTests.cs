using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace BudgetGen.Pricing.Tests;

/// <summary>C-BOOK-1: what is broken, too large, unlikely or not what its checksum says is refused; the last good book stays.</summary>
public sealed class PriceRefreshTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prices").FullName;
    private readonly HttpListener _server = new();
    private readonly HttpClient _client = new();
    private readonly string _address;
    private byte[] _body = [];

    public PriceRefreshTests()
    {
        for (int port = 42_000; ; port++)
        {
            _address = $"http://127.0.0.1:{port}/";
            _server.Prefixes.Clear();
            _server.Prefixes.Add(_address);
            try
            {
                _server.Start();
                break;
            }
            catch (HttpListenerException) when (port < 43_000)
            {
                // Somebody has the port.
            }
        }

        _ = ServeAsync();
    }

    private string File => Path.Combine(_folder, "prices.json");

    public void Dispose()
    {
        _server.Close();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_sound_book_is_taken_and_kept()
    {
        PriceBook current = Book(1, 2);
        Serve(Book(1, 3));
        PriceRefresh refresh = Refresh();
        Assert.Null(refresh.LastGood());
        PriceRefreshResult result = await refresh.RunAsync(current, TestContext.Current.CancellationToken);
        Assert.True(result.Refreshed, string.Join("; ", result.Problems));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_body)), result.Sha256);
        Assert.Equal(_body, await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken));
        Assert.Equal(result.Book.ToJson(), refresh.LastGood()!.ToJson());
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("broken", "not valid JSON")]
    [InlineData("other", "schema")]
    [InlineData("jump", "a jump of more than 10 times")]
    [InlineData("loss", "lines are gone")]
    [InlineData("hash", "SHA-256")]
    [InlineData("large", "larger than 100 bytes")]
    [InlineData("missing", "404")]
    [InlineData("slow", "took longer")]
    [InlineData("scheme", "not one of http or https")]
    public async Task What_is_not_sound_is_refused_loudly_and_the_last_good_book_stays(string fault, string problem)
    {
        PriceBook current = Book(1, 2);
        await System.IO.File.WriteAllTextAsync(File, current.ToJson(), TestContext.Current.CancellationToken);
        Serve(Book(1, 3));
        PriceRefreshOptions options = Options();
        switch (fault)
        {
            case "broken":
                _body = _body[..^20];
                break;
            case "other":
                _body = "{\"schema\": \"other\"}"u8.ToArray();
                break;
            case "jump":
                Serve(Book(1, 21));
                break;
            case "loss":
                Serve(Book(1));
                break;
            case "hash":
                options = options with { Sha256 = new string('0', 64) };
                break;
            case "large":
                options = options with { MaxBytes = 100 };
                break;
            case "missing" or "slow":
                options = options with { Url = new Uri(_address + fault), Timeout = fault == "slow" ? TimeSpan.FromMilliseconds(300) : options.Timeout };
                break;
            default:
                options = options with { Url = new Uri("file:///etc/hostname") };
                break;
        }

        PriceRefreshResult result = await new PriceRefresh(_client, options).RunAsync(current, TestContext.Current.CancellationToken);
        Assert.False(result.Refreshed);
        Assert.Contains(problem, string.Join("; ", result.Problems), StringComparison.Ordinal);
        Assert.Same(current, result.Book);
        Assert.Equal(current.ToJson(), await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_unlikely_is_taken_if_somebody_accepts_it()
    {
        Serve(Book(1, 21));
        PriceRefreshResult result = await new PriceRefresh(_client, Options() with { Accept = true }).RunAsync(Book(1, 2), TestContext.Current.CancellationToken);
        Assert.True(result.Refreshed);
    }

    [Fact]
    public void A_diff_names_what_changed_and_what_is_unlikely()
    {
        var diff = PriceBookDiff.Of(Book(1, 2), Book(1, 21, 7));
        Assert.Equal(["p/m1", "p/m1", "p/m2"], diff.Changes.Select(static change => change.Id));
        Assert.Equal([PriceChangeKind.Price, PriceChangeKind.Price, PriceChangeKind.Added], diff.Changes.Select(static change => change.Kind));
        Assert.Equal("input: 2000000 pico-USD -> 21000000 pico-USD", diff.Changes[0].What);
        Assert.Equal(2, diff.Beyond(2).Count);
        Assert.Empty(PriceBookDiff.Of(Book(1, 2), Book(1, 20)).Beyond(2));
        Assert.Equal(2, PriceBookDiff.Of(Book(20, 2), Book(1, 2)).Beyond(2).Count);
        Assert.Contains("gone", Assert.Single(PriceBookDiff.Of(Book(1, 2), Book(1)).Beyond(2)), StringComparison.Ordinal);
    }

    [Fact]
    public void Age_is_that_of_the_evidence_of_prices_that_still_change()
    {
        ModelPricing old = Lines.Named("p", "old") with { Checked = new DateOnly(2026, 1, 1) }, young = Lines.Named("p", "young") with { Checked = new DateOnly(2026, 3, 1) };
        ModelPricing gone = old with { Id = "gone", Retired = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero) }, past = old with { Id = "past", EffectiveTo = gone.Retired };
        Assert.Equal(["p/old"], PriceAge.Stale([young, gone, past, old], TimeSpan.FromDays(60), new DateOnly(2026, 3, 10)).Select(static line => line.Id));
        Assert.Empty(PriceAge.Stale([old], TimeSpan.FromDays(68), new DateOnly(2026, 3, 10)));
    }

    [Fact]
    public async Task A_layer_that_is_kept_elsewhere_is_read_when_the_registry_is_loaded()
    {
        var prices = new PricingRegistry(Book(1));
        await prices.ReloadAsync(Book(1), [Book(2)], new Rows(Book(3)), TestContext.Current.CancellationToken);
        Assert.Equal(new Usd(3_000), prices.CalculateLlmCost("m0", LlmUsage.Of(1, 0))!.Value.Amount);
        await Assert.ThrowsAsync<IOException>(async () => await prices.ReloadAsync(Book(9), [], new Rows(null), TestContext.Current.CancellationToken));
        Assert.Equal(new Usd(3_000), prices.CalculateLlmCost("m0", LlmUsage.Of(1, 0))!.Value.Amount);
    }

    private static PriceBook Book(params decimal[] perMillion) => new("prices.json", "1", [.. perMillion.Select(static (price, i) => Lines.Named("p", $"m{i}", price))]);

    private PriceRefreshOptions Options() => new() { Url = new Uri(_address + "prices.json"), File = File };

    private PriceRefresh Refresh() => new(_client, Options());

    private void Serve(PriceBook book) => _body = Encoding.UTF8.GetBytes(book.ToJson());

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext call = await _server.GetContextAsync();
                string path = call.Request.Url!.AbsolutePath;
                if (path == "/slow")
                    continue;
                call.Response.StatusCode = path == "/missing" ? 404 : 200;
                call.Response.SendChunked = true;
                await call.Response.OutputStream.WriteAsync(_body);
                call.Response.Close();
            }
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private sealed class Rows(PriceBook? book) : IPriceLayer
    {
        public ValueTask<PriceBook?> ReadAsync(CancellationToken cancellationToken = default) => book is null ? throw new IOException("The store is down.") : new ValueTask<PriceBook?>(book);
    }
}
