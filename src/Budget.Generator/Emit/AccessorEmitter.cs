using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>
/// Writes the class that reaches private and protected originals of one type. Its type parameters are those of that type: an accessor for a
/// member of a generic type must be declared in a generic type.
/// </summary>
internal static class AccessorEmitter
{
    public static void Emit(CodeWriter writer, string name, IReadOnlyList<CalledMethod> methods, TypeNames types)
    {
        TypeParameter[] parameters = [.. methods[0].TypeParameters.Where(parameter => parameter.IsOfType)];
        writer.Line($"// Reaches members of {methods[0].SimpleType} that are not accessible here.");
        writer.Line($"file static class {name}{OriginalCall.TypeArguments(parameters)}").Indent();
        foreach (string constraint in InterceptorEmitter.Constraints(parameters, types))
            writer.Line(constraint);
        writer.Outdent().Open();
        for (int i = 0; i < methods.Count; i++)
        {
            if (i > 0)
                writer.Line();
            Emit(writer, methods[i], types);
        }

        writer.Close();
    }

    private static void Emit(CodeWriter writer, CalledMethod method, TypeNames types)
    {
        string subject = method switch
        {
            { Reach: Reach.StaticClassAccessor } => $"[UnsafeAccessorType({Literals.Quote(method.MetadataType)})] object? type",
            { Receiver: ReceiverKind.None } => types.Shorten(method.Type) + (method.IsStructType ? " type" : "? type"),
            { Receiver: ReceiverKind.Reference } => $"{types.Shorten(method.Type)} {method.ReceiverName}",
            _ => $"{(method.IsUnscoped ? "[UnscopedRef] " : "")}ref {types.Shorten(method.Type)} {method.ReceiverName}",
        };
        TypeParameter[] own = [.. method.TypeParameters.Where(parameter => !parameter.IsOfType)];
        IEnumerable<string> parameters = method.Parameters
            .Select(parameter => $"{parameter.Modifiers.Replace("this ", "")}{types.Shorten(parameter.Type)} {parameter.Name}")
            .Prepend(subject);
        string constraints = string.Concat(InterceptorEmitter.Constraints(own, types).Select(constraint => " " + constraint));
        string kind = method.Receiver == ReceiverKind.None ? "StaticMethod" : "Method";

        writer.Line($"[UnsafeAccessor(UnsafeAccessorKind.{kind}, Name = {Literals.Quote(method.Name.TrimStart('@'))})]");
        writer.Line($"internal static extern {(method.IsUnsafe ? "unsafe " : "")}{method.Returns.Modifier}{types.Shorten(method.Returns.Type)} {method.Name}{OriginalCall.TypeArguments(own)}({string.Join(", ", parameters)}){constraints};");
    }
}
