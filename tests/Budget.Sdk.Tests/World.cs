using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Anthropic.Core;
using BudgetGen.Storage;
using BudgetGen.TestProvider;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace BudgetGen.Sdk.Tests;

/// <summary>A provider, a ledger in memory, and the real clients between them. One for each test.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly IDisposable _scope;

    private World(FakeProvider provider, BudgetManager budget, TimeSpan timeout)
    {
        Provider = provider;
        Budget = budget;
        _scope = BudgetContext.Use(manager: budget);
        OpenAI = new ChatClient("gpt-4o-mini", new ApiKeyCredential("test"), new OpenAIClientOptions
        {
            Endpoint = provider.OpenAIEndpoint,
            NetworkTimeout = timeout,
            RetryPolicy = new ClientRetryPolicy(0),
        });
        Anthropic = new AnthropicClient(new ClientOptions { ApiKey = "test", BaseUrl = provider.Address.ToString().TrimEnd('/'), MaxRetries = 0, Timeout = timeout });
        Chat = Anthropic.AsIChatClient("claude-sonnet-4-20250514");
    }

    public FakeProvider Provider { get; }

    public BudgetManager Budget { get; }

    public ChatClient OpenAI { get; }

    public AnthropicClient Anthropic { get; }

    public IChatClient Chat { get; }

    public ProviderLog Log => Provider.Log;

    // Not async: the ambient manager must reach the test itself.
    public static World Create(params BudgetPolicy[] policies) => Create(TimeSpan.FromSeconds(30), policies);

    public static World Create(TimeSpan timeout, params BudgetPolicy[] policies) => Create(new BudgetOptions(), timeout, policies);

    public static World Create(BudgetOptions options, params BudgetPolicy[] policies) => Create(options, TimeSpan.FromSeconds(30), policies);

    private static World Create(BudgetOptions options, TimeSpan timeout, BudgetPolicy[] policies)
    {
        FakeProvider provider = FakeProvider.StartAsync().GetAwaiter().GetResult();
        foreach (BudgetPolicy policy in policies)
            options.AddPolicy(policy);
        return new World(provider, new BudgetManager(options), timeout);
    }

    public static BudgetPolicy Limit(decimal dollars) =>
        new() { Name = "Limit", Scope = BudgetScope.Global, Period = BudgetPeriod.Lifetime, Limit = Usd.FromDollars(dollars) };

    /// <summary>What was booked, oldest first.</summary>
    public async Task<IReadOnlyList<UsageRecord>> RecordsAsync() =>
        [.. (await Budget.Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue })).Reverse()];

    public async Task<UsageRecord> OnlyRecordAsync() => Assert.Single(await RecordsAsync());

    /// <summary>Reservations that have no end: held ones and suspended ones.</summary>
    public ValueTask<IReadOnlyList<OpenReservation>> OpenAsync() => Budget.Reader.GetOpenReservationsAsync();

    public async Task AssertNothingHeldAsync() => Assert.DoesNotContain(await OpenAsync(), static open => !open.Suspended);

    public async ValueTask DisposeAsync()
    {
        _scope.Dispose();
        Chat.Dispose();
        Anthropic.Dispose();
        await Budget.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
