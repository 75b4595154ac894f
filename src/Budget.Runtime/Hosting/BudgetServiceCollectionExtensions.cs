using BudgetGen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sets BudgetGen up in a host.</summary>
public static class BudgetServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="BudgetManager"/>, opened when the host starts (it becomes <see cref="BudgetManager.Default"/>) and disposed when it stops. Clock
    /// and logging are the host's. May be called several times; the settings add up.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddBudget(this IServiceCollection services, Action<BudgetOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<BudgetOptions>().Configure(configure);
        services.TryAddSingleton(static provider => new BudgetManager(OptionsFor(provider)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BudgetHostedService>());
        return services.AddPriceRefresher();
    }

    /// <summary>As <see cref="AddBudget(IServiceCollection, Action{BudgetOptions})"/>, from configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section to read, or the whole configuration: then its section <c>Budget</c> is read.</param>
    /// <param name="configure">Sets what configuration cannot, such as the store; called afterwards.</param>
    /// <exception cref="OptionsValidationException">
    /// Thrown when the host starts: something in the configuration is not valid; the message names each key path, value and remedy.
    /// </exception>
    public static IServiceCollection AddBudget(this IServiceCollection services, IConfiguration configuration, Action<BudgetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        IConfigurationSection section = configuration as IConfigurationSection ?? configuration.GetSection(BudgetConfiguration.SectionName);
        return services.AddBudget(options =>
        {
            BudgetConfiguration.Apply(section, options);
            configure?.Invoke(options);
        });
    }

    /// <summary>
    /// Fetches newer prices from an address of yours while the host runs, and puts them over the embedded ones and under your own files and settings. What is
    /// broken or unlikely is refused and logged (event 45); the last good prices stay. Nothing of it can stop the host. The section <c>Budget:PriceRefresh</c>
    /// of the configuration says the same without code (<see cref="BudgetOptions.PriceRefresh"/>); use one of the two.
    /// </summary>
    /// <param name="services">The services, with <see cref="AddBudget(IServiceCollection, Action{BudgetOptions})"/>.</param>
    /// <param name="schedule">Where from, and how often.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is shorter than one hour or longer than thirty days.</exception>
    /// <exception cref="ArgumentException">The address, the file, the checksum, or a bound of the source cannot be meant.</exception>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    /// <exception cref="OptionsValidationException">Thrown when the host starts: the options have another one.</exception>
    public static IServiceCollection AddBudgetPriceRefresh(this IServiceCollection services, PriceRefreshSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(schedule);
        schedule.ThrowIfWrong();
        if (services.Any(static service => service.ServiceType == typeof(PriceRefreshSchedule)))
            throw new InvalidOperationException("Prices are refreshed from one address only. Call AddBudgetPriceRefresh once.");

        services.AddSingleton(schedule);
        services.AddOptions<BudgetOptions>().PostConfigure(options => options.PriceRefresh = options.PriceRefresh is null ? schedule : throw TwoRefreshes());
        return services.AddPriceRefresher();
    }

    /// <summary>It does nothing unless the options ask for it: what they say is only known when the host starts.</summary>
    private static IServiceCollection AddPriceRefresher(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PriceRefreshService>());
        return services;
    }

    private static OptionsValidationException TwoRefreshes() => new(
        nameof(BudgetOptions),
        typeof(BudgetOptions),
        ["Prices are refreshed from one address only. Remove either AddBudgetPriceRefresh or the section PriceRefresh of the settings (BudgetOptions.PriceRefresh)."]);

    private static BudgetOptions OptionsFor(IServiceProvider provider)
    {
        BudgetOptions options = provider.GetRequiredService<IOptions<BudgetOptions>>().Value;
        options.TimeProvider ??= provider.GetService<TimeProvider>();
        options.LoggerFactory ??= provider.GetService<ILoggerFactory>();

        // The registry that everybody shares does not change, so a manager whose prices are refreshed gets one of its own.
        if (options.PriceRefresh is not null && (options.Prices is null || ReferenceEquals(options.Prices, PricingRegistry.Embedded)))
            options.Prices = new PricingRegistry(PriceBook.Embedded);
        return options;
    }
}
