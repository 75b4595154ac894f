using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>Meters a call whose arguments or result no lambda can carry: by reference, spans, pointers, changing structs.</summary>
internal static class InlineBody
{
    public static void Emit(CodeWriter writer, Interceptor interceptor, MeterText text, TypeNames types)
    {
        CalledMethod target = interceptor.Target;
        string call = ScopedBody.Local(target, "call");
        string error = ScopedBody.Local(target, "error");
        string original = OriginalCall.Of(interceptor, types, name => name);

        writer.Line($"LlmCallInProgress {call} = LlmCall.Begin({interceptor.Site}, {text.RequestWithToken});");
        writer.Line("try").Open();
        switch (target.Returns.Shape)
        {
            case ReturnShape.Void:
                writer.Line($"{original};").Line($"{call}.Complete(LlmOutcome.Unknown);");
                break;
            case ReturnShape.Task or ReturnShape.ValueTask:
                writer.Line($"return {call}.CompleteAsync({original});");
                break;
            case ReturnShape.TaskOfResult or ReturnShape.ValueTaskOfResult:
                writer.Lines($"return {call}.CompleteAsync({original}, {text.OfResult});");
                break;
            default:
                Value(writer, target, text, types, call, original);
                break;
        }

        writer.Close().Line($"catch (Exception {error})").Open().Line($"{call}.Fail({error});").Line("throw;").Close();
    }

    private static void Value(CodeWriter writer, CalledMethod target, MeterText text, TypeNames types, string call, string original)
    {
        string result = ScopedBody.Local(target, "result");
        string byRef = target.Returns.Modifier.Length > 0 ? "ref " : "";
        writer.Line($"{target.Returns.Modifier}{types.Shorten(target.Returns.Type)} {result} = {byRef}{original};");
        writer.Lines(text.Outcome is null ? $"{call}.Complete({result}, {text.OfResult});" : $"{call}.Complete({text.Outcome(result)});");
        writer.Line($"return {byRef}{result};");
    }
}
