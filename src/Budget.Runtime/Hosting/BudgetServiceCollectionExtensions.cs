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
        return services;
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

    private static BudgetOptions OptionsFor(IServiceProvider provider)
    {
        BudgetOptions options = provider.GetRequiredService<IOptions<BudgetOptions>>().Value;
        options.TimeProvider ??= provider.GetService<TimeProvider>();
        options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
        return options;
    }
}
