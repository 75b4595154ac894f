using BudgetGen;
using BudgetGen.CompilerServices;
using Microsoft.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts budgets around services, for calls that go through dependency injection.</summary>
public static class TrackingServiceCollectionExtensions
{
    /// <summary>
    /// Adds a chat client with a budget around it: everybody who asks for an <see cref="IChatClient"/> gets the tracked one, and nobody the bare one.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="factory">Makes the client. What it makes is disposed with the container, or with the scope that it belongs to.</param>
    /// <param name="options">Who pays; null: whom the scope and the ambient context name.</param>
    /// <param name="serviceKey">The key to register it by; null: none.</param>
    /// <param name="lifetime">How long a client lives.</param>
    public static IServiceCollection AddTrackedChatClient(
        this IServiceCollection services,
        Func<IServiceProvider, IChatClient> factory,
        TrackedChatClientOptions? options = null,
        object? serviceKey = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(factory);
        services.Add(new ServiceDescriptor(typeof(IChatClient), serviceKey, (provider, _) => factory(provider).WithBudget(options), lifetime));
        return services;
    }

    /// <summary>Puts budgets around the chat clients that are registered so far.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Who pays; null: whom the scope and the ambient context name.</param>
    /// <param name="serviceKey">The key of those that are meant; null: those without a key.</param>
    /// <exception cref="InvalidOperationException">There is none, or it is registered in a way that cannot be wrapped.</exception>
    public static IServiceCollection TrackChatClients(this IServiceCollection services, TrackedChatClientOptions? options = null, object? serviceKey = null) =>
        services.DecorateWithTracking<IChatClient>(inner => inner.WithBudget(options), serviceKey);

    /// <summary>
    /// Adds a generator of vectors with a budget around it: everybody who asks for an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> gets the tracked one, and nobody the bare one.
    /// </summary>
    /// <typeparam name="TInput">What vectors are made of.</typeparam>
    /// <typeparam name="TEmbedding">The vectors.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="factory">Makes the generator. What it makes is disposed with the container, or with the scope that it belongs to.</param>
    /// <param name="options">Who pays; null: whom the scope and the ambient context name.</param>
    /// <param name="serviceKey">The key to register it by; null: none.</param>
    /// <param name="lifetime">How long a generator lives.</param>
    public static IServiceCollection AddTrackedEmbeddingGenerator<TInput, TEmbedding>(
        this IServiceCollection services,
        Func<IServiceProvider, IEmbeddingGenerator<TInput, TEmbedding>> factory,
        TrackedEmbeddingGeneratorOptions? options = null,
        object? serviceKey = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TEmbedding : Embedding
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(factory);
        services.Add(new ServiceDescriptor(typeof(IEmbeddingGenerator<TInput, TEmbedding>), serviceKey, (provider, _) => factory(provider).WithBudget(options), lifetime));
        return services;
    }

    /// <summary>Puts budgets around the generators of vectors that are registered so far.</summary>
    /// <typeparam name="TInput">What vectors are made of.</typeparam>
    /// <typeparam name="TEmbedding">The vectors.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="options">Who pays; null: whom the scope and the ambient context name.</param>
    /// <param name="serviceKey">The key of those that are meant; null: those without a key.</param>
    /// <exception cref="InvalidOperationException">There is none, or it is registered in a way that cannot be wrapped.</exception>
    public static IServiceCollection TrackEmbeddingGenerators<TInput, TEmbedding>(this IServiceCollection services, TrackedEmbeddingGeneratorOptions? options = null, object? serviceKey = null)
        where TEmbedding : Embedding =>
        services.DecorateWithTracking<IEmbeddingGenerator<TInput, TEmbedding>>(inner => inner.WithBudget(options), serviceKey);

    /// <summary>
    /// Puts a decorator around every registration of a service that is there so far: by type, factory or instance, of any lifetime. Registrations keep their places, lifetimes and keys, and the
    /// container disposes what it would have disposed.
    /// </summary>
    /// <typeparam name="TService">The service.</typeparam>
    /// <typeparam name="TDecorator">The decorator, as <c>[GenerateTrackedDecorator]</c> writes it.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key of the registrations that are meant; null: those without a key.</param>
    /// <exception cref="InvalidOperationException">The service is not registered, or in a way that cannot be wrapped.</exception>
    public static IServiceCollection DecorateWithTracking<TService, TDecorator>(this IServiceCollection services, object? serviceKey = null)
        where TService : class
        where TDecorator : class, TService, ITrackedDecorator<TService, TDecorator> =>
        services.DecorateWithTracking<TService>(TDecorator.Around, serviceKey);

    /// <summary>As <see cref="DecorateWithTracking{TService, TDecorator}(IServiceCollection, object?)"/>, with a decorator of any kind.</summary>
    /// <typeparam name="TService">The service.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="around">Puts the decorator around an implementation.</param>
    /// <param name="serviceKey">The key of the registrations that are meant; null: those without a key.</param>
    /// <exception cref="InvalidOperationException">The service is not registered, or in a way that cannot be wrapped.</exception>
    public static IServiceCollection DecorateWithTracking<TService>(this IServiceCollection services, Func<TService, TService> around, object? serviceKey = null)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(around);
        ServiceDecoration.Decorate(services, around, serviceKey);
        return services;
    }
}
