using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.CodeFixes;
using Microsoft.CodeAnalysis.CodeFixes;

namespace BudgetGen.Analyzers.Tests;

/// <summary>The fixes of BGN001: [TrackLlmCall], with or without a user, and [BudgetIgnore].</summary>
public class BGN001FixTests
{
    private static readonly Fixing _track = new(new TrackLlmCallFix());
    private static readonly Fixing _ignore = new(new BudgetIgnoreFix());

    [Fact]
    public Task The_method_gets_the_attribute_and_the_file_the_using() => _track.AppliesAsync(TrackLlmCallFix.Plain, """
        // Copyright somebody
        using System.Text;
        using OpenAI.Chat;

        namespace Shop;

        /// <summary>Asks.</summary>
        class Chat(ChatClient client)
        {
            /// <summary>Asks.</summary>
            [Obsolete("x")]
            public async Task<string> AskAsync(string text)
            {
                return (await client.CompleteChatAsync(text)).Value.Content[0].Text;
            }
        }
        """, """
        // Copyright somebody
        using System.Text;
        using BudgetGen;
        using OpenAI.Chat;

        namespace Shop;

        /// <summary>Asks.</summary>
        class Chat(ChatClient client)
        {
            /// <summary>Asks.</summary>
            [TrackLlmCall]
            [Obsolete("x")]
            public async Task<string> AskAsync(string text)
            {
                return (await client.CompleteChatAsync(text)).Value.Content[0].Text;
            }
        }
        """);

    [Theory]
    [InlineData("user")]
    [InlineData("userId")]
    [InlineData("userName")]
    [InlineData("UserID")]
    public Task A_parameter_for_the_user_is_bound(string name) => _track.AppliesAsync(TrackLlmCallFix.WithUser, $$"""
        using BudgetGen;
        class Chat
        {
            object Ask(ChatClient client, string {{name}}) => client.CompleteChat("x");
        }
        """, $$"""
        using BudgetGen;
        class Chat
        {
            [TrackLlmCall(User = "{{{name}}}")]
            object Ask(ChatClient client, string {{name}}) => client.CompleteChat("x");
        }
        """);

    [Theory]
    [InlineData("object M(ChatClient c, string userId) => c.CompleteChat(\"x\");", "BudgetGen.Track.User, BudgetGen.Track")]
    [InlineData("object M(ChatClient c, int userId) => c.CompleteChat(\"x\");", "BudgetGen.Track")]
    [InlineData("object M(ChatClient c, out string userId) => c.CompleteChat(userId = \"x\");", "BudgetGen.Track")]
    [InlineData("Func<ChatMessage[], object> M(ChatClient c) => c.CompleteChat;", "")]
    [InlineData("object M(ChatClient c, dynamic d) => c.CompleteChat(d);", "")]
    [InlineData("System.Linq.Expressions.Expression<Func<object>> M(ChatClient c) => () => c.CompleteChat(Array.Empty<ChatMessage>());", "")]
    public async Task Only_what_would_settle_the_call_is_offered(string member, string keys) =>
        Assert.Equal(keys, string.Join(", ", await _track.OfferedAsync($"class C {{ {member} }}")));

    [Fact]
    public async Task The_user_is_not_offered_where_the_interface_would_hide_it() =>
        Assert.Equal([TrackLlmCallFix.Plain], await _track.OfferedAsync("interface I { object M(ChatClient c, string user); } class C : I { public object M(ChatClient c, string user) => c.CompleteChat(\"x\"); }"));

    [Fact]
    public async Task Top_level_statements_have_nothing_to_mark_so_the_project_is_tracked_and_never_ignored()
    {
        Assert.Equal([TrackLlmCallFix.WholeProject], await _track.OfferedAsync("new ChatClient(\"m\", \"k\").CompleteChat(\"x\");"));
        Assert.Empty(await _ignore.OfferedAsync("new ChatClient(\"m\", \"k\").CompleteChat(\"x\");"));
    }

    [Theory]
    [InlineData("@;\n", "using BudgetGen;\n\n[assembly: TrackLlmCall]\n\n@;\n")]
    [InlineData("// See more\n@;\n", "// See more\nusing BudgetGen;\n\n[assembly: TrackLlmCall]\n\n@;\n")]
    [InlineData("using System.Text;\nusing OpenAI.Chat;\n\n// First\n@;\n", "using System.Text;\nusing BudgetGen;\nusing OpenAI.Chat;\n\n[assembly: TrackLlmCall]\n\n// First\n@;\n")]
    [InlineData("using OpenAI.Chat;\r\n\r\n@;\r\n", "using BudgetGen;\r\nusing OpenAI.Chat;\r\n\r\n[assembly: TrackLlmCall]\r\n\r\n@;\r\n")]
    [InlineData("using System.Text;\n#pragma warning disable CS1591\n@;\n", "using System.Text;\nusing BudgetGen;\n#pragma warning disable CS1591\n[assembly: TrackLlmCall]\n\n@;\n")]
    [InlineData("[assembly: System.CLSCompliant(false)]\n@;\n", "using BudgetGen;\n\n[assembly: TrackLlmCall]\n[assembly: System.CLSCompliant(false)]\n@;\n")]
    [InlineData("using BudgetGen;\nawait AskAsync();\nasync Task AskAsync() => @;\n", "using BudgetGen;\n\n[assembly: TrackLlmCall]\nawait AskAsync();\nasync Task AskAsync() => @;\n")]
    public Task Top_level_statements_are_tracked_with_their_project(string before, string after) => _track.AppliesAsync(TrackLlmCallFix.WholeProject, Called(before), Called(after));

    [Theory]
    [InlineData("using System.Text; @;")]
    [InlineData("#if !NEVER\n@;\n#endif\n")]
    public async Task Nothing_is_offered_where_an_attribute_of_the_assembly_has_no_safe_place(string text) => Assert.Empty(await _track.OfferedAsync(Called(text)));

    [Fact]
    public Task Fix_all_marks_methods_and_tracks_the_project_for_its_top_level_statements() => _track.AppliesToAllAsync(
        TrackLlmCallFix.Plain,
        [("Program.cs", "using BudgetGen;\n\nnew ChatClient(\"m\", \"k\").CompleteChat(\"x\");\nnew ChatClient(\"m\", \"k\").CompleteChat(\"y\");\n"), ("One.cs", Calls("One"))],
        [("Program.cs", "using BudgetGen;\n\n[assembly: TrackLlmCall]\n\nnew ChatClient(\"m\", \"k\").CompleteChat(\"x\");\nnew ChatClient(\"m\", \"k\").CompleteChat(\"y\");\n"), ("One.cs", Marked("One"))]);

    [Fact]
    public void A_formatter_that_fixes_solutions_finds_only_the_fix_that_tracks()
    {
        Assert.Contains(FixAllScope.Solution, new TrackLlmCallFix().GetFixAllProvider().GetSupportedFixAllScopes());
        Assert.Equal([FixAllScope.Document, FixAllScope.Project], new BudgetIgnoreFix().GetFixAllProvider().GetSupportedFixAllScopes());
    }

    private static string Called(string text) => text.Replace("@", "await new ChatClient(\"m\", \"k\").CompleteChatAsync(\"x\")", StringComparison.Ordinal);

    [Fact]
    public Task Local_functions_and_lambdas_belong_to_their_method() => _track.AppliesAsync(TrackLlmCallFix.Plain, """
        using BudgetGen;
        class C
        {
            void M(ChatClient c)
            {
                void Local() { Action a = () => c.CompleteChat("x"); }
            }
        }
        """, """
        using BudgetGen;
        class C
        {
            [TrackLlmCall]
            void M(ChatClient c)
            {
                void Local() { Action a = () => c.CompleteChat("x"); }
            }
        }
        """);

    [Theory]
    [InlineData("readonly object _x = ((ChatClient)null!).CompleteChat(\"x\");")]
    [InlineData("public C(ChatClient c) { c.CompleteChat(\"x\"); }")]
    [InlineData("public object X => ((ChatClient)null!).CompleteChat(\"x\");")]
    public Task Where_no_method_is_the_type_gets_it(string member) => _track.AppliesAsync(
        TrackLlmCallFix.Plain,
        $"using BudgetGen;\npublic sealed class C\n{{\n    {member}\n}}\n",
        $"using BudgetGen;\n[TrackLlmCall]\npublic sealed class C\n{{\n    {member}\n}}\n");

    [Fact]
    public async Task A_type_in_several_parts_is_not_marked_by_a_fix() =>
        Assert.Empty(await _track.OfferedAsync("partial class C { object _x = new ChatClient(\"m\", \"k\").CompleteChat(\"x\"); } partial class C { }"));

    [Theory]
    [InlineData("class C { void M(ChatClient c) => c.CompleteChat(\"x\"); }", "using BudgetGen;\n\nclass C { [TrackLlmCall] void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("// header\n\n/// <summary>C</summary>\nclass C { void M(ChatClient c) => c.CompleteChat(\"x\"); }", "// header\n\nusing BudgetGen;\n\n/// <summary>C</summary>\nclass C { [TrackLlmCall] void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("using System.Text;\nclass C { void M(ChatClient c) => c.CompleteChat(\"x\"); }", "using System.Text;\nusing BudgetGen;\nclass C { [TrackLlmCall] void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("using static System.Math;\nclass C { void M(ChatClient c) => c.CompleteChat(\"x\"); }", "using BudgetGen;\nusing static System.Math;\nclass C { [TrackLlmCall] void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("#nullable enable\nclass C { void M(ChatClient c) => c.CompleteChat(\"x\"); }", "#nullable enable\nclass C { [global::BudgetGen.TrackLlmCall] void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("#if DEBUG\nusing System.Text;\n#endif\nclass C { void M(ChatClient c) => c.CompleteChat(\"x\"); }", "#if DEBUG\nusing System.Text;\n#endif\nclass C { [global::BudgetGen.TrackLlmCall] void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("class TrackLlmCallAttribute : Attribute; class C { void M(ChatClient c) => c.CompleteChat(\"x\"); }", "class TrackLlmCallAttribute : Attribute; class C { [global::BudgetGen.TrackLlmCall] void M(ChatClient c) => c.CompleteChat(\"x\"); }")]
    [InlineData("namespace BudgetGen.Shop { class C { void M(ChatClient c) => c.CompleteChat(\"x\"); } }", "namespace BudgetGen.Shop { class C { [TrackLlmCall] void M(ChatClient c) => c.CompleteChat(\"x\"); } }")]
    [InlineData("using System.Text;\r\nclass C\r\n{\r\n\tvoid M(ChatClient c) => c.CompleteChat(\"x\");\r\n}\r\n", "using System.Text;\r\nusing BudgetGen;\r\nclass C\r\n{\r\n\t[TrackLlmCall]\r\n\tvoid M(ChatClient c) => c.CompleteChat(\"x\");\r\n}\r\n")]
    public Task The_using_is_added_where_it_is_needed_and_safe(string before, string after) => _track.AppliesAsync(TrackLlmCallFix.Plain, before, after);

    [Fact]
    public Task Fix_all_marks_each_method_once_and_adds_one_using_a_file() => _track.AppliesToAllAsync(
        TrackLlmCallFix.WithUser,
        [
            ("One.cs", """
                class One
                {
                    void A(ChatClient c, string user) { c.CompleteChat("x"); c.CompleteChat("y"); }
                    void B(ChatClient c) { c.CompleteChat("x"); }
                    Func<ChatMessage[], object> D(ChatClient c) => c.CompleteChat;
                }
                """),
            ("Two.cs", """
                class Two
                {
                    void A(ChatClient c) { c.CompleteChat("x"); }
                }
                """),
        ],
        [
            ("One.cs", """
                using BudgetGen;

                class One
                {
                    [TrackLlmCall(User = "{user}")]
                    void A(ChatClient c, string user) { c.CompleteChat("x"); c.CompleteChat("y"); }
                    [TrackLlmCall]
                    void B(ChatClient c) { c.CompleteChat("x"); }
                    Func<ChatMessage[], object> D(ChatClient c) => c.CompleteChat;
                }
                """),
            ("Two.cs", """
                using BudgetGen;

                class Two
                {
                    [TrackLlmCall]
                    void A(ChatClient c) { c.CompleteChat("x"); }
                }
                """),
        ],
        remaining: 1);

    [Fact]
    public Task Fix_all_in_a_document_leaves_the_others_alone() => _track.AppliesToAllAsync(
        TrackLlmCallFix.Plain,
        [("One.cs", Calls("One")), ("Two.cs", Calls("Two"))],
        [("One.cs", Marked("One")), ("Two.cs", Calls("Two"))],
        remaining: 2,
        FixAllScope.Document);

    [Fact]
    public Task Fix_all_in_a_project_marks_every_document() => _track.AppliesToAllAsync(
        TrackLlmCallFix.Plain,
        [.. Enumerable.Range(0, 12).Select(i => ($"File{i}.cs", Calls("C" + i)))],
        [.. Enumerable.Range(0, 12).Select(i => ($"File{i}.cs", Marked("C" + i)))]);

    [Fact]
    public Task Fix_all_in_a_solution_marks_every_project() =>
        _track.AppliesToSolutionAsync(TrackLlmCallFix.Plain, [Calls("One"), Calls("Two"), "class Three { }"], [Marked("One"), Marked("Two"), "class Three { }"]);

    private static string Calls(string type) => $"using BudgetGen;\nclass {type}\n{{\n    void A(ChatClient c) => c.CompleteChat(\"x\");\n    Task B(ChatClient c) => c.CompleteChatAsync(\"y\");\n}}\n";

    private static string Marked(string type) =>
        $"using BudgetGen;\nclass {type}\n{{\n    [TrackLlmCall]\n    void A(ChatClient c) => c.CompleteChat(\"x\");\n    [TrackLlmCall]\n    Task B(ChatClient c) => c.CompleteChatAsync(\"y\");\n}}\n";

    [Theory]
    [InlineData("void M(ChatClient c) => c.CompleteChat(\"x\");")]
    [InlineData("C(ChatClient c) => c.CompleteChat(\"x\");")]
    [InlineData("object X => new ChatClient(\"m\", \"k\").CompleteChat(\"x\");")]
    [InlineData("Func<ChatMessage[], object> M(ChatClient c) => c.CompleteChat;")]
    [InlineData("object M(OpenAI.Embeddings.EmbeddingClient c) => c.GenerateEmbedding(\"x\");")]
    [InlineData("public static C operator +(C a, ChatClient c) { c.CompleteChat(\"x\"); return a; }")]
    public Task A_call_can_be_ignored_with_a_reason(string member) => _ignore.AppliesAsync(
        BudgetIgnoreFix.Key,
        $"using BudgetGen;\nclass C\n{{\n    {member}\n}}\n",
        $"using BudgetGen;\nclass C\n{{\n    [BudgetIgnore(\"say here why nobody needs to budget this\")]\n    {member}\n}}\n");

    [Fact]
    public Task Fix_all_can_ignore_too() => _ignore.AppliesToAllAsync(
        BudgetIgnoreFix.Key,
        [("One.cs", "using BudgetGen;\nclass C { void M(ChatClient c) => c.CompleteChat(\"x\"); void N(OpenAI.Embeddings.EmbeddingClient c) => c.GenerateEmbedding(\"x\"); }")],
        [("One.cs", "using BudgetGen;\nclass C { [BudgetIgnore(\"say here why nobody needs to budget this\")] void M(ChatClient c) => c.CompleteChat(\"x\"); [BudgetIgnore(\"say here why nobody needs to budget this\")] void N(OpenAI.Embeddings.EmbeddingClient c) => c.GenerateEmbedding(\"x\"); }")]);
}
