using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>Opens the scope, calls, and closes it for the caller; works for every signature, because nothing is captured.</summary>
internal static class ScopedBody
{
    private const int LineLength = 130;

    public static void Emit(CodeWriter writer, Interceptor interceptor, ScopedCall treatment, TypeNames types)
    {
        string scope = OpenScope(writer, interceptor, treatment.Bound);
        string call = OriginalCall.Of(interceptor, types, name => name);
        writer.Line(interceptor.Target.Returns switch
        {
            { Shape: ReturnShape.Void } => call + ";",
            { Shape: ReturnShape.AsyncStream or ReturnShape.Stream } => $"return {scope}.Flow({call});",
            { Modifier.Length: > 0 } => $"return ref {call};",
            _ => $"return {call};",
        });
    }

    /// <summary>Writes the statement that opens the scope; returns the name of its variable.</summary>
    public static string OpenScope(CodeWriter writer, Interceptor interceptor, BoundAttribution bound)
    {
        string scope = Local(interceptor.Target, "scope");
        string head = $"using LlmScopeLease {scope} = LlmCall.OpenScope(";
        string attribution = AttributionText.Of(bound.Parts, bound.Tags);
        if (bound.IsEmpty)
            writer.Line($"{head}{interceptor.Site});");
        else if (head.Length + interceptor.Site.Length + attribution.Length < LineLength)
            writer.Line($"{head}{interceptor.Site}, {attribution});");
        else
            OpenWithLongAttribution(writer, head, interceptor.Site, [.. AttributionText.Arguments(bound.Parts, bound.Tags)]);
        return scope;
    }

    private static void OpenWithLongAttribution(CodeWriter writer, string head, string site, string[] arguments)
    {
        writer.Line(head).Indent().Line($"{site},").Line("new CallAttribution(").Indent();
        for (int i = 0; i < arguments.Length; i++)
            writer.Line(arguments[i] + (i == arguments.Length - 1 ? "));" : ","));
        writer.Outdent().Outdent();
    }

    /// <summary>The name of a local variable that no parameter has.</summary>
    public static string Local(CalledMethod target, string wish)
    {
        while (target.ReceiverName == wish || target.Parameters.Any(parameter => parameter.Name == wish))
            wish += "_";
        return wish;
    }
}
