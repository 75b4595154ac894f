namespace BudgetGen.Generator.Model;

/// <summary>Why a call that should be tracked is left alone.</summary>
internal enum RefusalReason
{
    /// <summary><c>base.M()</c>: an interceptor would call the override again, without end.</summary>
    BaseCall,

    /// <summary>Inside an expression tree, which would hold the generated method.</summary>
    ExpressionTree,

    /// <summary>The receiver is a type parameter that is not known to be a reference type, or an SDK call's receiver is a struct: it would be boxed.</summary>
    ValueTypeReceiver,

    /// <summary>A local function: interceptors apply to ordinary members only.</summary>
    LocalFunction,

    /// <summary>A static abstract interface member, called through a type parameter.</summary>
    StaticAbstract,

    /// <summary>A type in the signature is private, protected or file-local: generated code cannot name it.</summary>
    InaccessibleSignature,

    /// <summary>The method itself is not accessible and no accessor can reach it (in an interface, or in a generic static class).</summary>
    InaccessibleMethod,

    /// <summary>Another file has the same text, so the compiler cannot tell their calls apart.</summary>
    DuplicateFile,

    /// <summary>The compiler gives no location for the call, as for <c>(client.Ask)("x")</c>.</summary>
    NoLocation,

    /// <summary>The method is turned into a delegate: there is no call to intercept.</summary>
    MethodGroup,

    /// <summary>The call is dynamic: the compiler does not know its target.</summary>
    Dynamic,

    /// <summary>The project's language version is older than C# 12.</summary>
    LanguageVersion,
}

/// <summary>A call that should be tracked but cannot be, and what a message about it needs.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Method">The called method as <c>Type.Method</c>.</param>
/// <param name="Detail">The type, member or file that stands in the way; empty if there is none.</param>
internal sealed record Refusal(RefusalReason Reason, string Method, string Detail = "");
