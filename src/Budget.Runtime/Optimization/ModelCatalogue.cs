using System.Reflection;
using System.Text;

namespace BudgetGen;

/// <summary>
/// Which models can do what: class, window, vision, tools, reasoning, each with a source or a stated assumption, and the providers' discounts for batches.
/// It knows families, because a family's name outlives its versions. Immutable.
/// </summary>
public sealed class ModelCatalogue
{
    private const string Resource = "BudgetGen.Optimization.Catalogue.models.json";
    private static readonly Lazy<ModelCatalogue> s_embedded = new(LoadEmbedded);

    private readonly HashSet<string> _specialised;

    internal ModelCatalogue(string version, IReadOnlyList<ModelCapabilities> models, IReadOnlyList<BatchDiscount> batch, IEnumerable<string> specialised)
    {
        (Version, Models, Batch) = (version, models, batch);
        _specialised = new HashSet<string>(specialised, StringComparer.Ordinal);
    }

    /// <summary>The catalogue that comes with the library.</summary>
    public static ModelCatalogue Embedded => s_embedded.Value;

    /// <summary>Its version, free text.</summary>
    public string Version { get; }

    /// <summary>The lines. The first one whose words are all in a model's name describes it, so the narrower ones stand first.</summary>
    public IReadOnlyList<ModelCapabilities> Models { get; }

    /// <summary>The discounts of providers that take batches.</summary>
    public IReadOnlyList<BatchDiscount> Batch { get; }

    /// <summary>Reads a catalogue in the format <c>budgetgen-models/1</c>.</summary>
    /// <exception cref="FormatException">It is not one; the message says where and what to do.</exception>
    public static ModelCatalogue Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ModelCatalogueReader.Read(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>What the catalogue knows of a model, or null: it is not in it, or does something else than answer text with text.</summary>
    /// <param name="model">The model's name as a request or a response has it.</param>
    public ModelCapabilities? Find(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        string[] words = ModelNames.Normalise(model).Split('-', '/', '_');
        if (Array.Exists(words, _specialised.Contains))
            return null;
        foreach (ModelCapabilities line in Models)
        {
            if (line.Family.All(words.Contains))
                return line;
        }

        return null;
    }

    internal BatchDiscount? BatchOf(string provider) => Batch.FirstOrDefault(discount => discount.Provider == provider);

    private static ModelCatalogue LoadEmbedded()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("The embedded catalogue of models is missing from the assembly.");
        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        return ModelCatalogueReader.Read(json);
    }
}
