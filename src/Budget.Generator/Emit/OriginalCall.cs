using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>Writes the call of the original method.</summary>
internal static class OriginalCall
{
    /// <summary>The call as an expression.</summary>
    /// <param name="interceptor">The interceptor that makes it.</param>
    /// <param name="types">The file's type names.</param>
    /// <param name="value">How a parameter or the receiver is read where the call stands.</param>
    public static string Of(Interceptor interceptor, TypeNames types, Func<string, string> value)
    {
        CalledMethod target = interceptor.Target;
        var arguments = target.Parameters.Select(parameter => Argument(parameter, value)).ToList();
        string ofMethod = TypeArguments(target.TypeParameters.Where(parameter => !parameter.IsOfType));
        if (target.Reach == Reach.Direct)
        {
            // An extension block's own type parameters come first in the static method behind it.
            bool isExtension = target.IsExtensionMember;
            string subject = target.Receiver == ReceiverKind.None ? types.Shorten(target.Type) : value(target.ReceiverName);
            return $"{subject}.{target.Name}{(isExtension ? TypeArguments(target.TypeParameters) : ofMethod)}({string.Join(", ", arguments)})";
        }

        arguments.Insert(0, target.Receiver switch
        {
            ReceiverKind.None => target.Reach == Reach.StaticClassAccessor ? "null" : "default",
            ReceiverKind.Struct => "ref " + value(target.ReceiverName),
            ReceiverKind.ReadOnlyStruct => $"ref Unsafe.AsRef(in {value(target.ReceiverName)})",
            _ => value(target.ReceiverName),
        });
        return $"{interceptor.Accessors}{TypeArguments(target.TypeParameters.Where(parameter => parameter.IsOfType))}.{target.Name}{ofMethod}({string.Join(", ", arguments)})";
    }

    /// <summary>Type arguments or parameters in angle brackets, or nothing.</summary>
    public static string TypeArguments(IEnumerable<TypeParameter> parameters)
    {
        string names = string.Join(", ", parameters.Select(parameter => parameter.Name));
        return names.Length == 0 ? "" : $"<{names}>";
    }

    // A dynamic argument would turn the call into a dynamic one.
    private static string Argument(Parameter parameter, Func<string, string> value) =>
        parameter.ArgumentModifier + (parameter is { Type: "dynamic" or "dynamic?", ArgumentModifier: "" } ? "(object?)" : "") + value(parameter.Name);
}
