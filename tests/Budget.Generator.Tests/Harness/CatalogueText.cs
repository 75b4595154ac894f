namespace BudgetGen.Generator.Tests.Harness;

/// <summary>Signatures and types as the SDK catalogue writes them.</summary>
internal static class CatalogueText
{
    /// <summary>The parameter types of a signature, without names and defaults.</summary>
    public static string Parameters(string signature)
    {
        int depth = 0, start = signature.IndexOf('(', StringComparison.Ordinal) + 1;
        var types = new List<string>();
        for (int i = start; i < signature.Length; i++)
        {
            depth += signature[i] is '<' ? 1 : signature[i] is '>' ? -1 : 0;
            if (depth > 0 || signature[i] is not (',' or ')'))
                continue;

            string parameter = signature[start..i].Split(" = ")[0].Trim();
            if (parameter.Length > 0)
                types.Add(parameter[..parameter.LastIndexOf(' ')]);
            start = i + 1;
        }

        return string.Join(", ", types);
    }

    /// <summary>The metadata name of a type, whose type arguments may be written out.</summary>
    public static string MetadataName(string type) =>
        type.IndexOf('<', StringComparison.Ordinal) is var generic and >= 0 ? $"{type[..generic]}`{type.Count(c => c == ',') + 1}" : type;
}
