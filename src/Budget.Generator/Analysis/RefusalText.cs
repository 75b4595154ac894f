using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Analysis;

/// <summary>What is said about a refused call: the compiler fact behind it, and what to do.</summary>
internal static class RefusalText
{
    /// <summary>The reason, to stand after "because".</summary>
    public static string Why(Refusal refusal) => refusal.Reason switch
    {
        RefusalReason.BaseCall => "an interceptor of a 'base.' call would call the override again, without end",
        RefusalReason.ExpressionTree => "it stands in an expression tree, which would then hold the generated method",
        RefusalReason.ValueTypeReceiver => $"its receiver '{refusal.Detail}' may be a struct, which an interceptor would have to box",
        RefusalReason.LocalFunction => "local functions cannot be intercepted",
        RefusalReason.StaticAbstract => "a static member of an interface cannot be called from generated code",
        RefusalReason.InaccessibleSignature => $"generated code cannot name the type '{refusal.Detail}' in its signature",
        RefusalReason.InaccessibleMethod => "generated code cannot reach it where it is declared",
        RefusalReason.DuplicateFile => $"the file '{refusal.Detail}' has the same text, so the compiler cannot tell their calls apart",
        RefusalReason.NoLocation => "the compiler cannot intercept this form of call",
        RefusalReason.MethodGroup => "it becomes a delegate, so there is no call to intercept",
        RefusalReason.Dynamic => "the call is dynamic, so its target is not known before it runs",
        RefusalReason.LanguageVersion => $"C# {refusal.Detail} has no interceptors",
        _ => "it cannot be intercepted",
    };

    /// <summary>What the developer can do about it.</summary>
    public static string Remedy(Refusal refusal) => refusal.Reason switch
    {
        RefusalReason.BaseCall => "move the body of the base method into a method of its own, and call that",
        RefusalReason.ExpressionTree => "call it outside the expression tree and use its result inside",
        RefusalReason.ValueTypeReceiver => "use a class as the receiver (for a type parameter, add the constraint 'class')",
        RefusalReason.LocalFunction => "make it a member of the type",
        RefusalReason.StaticAbstract => "call an instance member, or the member of the implementing type",
        RefusalReason.InaccessibleSignature => $"make '{refusal.Detail}' internal",
        RefusalReason.InaccessibleMethod => "make it internal",
        RefusalReason.DuplicateFile => "remove one of the two files, or make their text differ",
        RefusalReason.NoLocation => "write it as a plain call, such as client.Ask(question)",
        RefusalReason.MethodGroup => "write a lambda that calls it",
        RefusalReason.Dynamic => "give receiver and arguments their types",
        RefusalReason.LanguageVersion => "set LangVersion to 12 or later",
        _ => "call it in another form",
    };
}
