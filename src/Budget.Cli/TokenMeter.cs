using System.CommandLine;
using System.Text.Json;

namespace BudgetGen.Cli;

/// <summary>Which tokens a text has for a model, or in an encoding: counted where the vocabulary is published, estimated elsewhere.</summary>
internal sealed class TokenMeter
{
    private readonly string? _model;
    private readonly TokenCounter? _counter;

    private TokenMeter(string? model, TokenCounter? counter) => (_model, _counter) = (model, counter);

    /// <summary>The encoding of an exact count; null: it is an estimate.</summary>
    public string? Encoding => _counter?.Encoding;

    /// <summary>True if it is counted and not estimated.</summary>
    public bool IsExact => _counter is not null;

    /// <summary>The error to expect, percent; 0 of a count.</summary>
    public int ErrorPercent => IsExact ? 0 : TokenEstimator.ErrorPercent(_model);

    public static Option<string?> EncodingOption() => new("--encoding") { Description = "o200k_base or cl100k_base: counts with that vocabulary, whatever the model's name says (a deployment, a model of your own)." };

    /// <param name="model">The model's name, or null.</param>
    /// <param name="encoding">The encoding, or null: that of the model.</param>
    public static TokenMeter Of(string? model, string? encoding)
    {
        if (encoding is null)
            return model is null ? throw new CliException("Say whose tokens: --model M, or --encoding E.") : new TokenMeter(model, TokenCounter.ForModel(model));
        try
        {
            return new TokenMeter(model, TokenCounter.ForEncoding(encoding));
        }
        catch (ArgumentException)
        {
            throw new CliException($"--encoding is '{encoding}', and there is no such vocabulary. Use o200k_base or cl100k_base, or leave it out.");
        }
    }

    public long Count(ReadOnlySpan<char> text) => _counter?.Count(text) ?? TokenEstimator.Estimate(_model, text).Expected;

    public long Count(TextReader text) => _counter?.Count(text) ?? TokenEstimator.Estimate(_model, text).Expected;

    /// <summary>What the figure is, for people.</summary>
    public string Describe() => IsExact
        ? $"exact ({Encoding})"
        : $"estimated, {ErrorPercent} % more or less are possible";

    /// <summary>What the figure is, for machines.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("encoding", Encoding);
        json.WriteBoolean("estimated", !IsExact);
        if (!IsExact)
            json.WriteNumber("error_percent", ErrorPercent);
    }

    /// <summary>Says to standard error that nobody knows the model, if so: an estimate is for models without a vocabulary, not for a slip of the pen.</summary>
    public void WarnIfUnknown(PricingRegistry prices)
    {
        if (IsExact || prices.Find(_model!) is not null || ModelCatalogue.Embedded.Find(_model!) is not null)
            return;
        IReadOnlyList<string> near = prices.Suggest(_model!);
        Console.Error.WriteLine($"budgetgen: nobody knows a model '{_model}'{(near.Count == 0 ? "" : $"; similar names: {string.Join(", ", near)}")}. The figure is a cautious middle; name its vocabulary with --encoding if you know it.");
    }
}
