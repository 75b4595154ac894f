using Microsoft.Extensions.DependencyInjection;

namespace BudgetGen.Tests.Hosting;

/// <summary>A decorated registration is the old one in all but the decorator: place, lifetime, key, and who disposes what.</summary>
public sealed class ServiceDecorationTests
{
    public interface IBot
    {
        string Name { get; }
    }

    [Theory]
    [InlineData(ServiceLifetime.Singleton)]
    [InlineData(ServiceLifetime.Scoped)]
    [InlineData(ServiceLifetime.Transient)]
    public void A_type_keeps_its_lifetime_and_its_dependencies(ServiceLifetime lifetime)
    {
        IServiceCollection services = new ServiceCollection();
        services.AddSingleton(new Engine("v8"));
        services.Add(new ServiceDescriptor(typeof(IBot), typeof(EngineBot), lifetime));
        services.DecorateWithTracking<IBot>(static inner => new Tracked(inner));
        Assert.Equal(lifetime, services.Single(static service => service.ServiceType == typeof(IBot)).Lifetime);

        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        using IServiceScope one = provider.CreateScope(), two = provider.CreateScope();
        IBot first = one.ServiceProvider.GetRequiredService<IBot>(), again = one.ServiceProvider.GetRequiredService<IBot>(), other = two.ServiceProvider.GetRequiredService<IBot>();
        Assert.Equal("tracked v8", first.Name);
        Assert.Equal((lifetime != ServiceLifetime.Transient, lifetime == ServiceLifetime.Singleton), (ReferenceEquals(first, again), ReferenceEquals(first, other)));
        Assert.Equal((lifetime != ServiceLifetime.Transient, lifetime == ServiceLifetime.Singleton), (ReferenceEquals(Inner(first), Inner(again)), ReferenceEquals(Inner(first), Inner(other))));
    }

    [Fact]
    public void Every_registration_is_decorated_where_it_stands()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IBot>(new Bot("instance")).AddSingleton<IBot>(static _ => new Bot("factory")).AddSingleton(new Engine("type")).AddSingleton<IBot, EngineBot>();
        services.DecorateWithTracking<IBot>(static inner => new Tracked(inner));
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Equal(["tracked instance", "tracked factory", "tracked type"], provider.GetServices<IBot>().Select(static bot => bot.Name));
        Assert.Equal("tracked type", provider.GetRequiredService<IBot>().Name);
    }

    [Fact]
    public void With_a_key_only_registrations_of_that_key_are_decorated()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IBot>(new Bot("plain")).AddKeyedSingleton<IBot>("a", static (_, key) => new Bot($"factory {key}")).AddKeyedSingleton<IBot>("a", new Bot("instance"));
        services.AddSingleton(new Engine("type")).AddKeyedScoped<IBot, EngineBot>("b");
        services.DecorateWithTracking<IBot>(static inner => new Tracked(inner), "a").DecorateWithTracking<IBot>(static inner => new Tracked(inner), "b");
        using ServiceProvider provider = services.BuildServiceProvider();
        using IServiceScope scope = provider.CreateScope();
        Assert.Equal("plain", provider.GetRequiredService<IBot>().Name);
        Assert.Equal(["tracked factory a", "tracked instance"], provider.GetKeyedServices<IBot>("a").Select(static bot => bot.Name));
        Assert.Equal("tracked type", scope.ServiceProvider.GetRequiredKeyedService<IBot>("b").Name);

        // There is no way around the decorator, not even for who asks for all keys.
        Assert.All(provider.GetKeyedServices<IBot>(KeyedService.AnyKey), static bot => Assert.StartsWith("tracked", bot.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void The_container_disposes_what_it_made_and_leaves_an_instance_to_its_owner()
    {
        var instance = new Bot("instance");
        var made = new List<Bot>();
        var services = new ServiceCollection();
        services.AddSingleton<IBot>(instance);
        services.AddSingleton<IBot>(_ => Make("single"));
        services.AddScoped<IBot>(_ => Make("scoped"));
        services.DecorateWithTracking<IBot>(static inner => new Tracked(inner));
        using (ServiceProvider provider = services.BuildServiceProvider())
        {
            using (IServiceScope scope = provider.CreateScope())
                Assert.Equal(3, scope.ServiceProvider.GetServices<IBot>().Count());
            Assert.Equal([("single", false), ("scoped", true)], made.Select(static bot => (bot.Name, bot.IsDisposed)));
        }

        Assert.All(made, static bot => Assert.True(bot.IsDisposed));
        Assert.False(instance.IsDisposed);

        Bot Make(string name)
        {
            var bot = new Bot(name);
            made.Add(bot);
            return bot;
        }
    }

    [Fact]
    public void What_cannot_be_decorated_is_refused_with_a_remedy_and_nothing_changes()
    {
        var services = new ServiceCollection();
        Assert.Equal("No 'IBot' is registered, so there is nothing to track. Register it before this call.", Refusal<IBot>(services));
        services.AddKeyedSingleton<IBot>("a", new Bot("keyed"));
        Assert.Equal("No 'IBot' is registered, so there is nothing to track. Register it before this call. There are registrations with keys: name the one that is meant.", Refusal<IBot>(services));
        Assert.Equal("No 'IBot' is registered with the key 'b', so there is nothing to track. Register it before this call. There are registrations without that key.", Refusal<IBot>(services, "b"));
        services.AddSingleton(typeof(IComparer<>), typeof(Comparer<>));
        Assert.Contains("open generic", Refusal<IComparer<string>>(services), StringComparison.Ordinal);

        services.AddKeyedSingleton<IBot, KeyBot>("a");
        ServiceDescriptor[] before = [.. services];
        Assert.Contains("'KeyBot' takes its [ServiceKey]", Refusal<IBot>(services, "a"), StringComparison.Ordinal);
        Assert.Equal(before, services);
    }

    private static string Refusal<TService>(ServiceCollection services, object? key = null)
        where TService : class =>
        Assert.Throws<InvalidOperationException>(() => services.DecorateWithTracking<TService>(static inner => inner, key)).Message;

    private static IBot Inner(IBot decorator) => ((Tracked)decorator).Inner;

    private sealed class Tracked(IBot inner) : IBot
    {
        public IBot Inner => inner;

        public string Name => "tracked " + inner.Name;
    }

    private sealed class Bot(string name) : IBot, IDisposable
    {
        public string Name => name;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed record Engine(string Name);

    private sealed class EngineBot(Engine engine) : IBot
    {
        public string Name => engine.Name;
    }

    private sealed class KeyBot([ServiceKey] string key) : IBot
    {
        public string Name => key;
    }

    private sealed class Comparer<T> : IComparer<T>
    {
        public int Compare(T? x, T? y) => 0;
    }
}
