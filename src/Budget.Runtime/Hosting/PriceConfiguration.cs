using System.Globalization;

namespace BudgetGen;

/// <summary>Reads the section <c>Prices</c> of a settings file: files of prices, and prices of single models, over the embedded book.</summary>
internal static class PriceConfiguration
{
    public const string SectionName = "Prices";

    /// <param name="section">The section around, in which <c>Prices</c> and <c>Deployments</c> may be.</param>
    /// <param name="reading">Takes the complaints, each with its place.</param>
    /// <param name="known">The prices that are there already, or null: the embedded ones.</param>
    /// <param name="changes">Takes what is to be set once everything was read.</param>
    public static void Read(Setting section, ConfigurationReading reading, PricingRegistry? known, List<Action<BudgetOptions>> changes)
    {
        List<PriceBook> layers = Layers(section, reading);
        if (DeploymentConfiguration.Read(section, Over(known, layers), reading) is { } deployments)
            layers.Add(deployments);
        if (layers.Count > 0)
            changes.Add(options => options.Prices = Over(options.Prices, layers));
    }

    private static List<PriceBook> Layers(Setting section, ConfigurationReading reading)
    {
        var layers = new List<PriceBook>();
        if (reading.Section(section, SectionName) is not { } prices)
            return layers;

        reading.RefuseOthers(prices, "Files", "Models");
        foreach (Setting file in reading.Items(prices, "Files"))
        {
            if (Load(file, reading) is { } book)
                layers.Add(book);
        }

        ModelPricing[] models = [.. reading.Items(prices, "Models").Select(model => Model(model, reading)).OfType<ModelPricing>()];
        if (models.Length > 0 && Book(prices, models, reading) is { } own)
            layers.Add(own);
        return layers;
    }

    private static PricingRegistry Over(PricingRegistry? prices, List<PriceBook> layers)
    {
        IReadOnlyList<PriceBook> below = prices?.Layers ?? [PriceBook.Embedded];
        return new PricingRegistry(below[0], [.. below.Skip(1), .. layers]) { Clock = prices?.Clock ?? TimeProvider.System };
    }

    private static PriceBook? Load(Setting file, ConfigurationReading reading)
    {
        try
        {
            if (!string.IsNullOrWhiteSpace(file.Value))
                return PriceBook.Load(file.Value);
            reading.Add($"{file.Path} is empty. Name a file in the format budgetgen-prices/1.");
        }
        catch (Exception error) when (error is PriceBookException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            reading.Add($"{file.Path}: {error.Message}");
        }

        return null;
    }

    private static PriceBook? Book(Setting prices, ModelPricing[] models, ConfigurationReading reading)
    {
        try
        {
            return new PriceBook(prices.Path, "configuration", models);
        }
        catch (PriceBookException conflict)
        {
            reading.Add(conflict.Message);
            return null;
        }
    }

    private static ModelPricing? Model(Setting setting, ConfigurationReading reading)
    {
        reading.RefuseOthers(setting, "Model", "Provider", "Aliases", "InputPerMillion", "OutputPerMillion", "CacheReadPerMillion", "CacheWritePerMillion", "ReasoningPerMillion", "MaxOutputTokens", "Source");
        string? model = reading.Text(setting, "Model"), provider = reading.Text(setting, "Provider");
        UnitPrice? input = Price(setting, "InputPerMillion", reading), output = Price(setting, "OutputPerMillion", reading);
        UnitPrice? read = Price(setting, "CacheReadPerMillion", reading), write = Price(setting, "CacheWritePerMillion", reading), reasoning = Price(setting, "ReasoningPerMillion", reading);
        int? most = reading.Integer(setting, "MaxOutputTokens", 1);
        string[] aliases = [.. reading.Items(setting, "Aliases").Select(static alias => alias.Value ?? "").Where(static alias => alias.Length > 0)];
        string? source = reading.Text(setting, "Source");
        if (model is null || input is null)
        {
            reading.Add($"{setting.Path}: {setting.Spell("Model")} and {setting.Spell("InputPerMillion")} are needed here.");
            return null;
        }

        provider ??= PricingRegistry.Embedded.Find(model)?.Line.Provider ?? "configuration";
        return new ModelPricing
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{ProviderOf(provider)}/{ModelNames.Normalise(model)}"),
            Provider = provider,
            Model = model,
            Aliases = aliases,
            Price = new BucketPrices { Input = input, Output = output, CacheRead = read, CacheWrite5m = write, Reasoning = reasoning },
            Limits = new ModelLimits(null, most),
            Source = source ?? setting.Path,
            Checked = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
        };
    }

    private static string ProviderOf(string provider) => ProviderNames.Normalise(provider);

    private static UnitPrice? Price(Setting setting, string key, ConfigurationReading reading) => reading.Price(setting, key) is { } dollars ? UnitPrice.PerMillion(dollars) : null;
}
