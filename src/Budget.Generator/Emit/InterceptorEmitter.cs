using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>Writes one interceptor: the calls it stands for, its signature, and the body that its treatment asks for.</summary>
internal static class InterceptorEmitter
{
    private const int LineLength = 140;

    public static void Emit(CodeWriter writer, Interceptor interceptor, TypeNames types, string fileName)
    {
        writer.Line("// " + Summary(interceptor));
        foreach (CallSite call in interceptor.Calls)
            writer.Line($"[InterceptsLocation({call.Location.Version}, {Literals.Quote(call.Location.Data)})] // {fileName}({call.Location.Line})");
        Method(writer, interceptor, types);
    }

    /// <summary>Writes the method that makes a tracked call, without any call that it stands for.</summary>
    public static void EmitMethod(CodeWriter writer, Interceptor interceptor, TypeNames types)
    {
        writer.Line("// " + Summary(interceptor));
        Method(writer, interceptor, types);
    }

    private static void Method(CodeWriter writer, Interceptor interceptor, TypeNames types)
    {
        if (interceptor.Target.IsObsolete)
            writer.Line("[Obsolete]");

        bool isExpression = interceptor.Treatment is AdaptedCall;
        Signature(writer, interceptor, types, isExpression ? " =>" : "");
        if (isExpression)
        {
            writer.Indent().Line(Adapted(interceptor, (AdaptedCall)interceptor.Treatment, types)).Outdent();
            return;
        }

        writer.Open();
        if (interceptor.Treatment is ScopedCall scoped)
            ScopedBody.Emit(writer, interceptor, scoped, types);
        else if (interceptor.Treatment is DeclaredCall declared)
            MeteredBody.Emit(writer, interceptor, declared, types);
        else
            MeteredBody.Emit(writer, interceptor, (MeteredCall)interceptor.Treatment, types);
        writer.Close();
    }

    private static string Summary(Interceptor interceptor) => interceptor.Treatment switch
    {
        AdaptedCall => $"Meters {Called(interceptor)} in {interceptor.Description.Method}.",
        DeclaredCall => $"Meters {Called(interceptor)} in {interceptor.Description.Method} as it is declared.",
        MeteredCall { Meter: not null } => $"Opens the scope of {interceptor.Description.Method} and meters the call as it is declared.",
        ScopedCall => $"Opens the scope of {interceptor.Description.Method}; the SDK calls inside are metered one by one.",
        _ => $"Opens the scope of {interceptor.Description.Method} and meters the call as a whole, unless a metered call inside reports.",
    };

    private static string Called(Interceptor interceptor) => $"{interceptor.Target.SimpleType}.{interceptor.Target.Name.TrimStart('@')}";

    private static void Signature(CodeWriter writer, Interceptor interceptor, TypeNames types, string end)
    {
        CalledMethod target = interceptor.Target;
        string head = $"internal static {(target.IsUnsafe ? "unsafe " : "")}{target.Returns.Modifier}{types.Shorten(target.Returns.Type)} {interceptor.Name}{OriginalCall.TypeArguments(target.TypeParameters)}(";
        string parameters = string.Join(", ", Parameters(target, types));
        string[] constraints = [.. Constraints(target.TypeParameters, types)];
        if (head.Length + parameters.Length <= LineLength)
            writer.Line(head + parameters + ")" + (constraints.Length == 0 ? end : ""));
        else
            writer.Line(head).Indent().Line(parameters + ")" + (constraints.Length == 0 ? end : "")).Outdent();

        writer.Indent();
        for (int i = 0; i < constraints.Length; i++)
            writer.Line(constraints[i] + (i == constraints.Length - 1 ? end : ""));
        writer.Outdent();
    }

    /// <summary>The constraint clauses of type parameters.</summary>
    public static IEnumerable<string> Constraints(IEnumerable<TypeParameter> parameters, TypeNames types) =>
        parameters.Where(parameter => parameter.Constraints.Length > 0).Select(parameter => $"where {parameter.Name} : {types.Shorten(parameter.Constraints)}");

    private static IEnumerable<string> Parameters(CalledMethod target, TypeNames types)
    {
        if (target.Receiver != ReceiverKind.None)
        {
            string modifier = target.Receiver switch
            {
                ReceiverKind.Struct => "this ref ",
                ReceiverKind.ReadOnlyStruct => "this in ",
                _ => "this ",
            };
            yield return $"{(target.IsUnscoped ? "[UnscopedRef] " : "")}{modifier}{types.Shorten(target.Type)} {target.ReceiverName}";
        }

        foreach (Parameter parameter in target.Parameters)
            yield return $"{parameter.Modifiers}{types.Shorten(parameter.Type)} {parameter.Name}";
    }

    private static string Adapted(Interceptor interceptor, AdaptedCall adapted, TypeNames types)
    {
        IEnumerable<string> arguments = interceptor.Target.Parameters.Select(parameter => parameter.Name);
        if (interceptor.Target.Receiver != ReceiverKind.None)
            arguments = arguments.Prepend(interceptor.Target.ReceiverName);
        string typeArguments = adapted.TypeArguments.Length == 0 ? "" : $"<{types.Shorten(adapted.TypeArguments)}>";
        return $"{adapted.Template}.{adapted.Adapter}{typeArguments}({string.Join(", ", arguments.Prepend(interceptor.Site))});";
    }
}
