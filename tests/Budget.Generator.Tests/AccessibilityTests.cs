using BudgetGen.Generator.Tests.Harness;

namespace BudgetGen.Generator.Tests;

/// <summary>Private and protected methods are reached by accessors on their declaring type.</summary>
public class AccessibilityTests
{
    [Theory]
    [InlineData("private instance", "public class B { [TrackLlmCall(User = \"{t}\")] private string Ask(string t) => t + 1; public string Call() => Ask(\"x\"); } public static class Test { public static object? Run() => new B().Call(); }")]
    [InlineData("private static", "public class B { [TrackLlmCall] private static string Ask(string t) => t + 1; public string Call() => Ask(\"x\"); } public static class Test { public static object? Run() => new B().Call(); }")]
    [InlineData("private generic", "public class B { [TrackLlmCall] private string Ask<T>(T t) where T : notnull => t.ToString() + 1; public string Call() => Ask(5); } public static class Test { public static object? Run() => new B().Call(); }")]
    [InlineData("private generic static", "public class B { [TrackLlmCall] private static string Ask<T>(T t) => t + \"!\"; public string Call() => Ask(5); } public static class Test { public static object? Run() => new B().Call(); }")]
    [InlineData("private in a generic class", "public class B<T> where T : notnull { [TrackLlmCall] private string Ask<U>(T t, U u) => $\"{t}{u}\"; public string Call(T t) => Ask(t, 7); } public static class Test { public static object? Run() => new B<int>().Call(5); }")]
    [InlineData("private static in a generic class", "public class B<T> { [TrackLlmCall] private static string Ask(T t) => t + \"!\"; public string Call(T t) => Ask(t); } public static class Test { public static object? Run() => new B<int>().Call(5); }")]
    [InlineData("private in a static class", "namespace My { public static class Outer { public static class B { [TrackLlmCall] private static string Ask(string t) => t + 1; public static string Call() => Ask(\"x\"); } } } public static class Test { public static object? Run() => My.Outer.B.Call(); }")]
    [InlineData("private extension", "public static class B { [TrackLlmCall] private static string Ask(this string t, int n) => t + n; public static string Call() => \"x\".Ask(2); } public static class Test { public static object? Run() => B.Call(); }")]
    [InlineData("private in a struct", "public struct S { int _n; [TrackLlmCall] private int Ask(int n) => _n += n; public int Call() { Ask(2); return Ask(3); } } public static class Test { public static object? Run() => new S().Call(); }")]
    [InlineData("private readonly in a struct", "public struct S { public int N; [TrackLlmCall] private readonly int Ask(int n) => N + n; public int Call() => Ask(2); } public static class Test { public static object? Run() => new S { N = 4 }.Call(); }")]
    [InlineData("private static in a struct", "public struct S { [TrackLlmCall] private static int Ask(int n) => n; public static int Call() => Ask(2); } public static class Test { public static object? Run() => S.Call(); }")]
    [InlineData("private asynchronous", "public class B { [TrackLlmCall] private async Task<string> AskAsync(string t) { await Task.Yield(); return t; } public string Call() => AskAsync(\"x\").Result; } public static class Test { public static object? Run() => new B().Call(); }")]
    [InlineData("private by reference", "public class B { [TrackLlmCall] private bool Ask(ref int n, out string s) { n++; s = \"s\" + n; return true; } public string Call() { int n = 3; Ask(ref n, out string s); return s + n; } } public static class Test { public static object? Run() => new B().Call(); }")]
    [InlineData("protected", "public class A { [TrackLlmCall] protected string Ask(string t) => t + 1; [TrackLlmCall] protected static string Say(string t) => t + 2; } public class B : A { public string Call() => Ask(\"x\") + Say(\"y\"); } public static class Test { public static object? Run() => new B().Call(); }")]
    [InlineData("protected virtual", "public class A { [TrackLlmCall] protected virtual string Ask(string t) => t + 1; public string Call() => Ask(\"x\"); } public class B : A { protected override string Ask(string t) => t + 2; } public static class Test { public static object? Run() => new B().Call(); }")]
    public void It_runs_as_before_and_is_metered(string target, string source)
    {
        Ran ran = Twice.Run(source);
        Assert.True(ran.Log.Any(line => line.StartsWith("open", StringComparison.Ordinal)), target);
    }
}
