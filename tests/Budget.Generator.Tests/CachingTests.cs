using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Model;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>What an edit costs: only the files whose call sites changed are written again.</summary>
public class CachingTests
{
    private const string Bot = "public class Bot { [TrackLlmCall(User = \"{user}\")] public string Ask(string user, string text) => text; }";
    private const string Model = "public class Service { [TrackLlmCall] public object Ask(OpenAI.Chat.ChatClient c) => c.CompleteChat(\"x\"); }";
    private const string One = "public class One { public string Call(Bot b) => b.Ask(\"a\", \"b\"); }";
    private const string Two = "public class Two { public string Call(Bot b) => b.Ask(\"a\", \"b\"); }";
    private const string Unrelated = "public class Unrelated { }";

    private static readonly SyntaxTree[] s_trees =
        [Sources.Tree(Bot, "Bot.cs"), Sources.Tree(Model, "Service.cs"), Sources.Tree(One, "One.cs"), Sources.Tree(Two, "Two.cs"), Sources.Tree(Unrelated, "Unrelated.cs")];

    [Fact]
    public void A_comment_in_an_unrelated_file_writes_nothing() => Assert.Empty(WrittenAfter("Unrelated.cs", "// hello\n" + Unrelated));

    [Fact]
    public void A_comment_behind_the_code_of_a_declaring_file_writes_nothing_of_its_callers() => Assert.Empty(WrittenAfter("Bot.cs", Bot + "\n// hello"));

    [Fact]
    public void An_edit_in_a_file_with_call_sites_writes_that_file() => Assert.Equal(["One.cs"], WrittenAfter("One.cs", One + "\n// hello"));

    [Fact]
    public void A_changed_template_writes_exactly_its_callers() => Assert.Equal(["One.cs", "Two.cs"], WrittenAfter("Bot.cs", Bot.Replace("{user}", "u-{user}")));

    [Fact]
    public void A_new_call_in_a_file_without_any_writes_that_file() =>
        Assert.Equal(["Unrelated.cs"], WrittenAfter("Unrelated.cs", "public class Unrelated { public string Call(Bot b) => b.Ask(\"a\", \"b\"); }"));

    [Fact]
    public void A_file_that_loses_its_calls_is_written_no_more()
    {
        GeneratorRunResult result = Rerun("One.cs", "public class One { }");
        Assert.Equal(3, result.GeneratedSources.Length);
        Assert.Empty(Written(result));
    }

    [Fact]
    public void The_adapters_of_a_library_are_written_once_for_all_files()
    {
        Generated generated = Generated.From(Sources.Compile([.. s_trees, Sources.Tree(Model.Replace("Service", "Other"), "Other.cs")]));
        Assert.Equal(["BudgetGen.OpenAIChat.g.cs"], generated.Files.Keys.Where(static name => name.StartsWith("BudgetGen.", StringComparison.Ordinal)));
        Assert.Equal(2, generated.Interceptors.Count(static text => text.Contains("using global::BudgetGen.Generated.For_App;", StringComparison.Ordinal)));
        Emitted.Image(generated.Compilation);
    }

    [Fact]
    public void The_last_call_of_a_library_takes_its_adapters_with_it() =>
        Assert.DoesNotContain(Rerun("Service.cs", "public class Service { }").GeneratedSources, static source => source.HintName.StartsWith("BudgetGen.", StringComparison.Ordinal));

    [Theory]
    [InlineData("App", "BudgetGen.Generated.For_App")]
    [InlineData("My.App", "BudgetGen.Generated.For_My_App_")]
    [InlineData("My_App", "BudgetGen.Generated.For_My_App")]
    [InlineData("7 \"x\" {", "BudgetGen.Generated.For_7__x____")]
    [InlineData(null, "BudgetGen.Generated.For_")]
    public void Every_assembly_has_a_namespace_of_its_own_for_adapters(string? assembly, string expected)
    {
        Assert.StartsWith(expected, AdapterNamespace.Of(assembly), StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9_.]+$", AdapterNamespace.Of(assembly));
        Assert.NotEqual(AdapterNamespace.Of("My.App"), AdapterNamespace.Of("My_App"));
    }

    [Fact]
    public void Many_new_files_are_written_as_one_is()
    {
        SyntaxTree bot = Sources.Tree(Bot, "Bot.cs");
        (string Name, SyntaxTree Tree)[] callers = [.. Enumerable.Range(0, 80).Select(static i => ($"Caller{i}", Sources.Tree(One.Replace("class One", $"class Caller{i}"), $"Caller{i}.cs")))];
        ImmutableSortedDictionary<string, string> all = Generated.From(Sources.Compile([bot, .. callers.Select(static caller => caller.Tree)])).Files;
        Assert.Equal(callers.Length, all.Count);
        foreach ((string name, SyntaxTree tree) in callers.Where(static (_, i) => i % 20 == 0))
        {
            SyntaxTree alone = CSharpSyntaxTree.ParseText(tree.GetText(), Sources.Options(), tree.FilePath);
            Assert.Equal(Generated.From(Sources.Compile(bot, alone)).Files.Single().Value, all.Single(file => file.Key.StartsWith(name + ".", StringComparison.Ordinal)).Value);
        }
    }

    [Fact]
    public void Two_of_many_files_of_the_same_length_are_twins()
    {
        SyntaxTree[] callers = [.. Enumerable.Range(10, 30).Select(static i => Sources.Tree($"partial class Caller {{ static object Call{(i == 25 ? 12 : i)}() => new Bot().Ask(\"a\", \"b\"); }}", $"Caller{i}.cs"))];
        IEnumerable<string> files = Generated.From(Sources.Compile([Sources.Tree(Bot, "Bot.cs"), .. callers])).Files.Keys;
        Assert.Equal(28, files.Count());
        Assert.DoesNotContain(files, static name => name.StartsWith("Caller12.", StringComparison.Ordinal) || name.StartsWith("Caller25.", StringComparison.Ordinal));
    }

    [Fact]
    public void An_added_file_leaves_the_others_alone()
    {
        CSharpCompilation before = Sources.Compile(s_trees);
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(before);
        GeneratorRunResult result = driver.RunGenerators(before.AddSyntaxTrees(Sources.Tree("class Added { }", "Added.cs"))).GetRunResult().Results.Single();
        Assert.Empty(Written(result));
    }

    [Fact]
    public void The_output_after_an_edit_equals_that_of_a_cold_run()
    {
        string[] edits = [Bot.Replace("{user}", "{text}"), Bot.Replace("[TrackLlmCall(User = \"{user}\")]", ""), Bot.Replace("string text)", "string text, int n = 3)"), "#nullable disable\n" + Bot, Bot];
        CSharpCompilation compilation = Sources.Compile(s_trees);
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(compilation);
        foreach (string edit in edits)
        {
            SyntaxTree old = compilation.SyntaxTrees.Single(tree => tree.FilePath.EndsWith("Bot.cs", StringComparison.Ordinal));
            compilation = compilation.ReplaceSyntaxTree(old, Sources.Tree(edit, "Bot.cs"));
            driver = driver.RunGenerators(compilation);
            string warm = string.Join("\n", driver.GetRunResult().Results.Single().GeneratedSources.OrderBy(source => source.HintName, StringComparer.Ordinal).Select(source => source.SourceText.ToString()));
            // A cold run has never seen any of the trees.
            SyntaxTree[] parsed = [.. compilation.SyntaxTrees.Select(static tree => CSharpSyntaxTree.ParseText(tree.GetText(), Sources.Options(), tree.FilePath))];
            Assert.Equal(Generated.From(compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(parsed)).Text, warm);
        }
    }

    [Fact]
    public void Models_hold_nothing_of_the_compiler()
    {
        var seen = new HashSet<Type>();
        var queue = new Queue<Type>(typeof(CallSiteFile).Assembly.GetTypes().Where(type => type.Namespace == typeof(CallSiteFile).Namespace && !type.IsInterface));
        while (queue.TryDequeue(out Type? type))
        {
            if (!seen.Add(type) || type.IsPrimitive || type == typeof(string) || type.IsEnum)
                continue;

            Assert.False(type.FullName!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal), type.FullName);
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
            {
                // The one collection that a model may hold; it compares by content.
                if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>))
                    continue;

                Assert.False(field.FieldType != typeof(string) && typeof(IEnumerable).IsAssignableFrom(field.FieldType) && field.FieldType.GetGenericTypeDefinition() != typeof(EquatableArray<>), $"{type}.{field.Name}");
                Assert.NotEqual(typeof(object), field.FieldType);
                queue.Enqueue(field.FieldType);
                foreach (Type argument in field.FieldType.GetGenericArguments())
                    queue.Enqueue(argument);
            }
        }
    }

    [Fact]
    public void The_text_is_the_same_in_another_directory_file_order_and_culture()
    {
        ImmutableSortedDictionary<string, string> first = Generated.From(Sources.Compile(s_trees)).Files;
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            SyntaxTree[] elsewhere = [.. s_trees.Reverse().Select(tree => CSharpSyntaxTree.ParseText(tree.GetText(), Sources.Options(), tree.FilePath.Replace("/src/App/", "/other/place/")))];
            CSharpCompilation compilation = Sources.Compile(elsewhere);
            SyntaxTree usings = compilation.SyntaxTrees.Last();
            compilation = compilation.ReplaceSyntaxTree(usings, usings.WithFilePath("/other/place/obj/App.GlobalUsings.g.cs"));
            Assert.Equal(first, Generated.From(compilation).Files);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        Assert.DoesNotContain(first.Values, text => text.Contains("/src/", StringComparison.Ordinal) || text.Contains('\r'));
    }

    private static string[] WrittenAfter(string file, string text) => Written(Rerun(file, text));

    private static GeneratorRunResult Rerun(string file, string text)
    {
        CSharpCompilation before = Sources.Compile(s_trees);
        GeneratorDriver driver = Generated.Driver(Sources.Options()).RunGenerators(before);
        Assert.Equal(4, driver.GetRunResult().Results.Single().GeneratedSources.Length);
        CSharpCompilation after = before.ReplaceSyntaxTree(before.SyntaxTrees.Single(tree => tree.FilePath == Path.Combine(Sources.Root, file)), Sources.Tree(text, file));
        return driver.RunGenerators(after).GetRunResult().Results.Single();
    }

    private static string[] Written(GeneratorRunResult result)
    {
        string[] files =
        [
            .. result.TrackedSteps[StepNames.Files].SelectMany(step => step.Outputs)
                .Where(output => output.Reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New)
                .Select(output => ((CallSiteFile)output.Value).FileName).Order(StringComparer.Ordinal),
        ];
        int written = result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs)
            .Count(output => output.Reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New);
        Assert.Equal(files.Length, written);
        return files;
    }
}
