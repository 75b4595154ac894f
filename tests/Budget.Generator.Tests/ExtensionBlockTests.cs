using BudgetGen.Generator.Tests.Harness;

namespace BudgetGen.Generator.Tests;

/// <summary>C# 14 extension blocks, by the SDK's compiler: the one that the generator is built on knows only a preview of them.</summary>
public class ExtensionBlockTests
{
    [Fact]
    public void Members_of_extension_blocks_are_intercepted()
    {
        Ran ran = SdkCompiler.RunTwice("""
            using BudgetGen; using System; using System.Collections.Generic;
            public static class X
            {
                extension(string text)
                {
                    [TrackLlmCall(User = "{text}")] public string Ask(int n) => text + n;
                    [TrackLlmCall] public static string Say(int n) => "s" + n;
                }
                extension<T>(List<T> list) where T : notnull
                {
                    [TrackLlmCall(User = "{this.Count}")] public string Ask<TKey>(TKey key) => list.Count.ToString() + key;
                }
            }
            public static class Test { public static object? Run() => "a".Ask(1) + string.Say(3) + new List<int> { 1 }.Ask("k"); }
            """);
        Assert.Equal(["open X.Ask user=a", "open X.Say", "open X.Ask user=1"], ran.Log.Where(line => line.StartsWith("open", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_shape_is_intercepted_by_the_newer_compiler_too()
    {
        Ran ran = SdkCompiler.RunTwice("""
            using BudgetGen; using System; using System.Collections.Generic; using System.Linq; using System.Threading.Tasks;
            public struct S { public int N; [TrackLlmCall] public int Ask(int n) => N += n; }
            public class B<T>
            {
                [TrackLlmCall] private string Ask(T value) => value + "!";
                [TrackLlmCall] public async Task<string> AskAsync(T value) { await Task.Yield(); return Ask(value); }
                [TrackLlmCall] public ref readonly T Look(in T value) => ref value;
                [TrackLlmCall] public async IAsyncEnumerable<string> StreamAsync(string text) { yield return text; await Task.Yield(); }
            }
            public static class Test
            {
                public static async Task<object?> Run()
                {
                    S s = default;
                    s.Ask(3);
                    int seven = 7;
                    string all = await new B<int>().AskAsync(4) + new B<int>().Look(in seven) + s.N;
                    await foreach (string part in new B<int>().StreamAsync("x")) all += part;
                    return all;
                }
            }
            """);
        Assert.Equal(5, ran.Log.Count(line => line.StartsWith("open", StringComparison.Ordinal)));
    }
}
