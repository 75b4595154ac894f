using System.Text;
using Microsoft.Extensions.Options;

namespace BudgetGen;

/// <summary>Reads budgets from YAML files of the shape that the ATLAS budget manager documents.</summary>
/// <remarks>
/// A file has <c>budget</c> (what <see cref="BudgetOptions"/> has), <c>budget_policies</c> (a list of what <see cref="BudgetPolicy"/> has) and
/// <c>alert_channels</c> (see <see cref="AlertChannelOptions"/>), with the names of the properties in lower case with underscores, and the documents' own names
/// <c>default_limit</c>, <c>soft_limit_percent</c>, <c>cache_ttl</c> and <c>limit_amount</c>. Amounts are USD in plain decimals, durations seconds or
/// <c>hh:mm:ss</c>, true and false the only booleans. Refused, with file, line and key path: what is not known, or said twice; anchors, aliases, tags and
/// further documents; more than 1 MiB, 64 levels or 100,000 values; what is not UTF-8; characters that nobody can see.
/// </remarks>
public static class BudgetYaml
{
    /// <summary>Reads a YAML file, now, and adds what it says. Several files add up; of a setting that two have, the later one counts.</summary>
    /// <param name="options">The options. They stay as they are if anything in the file is wrong.</param>
    /// <param name="path">The file, such as <c>config.yaml</c>, in UTF-8, at most 1 MiB.</param>
    /// <returns>The same options, so that calls can be chained.</returns>
    /// <exception cref="OptionsValidationException">Something in the file is not valid; the message names each line, key path, value and remedy.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static BudgetOptions UseYaml(this BudgetOptions options, string path)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        byte[] bytes = new byte[YamlFile.LargestFile + 1];
        int length;
        using (FileStream file = File.OpenRead(path))
            length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);

        return Apply(options, bytes.AsSpan(0, length), path);
    }

    /// <summary>As <see cref="UseYaml"/>, from a text.</summary>
    /// <param name="options">The options. They stay as they are if anything in the text is wrong.</param>
    /// <param name="yaml">The text, at most 1 MiB in UTF-8.</param>
    /// <param name="source">What complaints call it.</param>
    /// <returns>The same options, so that calls can be chained.</returns>
    /// <exception cref="OptionsValidationException">Something in the text is not valid; the message names each line, key path, value and remedy.</exception>
    public static BudgetOptions UseYamlText(this BudgetOptions options, string yaml, string source = "YAML")
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        var reading = new ConfigurationReading();
        var file = new YamlFile(source, reading);
        if (Encoding.UTF8.GetByteCount(yaml) > YamlFile.LargestFile)
            throw file.TooLarge();
        return Apply(options, reading, file.Read(yaml));
    }

    /// <summary>As <see cref="UseYaml"/>, from the bytes of a file.</summary>
    internal static BudgetOptions Apply(BudgetOptions options, ReadOnlySpan<byte> bytes, string source)
    {
        var reading = new ConfigurationReading();
        var file = new YamlFile(source, reading);
        return Apply(options, reading, file.Read(file.Decode(bytes)));
    }

    private static BudgetOptions Apply(BudgetOptions options, ConfigurationReading reading, YamlSetting root)
    {
        if (!reading.IsSection(root))
            throw reading.Refusal();

        // In appsettings, policies and channels stand inside the section. Here they stand beside it; from now on they are in it.
        reading.RefuseOthers(root, "Budget", "Policies", "AlertChannels");
        YamlSetting budget = root.Find("Budget");
        if (budget.IsNothing)
            budget = new YamlSetting(root);
        if (!reading.IsSection(budget))
            throw reading.Refusal();

        budget.Nodes.AddRange(root.Nodes.Where(static node => node.Is("Policies") || node.Is("AlertChannels")));
        BudgetConfiguration.Apply(budget, reading, options);
        return options;
    }
}
