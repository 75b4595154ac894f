namespace BudgetGen;

/// <summary>Reads the section <c>Deployments</c> of a settings file: which model each Azure deployment serves.</summary>
internal static class DeploymentConfiguration
{
    public const string SectionName = "Deployments";

    /// <summary>The deployments, or null: there are none.</summary>
    /// <param name="section">The section around, in which <c>Deployments</c> may be.</param>
    /// <param name="prices">The prices of the models.</param>
    /// <param name="reading">Takes the complaints, each with its place.</param>
    public static PriceBook? Read(Setting section, PricingRegistry prices, ConfigurationReading reading)
    {
        if (reading.Section(section, SectionName) is not { } deployments)
            return null;

        var served = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Setting deployment in deployments.Children)
        {
            if (reading.OneText(deployment) is not { } model)
                continue;

            string name = ModelNames.Normalise(deployment.Key);
            if (name.Length == 0)
                reading.Add($"{deployment.Path} has no name. Write the deployment's name, as the portal shows it.");
            else if (!prices.HasPrice(model))
                reading.Add($"{deployment.Path} is '{SettingText.Shown(model)}'. It must be {Expected(section, prices, model)}.");
            else if (!served.TryAdd(name, model))
                reading.Add($"{deployment.Path} says again what another key says. Keep one of them.");
        }

        return served.Count == 0 ? null : PriceBook.OfDeployments(deployments.Path, "configuration", served);
    }

    private static string Expected(Setting section, PricingRegistry prices, string model)
    {
        string near = string.Join(", ", prices.Suggest(model));
        return $"the model that the deployment serves, one that has a price{(near.Length == 0 ? " such as gpt-4o" : ": " + near)}, or of {section.Spell(PriceConfiguration.SectionName)}";
    }
}
