using BudgetGen.Generator.Discovery.Declared;

namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>Writes rows of the table of paid methods.</summary>
internal static class SdkTable
{
    /// <summary>Methods that cost money and are known, but that this version does not meter.</summary>
    public static IEnumerable<KnownSdkCall> NotYet(string assembly, string type, string kind, IEnumerable<string> methods) =>
        methods.Select(method => new KnownSdkCall(assembly, type, method, kind, SdkTemplate.None, []));

    /// <summary>Methods that cost money and are not metered, with the reason.</summary>
    public static IEnumerable<KnownSdkCall> Listed(string assembly, string type, string kind, string reason, params string[] methods) =>
        methods.Select(method => new KnownSdkCall(assembly, type, method, kind, SdkTemplate.None, []) { Reason = reason });

    /// <summary>Methods that are metered by what templates say of them: the first declaration that fits an overload.</summary>
    public static IEnumerable<KnownSdkCall> Declared(string assembly, string type, string kind, IEnumerable<string> methods, params MethodDeclaration[] declarations) =>
        methods.Select(method => new KnownSdkCall(assembly, type, method, kind, SdkTemplate.Declared, []) { Declarations = declarations });

    /// <summary>The synchronous and the asynchronous name; a twin that does not exist does no harm.</summary>
    public static IEnumerable<string> Twins(params string[] methods) => methods.SelectMany(method => (string[])[method, method + "Async"]);
}
