using BudgetGen.TestProvider;

namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>Whoever leaves a stream early pays for what is generated until the provider learns of it. .NET drains a response that is left; our transport hangs up.</summary>
public sealed class AbortTests
{
    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("chat")]
    public async Task A_transport_that_drains_tells_the_provider_later_than_ours(string client)
    {
        await using var world = World.Create(World.Limit(1));

        // .NET drains for two seconds; a machine may be busy for as long, so here it drains for a minute.
        using var drains = new SdkClients(world, new LlmAttemptHandler(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.FromMinutes(1) }));
        using var hangsUp = new SdkClients(world, SdkClients.Handler());
        Task draining = drains.Stream(client, "left first " + Scenarios.Stall).Take(1).ToListAsync().AsTask();
        while (world.Log.Count == 0)
            await Task.Delay(5);
        await Task.WhenAny(draining, Task.Delay(200));
        await hangsUp.Stream(client, "left second " + Scenarios.Stall).Take(1).ToListAsync();
        while (world.Log.Left.Count == 0)
            await Task.Delay(5);

        Assert.Contains("left second", world.Log.Left.First(), StringComparison.Ordinal);
    }
}
