using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetGen;

/// <summary>
/// Replaces registrations by decorated ones. The original moves behind a key that nobody else has, under a type by which nobody asks for the service: so the container makes and disposes it as
/// before, and there is no way around the decorator.
/// </summary>
internal static class ServiceDecoration
{
    /// <summary>Decorates every registration of a service with this key.</summary>
    /// <exception cref="InvalidOperationException">There is none, or one that cannot be decorated. Nothing has changed then.</exception>
    public static void Decorate<TService>(IServiceCollection services, Func<TService, TService> around, object? serviceKey)
        where TService : class
    {
        int[] places = [.. Enumerable.Range(0, services.Count).Where(i => services[i].ServiceType == typeof(TService) && Equals(services[i].ServiceKey, serviceKey))];
        if (places.Length == 0)
            throw NothingRegistered(typeof(TService), serviceKey, services);

        var originals = new List<ServiceDescriptor>();
        ServiceDescriptor[] decorated = [.. places.Select(i => Decorated(services[i], around, originals))];
        for (int i = 0; i < places.Length; i++)
            services[places[i]] = decorated[i];
        foreach (ServiceDescriptor original in originals)
            services.Add(original);
    }

    private static ServiceDescriptor Decorated<TService>(ServiceDescriptor descriptor, Func<TService, TService> around, List<ServiceDescriptor> originals)
        where TService : class
    {
        // Whoever registers an instance disposes it, so its decorator is not the container's to dispose, either.
        if (Instance(descriptor) is TService instance)
            return new ServiceDescriptor(typeof(TService), descriptor.ServiceKey, around(instance));

        ServiceDescriptor original = Original(descriptor, new Undecorated(typeof(TService)));
        originals.Add(original);
        return new ServiceDescriptor(
            typeof(TService),
            descriptor.ServiceKey,
            (provider, _) => around((TService)provider.GetRequiredKeyedService(original.ServiceType, original.ServiceKey)),
            descriptor.Lifetime);
    }

    private static ServiceDescriptor Original(ServiceDescriptor descriptor, Undecorated key)
    {
        if (Implementation(descriptor) is { } type)
        {
            // A key that the class asks for would be ours.
            return AsksForItsKey(type)
                ? throw new InvalidOperationException($"'{type.Name}' takes its [ServiceKey] in its constructor, so its registration cannot be moved behind a decorator. Register it by a factory.")
                : new ServiceDescriptor(type, key, type, descriptor.Lifetime);
        }

        // What a factory makes is of no type that is known here.
        return descriptor.IsKeyedService
            ? new ServiceDescriptor(typeof(object), key, (provider, _) => descriptor.KeyedImplementationFactory!(provider, descriptor.ServiceKey), descriptor.Lifetime)
            : new ServiceDescriptor(typeof(object), key, (provider, _) => descriptor.ImplementationFactory!(provider), descriptor.Lifetime);
    }

    private static object? Instance(ServiceDescriptor descriptor) => descriptor.IsKeyedService ? descriptor.KeyedImplementationInstance : descriptor.ImplementationInstance;

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    private static Type? Implementation(ServiceDescriptor descriptor) => descriptor.IsKeyedService ? descriptor.KeyedImplementationType : descriptor.ImplementationType;

    private static bool AsksForItsKey([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type) =>
        type.GetConstructors().SelectMany(static constructor => constructor.GetParameters()).Any(static parameter => parameter.IsDefined(typeof(ServiceKeyAttribute)));

    private static InvalidOperationException NothingRegistered(Type service, object? key, IServiceCollection services)
    {
        string name = service.Name;
        if (service.IsGenericType && services.Any(descriptor => descriptor.ServiceType == service.GetGenericTypeDefinition()))
            return new InvalidOperationException($"'{name}' is registered as an open generic type only, which cannot be decorated. Register the closed type that is to be tracked, before this call.");

        string with = key is null ? "" : $" with the key '{key}'";
        bool hasOthers = services.Any(descriptor => descriptor.ServiceType == service);
        string others = !hasOthers ? "" : key is null ? " There are registrations with keys: name the one that is meant." : " There are registrations without that key.";
        return new InvalidOperationException($"No '{name}' is registered{with}, so there is nothing to track. Register it before this call.{others}");
    }

    /// <summary>The key of an original registration: equal to no other one.</summary>
    private sealed class Undecorated(Type service)
    {
        public override string ToString() => $"{service.Name} without its tracking";
    }
}
