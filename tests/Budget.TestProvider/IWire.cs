using System.Text.Json;

namespace BudgetGen.TestProvider;

/// <summary>A provider's wire format.</summary>
internal interface IWire
{
    /// <summary>Events of a stream before the first text delta.</summary>
    int EventsBeforeDeltas { get; }

    ProviderRequest Parse(JsonElement body, int length);

    string Whole(ProviderRequest request, ProviderUsage usage, bool withUsage);

    /// <summary>An event that tells of an error inside a stream.</summary>
    string Error { get; }

    IEnumerable<string> Stream(ProviderRequest request, ProviderUsage usage, int deltas, bool withUsage);
}
