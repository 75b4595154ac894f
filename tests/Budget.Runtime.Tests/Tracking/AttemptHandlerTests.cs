using System.Net;
using System.Net.Http.Headers;
using BudgetGen.CompilerServices;
using BudgetGen.Storage;

namespace BudgetGen.Tests;

/// <summary>The handler in front of a transport that answers as a test says; calls are made as generated code makes them.</summary>
public sealed class AttemptHandlerTests
{
    private static readonly LlmSdk s_sdk = new("openai", static _ => null);
    private static readonly LlmCallSite s_site = new("Tests.Call", "AttemptHandlerTests.cs:1");

    [Fact]
    public void Our_transport_hangs_up_at_once_and_leaves_timeouts_to_the_library()
    {
        using SocketsHttpHandler sockets = LlmAttemptHandler.CreateSocketsHandler();
        using HttpClient http = LlmAttemptHandler.CreateClient();
        Assert.Equal((TimeSpan.Zero, 0), (sockets.ResponseDrainTimeout, sockets.MaxResponseDrainSize));
        Assert.Equal(Timeout.InfiniteTimeSpan, http.Timeout);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Outside_a_tracked_call_nothing_is_touched(bool sync)
    {
        var transport = new Transport(200);
        using var http = new HttpClient(new LlmAttemptHandler(transport));
        using HttpResponseMessage response = await SendAsync(http, sync);
        Assert.Same(transport.LastContent, response.Content);
    }

    [Fact]
    public async Task Only_posts_are_attempts()
    {
        await using var ledger = new Books(everyAttemptIsSeen: true);
        using var http = new HttpClient(new LlmAttemptHandler(new Transport(500, 200)));
        await CallAsync(async () =>
        {
            using HttpResponseMessage response = await http.GetAsync(new Uri("http://provider/models"), TestContext.Current.CancellationToken);
        });
        Assert.Empty(await ledger.RecordsAsync());
        Assert.Equal("answered without a request", Assert.Single(await ledger.EndsAsync()).Note);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_body_of_an_answer_is_handed_on_as_it_is(bool sync)
    {
        await using var ledger = new Books();
        using var http = new HttpClient(new LlmAttemptHandler(new Transport(200, 200)));
        await CallAsync(async () =>
        {
            using HttpResponseMessage buffered = await SendAsync(http, sync);
            Assert.Equal(("body", "application/json", 4L), (await buffered.Content.ReadAsStringAsync(), buffered.Content.Headers.ContentType?.MediaType, buffered.Content.Headers.ContentLength));

            using HttpResponseMessage streamed = await SendAsync(http, sync, HttpCompletionOption.ResponseHeadersRead);
            using Stream stream = sync ? streamed.Content.ReadAsStream() : await streamed.Content.ReadAsStreamAsync();
            var bytes = new byte[10];
            Assert.Equal(4, sync ? stream.Read(bytes, 0, 10) : await stream.ReadAsync(bytes));
            Assert.Equal(0, sync ? stream.Read(bytes, 0, 10) : await stream.ReadAsync(bytes));
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_stream_is_not_sent_again_unless_that_is_allowed(bool sync)
    {
        using var refuses = new HttpClient(new LlmAttemptHandler(new Transport(200)));
        refuses.DefaultRequestHeaders.Add("Last-Event-ID", "7");
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(refuses, sync));
        Assert.Contains("AllowsResending", refusal.Message, StringComparison.Ordinal);
        using HttpResponseMessage resumed = await refuses.GetAsync(new Uri("http://provider/x"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, resumed.StatusCode);

        using var allows = new HttpClient(new LlmAttemptHandler(new Transport(200)) { AllowsResending = true });
        allows.DefaultRequestHeaders.Add("Last-Event-ID", "7");
        using HttpResponseMessage again = await SendAsync(allows, sync);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_attempt_is_added_with_its_input_and_what_was_held_for_the_next_one_goes_back(bool sync)
    {
        await using var ledger = new Books();
        using var http = new HttpClient(new LlmAttemptHandler(new Transport(503, 200)));
        await CallAsync(() => SendAllAsync(http, 2, sync), LlmUsage.Of(1_000, 100));

        // gpt-4o-mini costs 0.15 and 0.60 USD per million tokens.
        UsageRecord record = Assert.Single(await ledger.RecordsAsync());
        Assert.Equal((2_000, 100, true, (2_000 * 150) + (100 * 600)), (record.InputTokens, record.OutputTokens, record.Estimated, record.Cost.Nanos));
        Assert.Equal(["2 attempts: HTTP 503, HTTP 200", "held for an attempt that is in the end of its call"], (await ledger.EndsAsync()).Select(static end => end.Note));
        ledger.AssertNothingHeld();
    }

    [Fact]
    public async Task A_loop_of_answered_requests_is_what_it_says_and_an_attempt_lost_in_it_is_their_mean()
    {
        await using var ledger = new Books();
        using var http = new HttpClient(new LlmAttemptHandler(new Transport(200, 200, 200, 0, 200)));
        await CallAsync(() => SendAllAsync(http, 2), LlmUsage.Of(3_000, 60));
        await CallAsync(() => SendAllAsync(http, 3), LlmUsage.Of(3_000, 60));

        IReadOnlyList<UsageRecord> records = await ledger.RecordsAsync();
        Assert.Equal((3_000, 60, false), (records[1].InputTokens, records[1].OutputTokens, records[1].Estimated));
        Assert.Equal((4_500, 90, true), (records[0].InputTokens, records[0].OutputTokens, records[0].Estimated));
        ledger.AssertNothingHeld();
    }

    [Fact]
    public async Task An_answer_whose_body_breaks_is_an_attempt_that_was_lost()
    {
        await using var ledger = new Books();
        using var http = new HttpClient(new LlmAttemptHandler(new Transport(Transport.Breaking, 200)));
        await CallAsync(() => SendAllAsync(http, 2), LlmUsage.Of(1_000, 100));
        UsageRecord record = Assert.Single(await ledger.RecordsAsync());
        Assert.Equal((2_000, 200, true), (record.InputTokens, record.OutputTokens, record.Estimated));
        Assert.StartsWith("2 attempts: HTTP 200, then ", (await ledger.EndsAsync())[0].Note, StringComparison.Ordinal);
        ledger.AssertNothingHeld();
    }

    [Fact]
    public async Task A_call_inside_another_one_tells_it_of_its_attempts()
    {
        await using var ledger = new Books();
        using var http = new HttpClient(new LlmAttemptHandler(new Transport(500, 200)));
        await CallAsync(() => CallAsync(() => SendAllAsync(http, 2), LlmUsage.Of(1_000, 100)), default);
        UsageRecord record = Assert.Single(await ledger.RecordsAsync());
        Assert.Equal((2_000, 100, true), (record.InputTokens, record.OutputTokens, record.Estimated));
        ledger.AssertNothingHeld();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_purchase_that_the_budget_cannot_afford_is_not_sent(bool sync)
    {
        // Room for one hold of 100 tokens of output, and not for two.
        await using var ledger = new Books(Usd.FromNanos(100_000));
        var transport = new Transport(500, 200);
        using var http = new HttpClient(new LlmAttemptHandler(transport));
        await Assert.ThrowsAsync<BudgetExceededException>(() => CallAsync(() => SendAllAsync(http, 2, sync)));
        Assert.Equal(1, transport.Sent);
        Assert.True(Assert.Single(await ledger.OpenAsync()).Suspended);
        ledger.AssertNothingHeld();
    }

    [Fact]
    public async Task What_was_held_for_a_retry_goes_back_also_when_the_call_outlived_its_holds()
    {
        var clock = new FakeTime();
        await using var ledger = new Books(clock: clock);
        using var http = new HttpClient(new LlmAttemptHandler(new Transport(503, 200)));
        await CallAsync(
            async () =>
            {
                await SendAllAsync(http, 2);
                clock.Advance(TimeSpan.FromHours(1));
                ledger.AssertNothingHeld();
                Assert.Equal(2, (await ledger.OpenAsync()).Count(static open => open.Suspended));
            },
            LlmUsage.Of(1_000, 100));
        Assert.Empty(await ledger.OpenAsync());
        Assert.Equal((2_000 * 150) + (100 * 600), Assert.Single(await ledger.RecordsAsync()).Cost.Nanos);
        ledger.AssertNothingSuspended();
    }

    [Fact]
    public async Task A_request_that_leaves_after_its_call_has_ended_is_sent_and_moves_no_money()
    {
        await using var ledger = new Books();
        var transport = new Transport(200, 200);
        using var http = new HttpClient(new LlmAttemptHandler(transport));
        var ended = new TaskCompletionSource();
        Task late = Task.CompletedTask;
        await CallAsync(() =>
        {
            late = LaterAsync();
            return Task.CompletedTask;
        });
        ended.SetResult();
        await late;
        Assert.Equal(1, transport.Sent);
        Assert.Single(await ledger.EndsAsync());

        async Task LaterAsync()
        {
            await ended.Task;
            using HttpResponseMessage response = await SendAsync(http, sync: false);
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task A_call_that_sent_nothing_is_free_only_where_every_attempt_is_seen(bool promised, bool fails)
    {
        await using var ledger = new Books(everyAttemptIsSeen: promised);
        Task call = CallAsync(() => fails ? throw new FormatException() : Task.CompletedTask, LlmUsage.Of(1_000, 100));
        if (fails)
            await Assert.ThrowsAsync<FormatException>(() => call);
        await call.ContinueWith(static _ => { }, TaskScheduler.Default);

        LedgerEntryKind expected = promised ? LedgerEntryKind.Void : fails ? LedgerEntryKind.Suspend : LedgerEntryKind.Settle;
        Assert.Equal(expected, Assert.Single(await ledger.EndsAsync()).Kind);
        ledger.AssertNothingHeld();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Vectors_and_pictures_out_of_a_cache_are_free_only_where_every_attempt_is_seen(bool promised, bool told)
    {
        await using var ledger = new Books(everyAttemptIsSeen: promised);
        await CallAsync(static () => Task.CompletedTask, told ? new LlmUsage { Input = 1_000 } : default, Request() with { Model = "text-embedding-3-small", Bounds = LlmBounds.Embedding });
        await CallAsync(static () => Task.CompletedTask, told ? new LlmUsage { Images = 1 } : default, Request() with { Model = "dall-e-3", Bounds = LlmBounds.Images(1) });

        Assert.Equal(promised ? 0 : 2, (await ledger.RecordsAsync()).Count);
        Assert.All(await ledger.EndsAsync(), end => Assert.Equal(promised ? (LedgerEntryKind.Void, "answered without a request") : (LedgerEntryKind.Settle, ""), (end.Kind, end.Note ?? "")));
        Assert.Equal(2, (await ledger.EndsAsync()).Count);
        ledger.AssertNothingHeld();
    }

    [Fact]
    public async Task Vectors_that_were_asked_for_are_booked_where_every_attempt_is_seen()
    {
        await using var ledger = new Books(everyAttemptIsSeen: true);
        using var http = new HttpClient(new LlmAttemptHandler(new Transport(200)));
        await CallAsync(() => SendAllAsync(http, 1), new LlmUsage { Input = 1_000 }, Request() with { Model = "text-embedding-3-small", Bounds = LlmBounds.Embedding });
        Assert.Equal(1_000, Assert.Single(await ledger.RecordsAsync()).InputTokens);
    }

    [Fact]
    public async Task A_stream_that_began_anew_is_booked_for_each_time()
    {
        await using var ledger = new Books();
        IAsyncEnumerable<int> stream = LlmCall.StreamAsync(
            s_site,
            Request(),
            0,
            static _ => new[] { 0, 1, 0, 1, 2 }.ToAsyncEnumerable(),
            static (reading, element) =>
            {
                if (element == 0 && reading.ResponseId is not null)
                    reading.NoteRestart();
                reading.ResponseId = "r";
                if (element == 2)
                    (reading.Usage, reading.HasFinalUsage, reading.Finished) = (LlmUsage.Of(1_000, 100), true, true);
            });
        await stream.ToListAsync(TestContext.Current.CancellationToken);
        UsageRecord record = Assert.Single(await ledger.RecordsAsync());
        Assert.Equal((2_000, 200, true), (record.InputTokens, record.OutputTokens, record.Estimated));
        Assert.Equal("2 attempts: the stream began anew", Assert.Single(await ledger.EndsAsync()).Note);
    }

    private static LlmRequest Request()
    {
        var prompt = new PromptSize();
        prompt.AddText("a prompt");
        return new LlmRequest { Sdk = s_sdk, Model = "gpt-4o-mini", MaxOutputTokens = 100, Prompt = prompt };
    }

    private static Task<int> CallAsync(Func<Task> call, LlmUsage usage = default, LlmRequest? request = null) => LlmCall.RunAsync(
        s_site,
        request ?? Request(),
        call,
        static async call =>
        {
            await call();
            return 0;
        },
        _ => LlmOutcome.FromUsage(usage));

    private static async Task SendAllAsync(HttpClient http, int count, bool sync = false)
    {
        for (int i = 0; i < count; i++)
        {
            try
            {
                using HttpResponseMessage response = await SendAsync(http, sync);
            }
            catch (HttpRequestException)
            {
                // A library goes on.
            }
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, bool sync, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://provider/v1/chat/completions");
        return sync ? http.Send(request, completion) : await http.SendAsync(request, completion);
    }

    /// <summary>Answers with these statuses, one after another; 0: the connection breaks.</summary>
    private sealed class Transport(params int[] statuses) : HttpMessageHandler
    {
        /// <summary>A good status, after which the connection breaks in the body.</summary>
        public const int Breaking = -200;

        public int Sent { get; private set; }

        public HttpContent? LastContent { get; private set; }

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            int status = statuses[Sent++];
            if (status == 0)
                throw new HttpRequestException("asked for", new IOException());

            LastContent = status == Breaking
                ? new StreamContent(new BrokenStream())
                : new ByteArrayContent("body"u8.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            return new HttpResponseMessage((HttpStatusCode)Math.Abs(status)) { Content = LastContent };
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return Send(request, cancellationToken);
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("asked for");

        public override int Read(Span<byte> buffer) => throw new IOException("asked for");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("asked for");

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw new IOException("asked for");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new IOException("asked for");

        public override void CopyTo(Stream destination, int bufferSize) => throw new IOException("asked for");
    }

    private sealed class Books : IAsyncDisposable
    {
        private readonly BudgetManager _manager;
        private readonly IDisposable _scope;

        public Books(Usd? limit = null, bool everyAttemptIsSeen = false, TimeProvider? clock = null)
        {
            _manager = new BudgetManager(new BudgetOptions { EveryAttemptIsSeen = everyAttemptIsSeen, TimeProvider = clock }.AddPolicy(new BudgetPolicy { Name = "Limit", Limit = limit ?? Usd.FromDollars(1) }));
            _scope = BudgetContext.Use(manager: _manager);
        }

        public ValueTask<IReadOnlyList<UsageRecord>> RecordsAsync() => _manager.Reader.GetUsageAsync(new UsageQuery());

        public ValueTask<IReadOnlyList<OpenReservation>> OpenAsync() => _manager.Reader.GetOpenReservationsAsync();

        public async Task<IReadOnlyList<LedgerEntry>> EndsAsync() =>
            [.. (await _manager.Reader.GetEntriesAsync(new EntryQuery { Kinds = [LedgerEntryKind.Settle, LedgerEntryKind.Void, LedgerEntryKind.Suspend] })).Reverse()];

        public void AssertNothingHeld() => Assert.Equal(Usd.Zero, Assert.Single(_manager.GetStatus()).Held);

        public void AssertNothingSuspended() => Assert.Equal(Usd.Zero, Assert.Single(_manager.GetStatus()).Suspense);

        public ValueTask DisposeAsync()
        {
            _scope.Dispose();
            return _manager.DisposeAsync();
        }
    }
}
