using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

public class ReferencedAssemblyTests
{
    [Fact]
    public void Methods_annotated_in_a_library_are_intercepted_in_the_application()
    {
        byte[] library = Emitted.Image(Sources.Compile("Library", References.WithoutRuntime, Sources.Tree("""
            namespace Lib;
            public interface IBot { [TrackLlmCall(User = "{user}")] string Ask(string user, string text); }
            public class Bot : IBot { public string Ask(string user, string text) => text; [TrackLlmCall] protected string Say(string text) => text; }
            """)));
        CSharpCompilation application = Sources.Compile(
            "App",
            References.WithoutRuntime.Append(StandIn.Reference).Append(MetadataReference.CreateFromImage(library)),
            Sources.Tree("""
                public class Mine : Lib.Bot { public string Call() => Say("mine"); }
                public static class Test { public static object? Run() { Lib.IBot bot = new Lib.Bot(); return bot.Ask("alice", "hi") + new Lib.Bot().Ask("bob", "ho") + new Mine().Call(); } }
                """));
        Ran ran = Twice.Run(application, library);
        Assert.Equal(["open IBot.Ask user=alice", "open IBot.Ask user=bob", "open Bot.Say"], ran.Log.Where(line => line.StartsWith("open", StringComparison.Ordinal)));
    }
}
