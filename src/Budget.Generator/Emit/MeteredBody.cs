using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>Opens the scope and meters the call as a whole: by a static lambda with its state in a tuple, or inline where that cannot be.</summary>
internal static class MeteredBody
{
    private const int MostState = 16;

    /// <summary>An annotated method: opens its scope, and meters it by what it returns or as it is declared.</summary>
    public static void Emit(CodeWriter writer, Interceptor interceptor, MeteredCall treatment, TypeNames types)
    {
        string scope = ScopedBody.OpenScope(writer, interceptor, treatment.Bound);
        Emit(writer, interceptor, treatment.Meter is { } meter ? DeclaredText.Write(writer, interceptor, meter) : MeterText.Of(treatment), types, scope);
    }

    /// <summary>A declared method: the scope is that of the code around.</summary>
    public static void Emit(CodeWriter writer, Interceptor interceptor, DeclaredCall treatment, TypeNames types) =>
        Emit(writer, interceptor, DeclaredText.Write(writer, interceptor, treatment.Meter), types, scope: "");

    private static void Emit(CodeWriter writer, Interceptor interceptor, MeterText text, TypeNames types, string scope)
    {
        ReturnShape shape = interceptor.Target.Returns.Shape;
        if (shape is ReturnShape.AsyncStream or ReturnShape.Stream)
            Stream(writer, interceptor, text, types, scope);
        else if (CanBeCaptured(interceptor.Target))
            Captured(writer, interceptor, text, types);
        else
            InlineBody.Emit(writer, interceptor, text, types);
    }

    private static bool IsTask(ReturnShape shape) => shape is ReturnShape.Task or ReturnShape.TaskOfResult or ReturnShape.ValueTask or ReturnShape.ValueTaskOfResult;

    private static bool CanBeCaptured(CalledMethod target) =>
        target.Receiver is ReceiverKind.None or ReceiverKind.Reference
        && target.Returns.Shape != ReturnShape.RefLike
        && target.Parameters.Count <= MostState
        && target.Parameters.All(parameter => parameter.CanBeCaptured);

    private static void Captured(CodeWriter writer, Interceptor interceptor, MeterText text, TypeNames types)
    {
        (string state, string lambda) = State(interceptor, types);
        ReturnShape shape = interceptor.Target.Returns.Shape;
        string verb = shape switch
        {
            ReturnShape.Task or ReturnShape.TaskOfResult => "RunAsync",
            ReturnShape.ValueTask or ReturnShape.ValueTaskOfResult => "RunValueAsync",
            _ => "Run",
        };

        var arguments = new List<string> { interceptor.Site, IsTask(shape) ? text.Request : text.RequestWithToken, state, lambda };
        if (shape is ReturnShape.Value or ReturnShape.TaskOfResult or ReturnShape.ValueTaskOfResult)
            arguments.Add(text.OfResult);
        if (text.Token.Length > 0 && verb != "Run")
            arguments.Add(text.Token);
        Call(writer, $"{(shape == ReturnShape.Void ? "" : "return ")}LlmCall.{verb}(", arguments, ");");
    }

    private static void Stream(CodeWriter writer, Interceptor interceptor, MeterText text, TypeNames types, string scope)
    {
        // A stream whose arguments cannot be captured is opened here; it is metered when it is read all the same.
        (string state, string lambda) = CanBeCaptured(interceptor.Target)
            ? State(interceptor, types)
            : (OriginalCall.Of(interceptor, types, name => name), "static stream => stream");
        string verb = interceptor.Target.Returns.Shape == ReturnShape.AsyncStream ? "StreamAsync" : "Stream";
        (string head, string end) = scope.Length == 0 ? ($"return LlmCall.{verb}(", ");") : ($"return {scope}.Flow(LlmCall.{verb}(", "));");
        Call(writer, head, [interceptor.Site, text.RequestWithToken, state, lambda, text.OfElement], end);
    }

    private static void Call(CodeWriter writer, string head, List<string> arguments, string end)
    {
        writer.Line(head).Indent();
        for (int i = 0; i < arguments.Count; i++)
            writer.Lines(arguments[i] + (i == arguments.Count - 1 ? end : ","));
        writer.Outdent();
    }

    /// <summary>The state and the lambda that makes the call from it: one value as it is, several as a tuple.</summary>
    private static (string State, string Lambda) State(Interceptor interceptor, TypeNames types)
    {
        CalledMethod target = interceptor.Target;
        var values = target.Parameters.Select(parameter => parameter.Name).ToList();
        if (target.Receiver != ReceiverKind.None)
            values.Insert(0, target.ReceiverName);

        return values.Count switch
        {
            0 => ("0", $"static _ => {OriginalCall.Of(interceptor, types, name => name)}"),
            1 => (values[0], $"static {values[0]} => {OriginalCall.Of(interceptor, types, name => name)}"),
            _ => ($"({string.Join(", ", values)})", $"static call => {OriginalCall.Of(interceptor, types, name => "call." + name)}"),
        };
    }
}
