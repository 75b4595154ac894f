using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>One generated method and all calls that it stands for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Site">The field that describes the call site.</param>
/// <param name="Accessors">The class that reaches a hidden original; empty if it is reached by name.</param>
/// <param name="Calls">The calls; all are alike but for their location.</param>
internal sealed record Interceptor(string Name, string Site, string Accessors, IReadOnlyList<CallSite> Calls)
{
    /// <summary>The field that describes the client of a declared method; empty for other calls.</summary>
    public string Client { get; init; } = "";

    public CalledMethod Target => Calls[0].Target;

    public SiteDescription Description => Calls[0].Description;

    public CallTreatment Treatment => Calls[0].Treatment;
}
