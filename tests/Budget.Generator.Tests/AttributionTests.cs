using BudgetGen.Generator.Tests.Harness;

namespace BudgetGen.Generator.Tests;

/// <summary>Who says what about a call: method before class before assembly, part by part; names of the annotated declaration.</summary>
public class AttributionTests
{
    [Fact]
    public void The_nearest_attribute_that_says_something_wins()
    {
        Ran ran = Twice.Run("""
            [assembly: TrackLlmCall(Project = "assembly", Provider = "p", Tags = ["level=assembly"])]
            [TrackLlmCall("class-model", Project = "class", MaxCost = "2")]
            public class Bot
            {
                [TrackLlmCall(User = "{name}", Operation = "op")] public string Ask(string name) => name;
                [TrackLlmCall(Project = "method", Tags = ["level=method", "name={name}"])] public string Say(string name) => name;
            }
            public static class Test { public static object? Run() => new Bot().Ask("a") + new Bot().Say("b"); }
            """);
        Assert.Contains("open Bot.Ask user=a model=class-model provider=p project=class operation=op tags=level=assembly cap=2000000000", ran.Log);
        Assert.Contains("open Bot.Say model=class-model provider=p project=method tags=level=method, name=b cap=2000000000", ran.Log);
    }

    [Fact]
    public void Names_are_those_of_the_annotated_declaration()
    {
        Ran ran = Twice.Run("""
            public interface IBot<T> { [TrackLlmCall(User = "{user}", Project = "{value}")] string Ask(string user, T value); }
            public class Bot : IBot<int> { public string Ask(string who, int number) => who; }
            public static class Test { public static object? Run() => new Bot().Ask("a", 5) + ((IBot<int>)new Bot()).Ask("b", 6); }
            """);
        Assert.Equal(["open IBot.Ask user=a project=5", "open IBot.Ask user=b project=6"], ran.Log.Where(line => line.StartsWith("open", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_a_template_uses_is_no_prompt()
    {
        Ran ran = Twice.Run("""
            public class Bot { [TrackLlmCall("{model}", "{user}", Tags = ["t={tag}"])] public string Ask(string model, string user, string tag, string text, string? more) => text; }
            public static class Test { public static object? Run() => new Bot().Ask("m", "u", "t", "four", null); }
            """);
        Assert.Contains("begin Bot.Ask prompt=4 scope=Bot.Ask", ran.Log);
    }

    [Fact]
    public void A_missing_member_on_the_way_never_breaks_the_call()
    {
        Ran ran = Twice.Run("""
            public class Tenant { public int Id => 3; }
            public class Request { public Tenant? Tenant; }
            public class Bot { [TrackLlmCall(User = "{request.Tenant.Id}", Tags = ["tenant={request.Tenant.Id}"])] public string Ask(Request? request) => "x"; }
            public static class Test { public static object? Run() => new Bot().Ask(null) + new Bot().Ask(new()) + new Bot().Ask(new() { Tenant = new() }); }
            """);
        Assert.Equal(["open Bot.Ask tags=tenant=", "open Bot.Ask tags=tenant=", "open Bot.Ask user=3 tags=tenant=3"], ran.Log.Where(line => line.StartsWith("open", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_template_that_does_not_bind_is_left_out()
    {
        Ran ran = Twice.Run("""
            public class Bot { [TrackLlmCall(User = "{nobody}", Project = "p")] public string Ask(string text) => text; }
            public static class Test { public static object? Run() => new Bot().Ask("x"); }
            """);
        Assert.Contains("open Bot.Ask project=p", ran.Log);
    }
}
