using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Discovery.Reuse;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>Edits in one file that change what a call in another file becomes, without that file saying so: each has a way to be noticed.</summary>
public class ReuseTests
{
    private static readonly Dictionary<string, string> s_files = new()
    {
        ["Money.cs"] = "public struct Money { public override string ToString() => \"\"; }",
        ["Order.cs"] = "public class Order { public Money Total; public string Owner { get; set; } = \"\"; public int Owners; }",
        ["Names.cs"] = "public static class Names { public const string User = \"{order.Owner}\"; public const string Team = nameof(Order.Owners); }",
        ["Bots.cs"] = "public class Bots { public IEnumerator<Bot> GetEnumerator() => null!; public Box Box => new(); public void Unrelated() { } }",
        ["Box.cs"] = "public class Box { public static implicit operator string(Box box) => \"\"; }",
        ["Bot.cs"] = """
            public class Bot
            {
                [TrackLlmCall(User = Names.User, Project = "{order.Total}", Tags = ["team=" + Names.Team])]
                public string Ask(Order order, string text) => text;

                [TrackLlmCall]
                public string Ask(Order order, object text) => "";
            }
            public class Other
            {
                public string Ask(Order order, string text) => text;
            }
            """,
        ["Odd.cs"] = "namespace System { public class Odd { } }",
        ["Caller.cs"] = "public class Caller { public void All(Bots bots, Order order) { foreach (var bot in bots) bot.Ask(order, bots.Box); } }",
    };

    [Theory]
    [InlineData("Money.cs", "public override string ToString() => \"\";", "public string ToString(IFormatProvider provider) => \"\";")] // a template's value becomes text in another way
    [InlineData("Order.cs", "public string Owner { get; set; } = \"\";", "public int Owner;")] // a template names a member
    [InlineData("Names.cs", "nameof(Order.Owners)", "nameof(Order.Owner)")] // a constant names a member
    [InlineData("Names.cs", "\"{order.Owner}\"", "\"{order.Owners}\"")] // a constant is a template
    [InlineData("Bots.cs", "IEnumerator<Bot>", "IEnumerator<Other>")] // foreach means a member without its name
    [InlineData("Bots.cs", "public class Bots", "using Bot = Other; public class Bots")] // a name means another type in a file
    [InlineData("Box.cs", "implicit operator string", "implicit operator int")] // a conversion chooses the overload
    [InlineData("Box.cs", "public class Box", "using Order = System.String; public class Box")] // nothing changes, and nothing breaks
    [InlineData("Bot.cs", "[TrackLlmCall(User = Names.User, ", "[TrackLlmCall(")] // the callee's own attribute
    [InlineData("Bot.cs", "public class Bot\n", "[TrackLlmCall(\"gpt-4o\")] public class Bot\n")] // the callee's type's attribute
    [InlineData("Bots.cs", "public Box Box => new();", "public object Box => new();")] // the type of an argument
    public void An_edit_elsewhere_is_noticed(string file, string old, string now) => Notice(s_files, file, old, now);

    [Theory]
    [InlineData("\\u0041sk", "Order.\\u004Fwners")]
    [InlineData("A\u00ADsk", "Order.Ow\u200Dners")]
    public void So_it_is_by_files_that_spell_names_in_another_way(string ask, string owners)
    {
        Dictionary<string, string> files = new(s_files);
        files["Names.cs"] = files["Names.cs"].Replace("nameof(Order.Owners)", owners, StringComparison.Ordinal);
        files["Order.cs"] = files["Order.cs"].Replace("public int Owners;", "public const string Owners = \"one\";", StringComparison.Ordinal);
        Notice(files, "Order.cs", "\"one\"", "\"two\"");

        files["Caller.cs"] = files["Caller.cs"].Replace("Ask", ask, StringComparison.Ordinal);
        Notice(files, "Bot.cs", "[TrackLlmCall(User = Names.User, ", "[TrackLlmCall(");
        Notice(files, "Bot.cs", "string text) => text;\n\n", "string prompt) => prompt;\n\n");
    }

    private static void Notice(Dictionary<string, string> files, string file, string old, string now)
    {
        CSharpCompilation before = Sources.Compile([.. files.Select(static part => Sources.Tree(part.Value, part.Key))]);
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(before);
        string first = Text(driver);
        Assert.NotEmpty(first);

        string text = files[file];
        Assert.Contains(old, text, StringComparison.Ordinal);
        SyntaxTree tree = before.SyntaxTrees.Single(part => Path.GetFileName(part.FilePath) == file);
        string kept = Text(driver.RunGenerators(before.ReplaceSyntaxTree(tree, Sources.Tree(text.Replace(old, now, StringComparison.Ordinal), file))));

        // Trees that nobody has seen before.
        string fresh = Text(Generated.Driver(Sources.Options()).RunGenerators(Sources.Compile(
            [.. files.Select(part => Sources.Tree(part.Key == file ? part.Value.Replace(old, now, StringComparison.Ordinal) : part.Value, part.Key))])));
        Assert.Equal(fresh, kept);
        if (!now.StartsWith("using", StringComparison.Ordinal))
            Assert.NotEqual(first, kept);
    }

    [Theory]
    [InlineData("public static class Tools { [TrackLlmCall] public static string Ask(this string text) => text; }", "\"a\".Ask()")] // an extension method's class
    [InlineData("public class Tools { public class Bot { [TrackLlmCall] public string Ask() => \"\"; } public static Bot Make() => new(); }", "Maker.Make().Ask()")] // a class around the class
    [InlineData("public class Tools { [TrackLlmCall] public string Ask() => \"\"; public static implicit operator Tools(string text) => new(); }", "Maker.One.Ask()")]
    public void What_is_said_of_a_type_reaches_calls_that_do_not_speak_of_it(string tools, string call)
    {
        string maker = tools.Contains("class Bot", StringComparison.Ordinal) ? "using static Tools; class Maker { public static Bot Make() => null!; }" : tools.Contains("this string", StringComparison.Ordinal) ? "" : "class Maker { public static Tools One; }";
        CSharpCompilation project = Sources.Compile(Sources.Tree(tools, "Tools.cs"), Sources.Tree(maker, "Maker.cs"), Sources.Tree($"class Caller {{ string Use() => {call}; }}", "Caller.cs"));
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(project);
        Assert.DoesNotContain("shop", Text(driver), StringComparison.Ordinal);

        driver = driver.RunGenerators(project.ReplaceSyntaxTree(project.SyntaxTrees[0], Sources.Tree("[TrackLlmCall(Project = \"shop\")] " + tools, "Tools.cs")));
        Assert.Contains("shop", Text(driver), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class Maker { public static Fresh Make() => null!; }", "")] // another file speaks of it
    [InlineData("", "class Maker { public static Fresh Make() => null!; }")] // its own file does
    [InlineData("using Late = Fresh; class Maker { public static Late Make() => null!; }", "")] // by another name
    public void A_type_that_was_missing_is_noticed_by_who_does_not_speak_of_it(string other, string same)
    {
        const string Bot = "public class Bot { [TrackLlmCall] public string Ask(string text) => text; }";
        const string Caller = "class Caller { string Use() => Maker.Make().Ask(\"a\"); }";
        string before = "class Unrelated { } " + same;
        CSharpCompilation project = Sources.Compile(Sources.Tree(before, "Types.cs"), Sources.Tree(other, "Maker.cs"), Sources.Tree(Bot, "Bot.cs"), Sources.Tree(Caller, "Caller.cs"));
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(project);
        Assert.Equal("", Text(driver));

        driver = driver.RunGenerators(project.ReplaceSyntaxTree(project.SyntaxTrees[0], Sources.Tree(before + " public class Fresh : Bot { }", "Types.cs")));
        Assert.Contains("Caller.cs(1)", Text(driver), StringComparison.Ordinal);

        driver = driver.RunGenerators(project);
        Assert.Equal("", Text(driver));
    }

    [Theory]
    [InlineData("public class Fresh { public Fresh Next => this; }", false)] // speaks of itself only
    [InlineData("public enum Fresh { One }", false)]
    [InlineData("public delegate void Fresh();", false)]
    [InlineData("public class Caller { }", true)] // another file declares one, which is none any more
    [InlineData("public class Owner { }", true)] // a member has the name
    [InlineData("public class FreshAttribute : Attribute { }", false)]
    [InlineData("public class TrackLlmCallAttribute : Attribute { }", true)] // without its suffix it is spoken of
    [InlineData("namespace System { public class Fresh { } }", true)] // the compiler may look for it by itself
    [InlineData("namespace Fresh { public class Fresh { } }", true)] // a namespace hides more than a type
    [InlineData("public static class Fresh { public static void Ask(this string text) { } }", true)] // what it has is spoken of
    [InlineData("public static class Fresh { public static void GetAwaiter(this string text) { } }", true)] // what it has needs nobody to speak of it
    public void A_new_type_concerns_a_file_only_if_somebody_speaks_of_it(string type, bool isConcerned)
    {
        CSharpCompilation before = Sources.Compile([.. s_files.Select(static part => Sources.Tree(part.Value, part.Key))]);
        SyntaxTree names = before.SyntaxTrees.Single(part => Path.GetFileName(part.FilePath) == "Names.cs"), caller = before.SyntaxTrees.Single(part => Path.GetFileName(part.FilePath) == "Caller.cs");
        CSharpCompilation after = before.ReplaceSyntaxTree(names, Sources.Tree(s_files["Names.cs"] + "\n" + type, "Names.cs"));
        World then = WorldOf(before), now = WorldOf(after);
        Assert.Equal(isConcerned, now.Since(then, after, CancellationToken.None).Concerns(caller, CancellationToken.None));
        Assert.Equal(isConcerned, then.Since(now, before, CancellationToken.None).Concerns(caller, CancellationToken.None));

        static World WorldOf(Compilation compilation) => World.Of(compilation, NameSet.Of(["Ask"]), trackAll: false, CancellationToken.None);
    }

    [Theory]
    [InlineData("CompleteChat")] // looked for before, for the SDK has it
    [InlineData("Late")] // looked for from now on
    public void A_dynamic_call_may_be_one_of_a_type_that_its_file_does_not_speak_of(string name)
    {
        string hidden = $"public class Hidden {{ public string {name}(string text) => text; }}";
        string caller = $"public class Caller {{ [TrackLlmCall] public void Use(dynamic thing, OpenAI.Chat.ChatClient client) {{ thing.{name}(\"a\"); client.CompleteChat(\"b\"); }} }}";

        // So many speak of it that it counts who can mean it.
        IEnumerable<SyntaxTree> others = Enumerable.Range(0, 10).Select(i => Sources.Tree($"public class Other{i} {{ [TrackLlmCall] public void Use(OpenAI.Chat.ChatClient client) => client.CompleteChat(nameof({name})); const string {name} = \"\"; }}", $"Other{i}.cs"));
        CSharpCompilation project = Sources.Compile([Sources.Tree(hidden, "Hidden.cs"), .. others, Sources.Tree(caller, "Caller.cs")]);
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(project);
        Assert.Contains("1 of 1 LLM call sites", Text(driver), StringComparison.Ordinal);

        driver = driver.RunGenerators(project.ReplaceSyntaxTree(project.SyntaxTrees[0], Sources.Tree(hidden.Replace("public string", "[TrackLlmCall] public string", StringComparison.Ordinal), "Hidden.cs")));
        Assert.Contains("1 of 2 LLM call sites", Text(driver), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_becomes_the_twin_of_another_takes_its_calls_with_it()
    {
        // Parts of one type that differ in a body only: the compiler could not tell their calls apart afterwards.
        const string Bot = "public class Bot { [TrackLlmCall] public string Ask(string text) => text; }";
        const string Part = "partial class Caller { static Caller() { new Bot().Ask(\"a\"); } }";
        SyntaxTree other = Sources.Tree(Part.Replace("\"a\"", "\"b\"", StringComparison.Ordinal), "Two.cs");
        CSharpCompilation before = Sources.Compile(Sources.Tree(Bot, "Bot.cs"), Sources.Tree(Part, "One.cs"), other);
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(before);
        Assert.Equal(2, driver.GetRunResult().Results.Single().GeneratedSources.Length);

        driver = driver.RunGenerators(before.ReplaceSyntaxTree(other, Sources.Tree(Part, "Two.cs")));
        Assert.Empty(driver.GetRunResult().Results.Single().GeneratedSources);
    }

    [Fact]
    public void A_body_elsewhere_that_gets_its_first_metered_call_changes_the_callers()
    {
        const string Bot = "public class Bot { [TrackLlmCall] public object Ask(OpenAI.Chat.ChatClient client) => client; }";
        CSharpCompilation before = Sources.Compile(Sources.Tree(Bot, "Bot.cs"), Sources.Tree("class Caller { object Use(Bot bot) => bot.Ask(null!); }", "Caller.cs"));
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(before);
        Assert.Contains("meters the call as a whole", Text(driver), StringComparison.Ordinal);

        SyntaxTree changed = Sources.Tree(Bot.Replace("=> client;", "=> client.CompleteChat(\"x\");", StringComparison.Ordinal), "Bot.cs");
        string kept = Text(driver.RunGenerators(before.ReplaceSyntaxTree(before.SyntaxTrees[0], changed)));
        Assert.Contains("the SDK calls inside are metered one by one", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("meters the call as a whole", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_of_aliases_in_other_files_are_followed_and_noticed_when_they_come()
    {
        SyntaxTree[] trees =
        [
            Sources.Tree("global using First = BudgetGen.TrackLlmCallAttribute;", "Aliases.cs"),
            Sources.Tree("namespace N { using Second = First; public class Bot { [Second] public string Ask(string text) => text; } }", "Bot.cs"),
            Sources.Tree("public static class Caller { public static string Go(N.Bot bot) => bot.Ask(\"hi\"); }", "Caller.cs"),
        ];
        CSharpCompilation compilation = Sources.Compile(trees);
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(compilation);
        Assert.Contains("Ask", Text(driver), StringComparison.Ordinal);

        CSharpCompilation without = compilation.ReplaceSyntaxTree(trees[0], Sources.Tree("global using First = System.ObsoleteAttribute;", "Aliases.cs"));
        driver = driver.RunGenerators(without);
        Assert.Equal("", Text(driver));
        Assert.Contains("Ask", Text(driver.RunGenerators(compilation)), StringComparison.Ordinal);
    }

    private static string Text(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return string.Join("\n", result.GeneratedSources.OrderBy(static source => source.HintName, StringComparer.Ordinal).Select(static source => source.SourceText.ToString()));
    }
}
