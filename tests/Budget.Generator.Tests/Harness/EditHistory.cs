using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Tests.Harness;

/// <summary>A project that somebody works on: edits by chance, from a seed, some of which break it for a while.</summary>
internal sealed partial class EditHistory
{
    // Small files in which everything hangs together: what one declares, another one calls.
    private static readonly (string Path, string Text)[] s_files =
    [
        ("Names.cs", """
            namespace App;

            public static class Names
            {
                public const string User = "{user}";
                public const string Team = "team-" + nameof(Order.Owner);
                public static readonly int Tries = 3;
            }
            """),
        ("Order.cs", """
            namespace App;

            public class Customer
            {
                public string Name { get; set; } = "";
                public int Number;
            }

            public class Order
            {
                public Customer Owner { get; set; } = new();
                public Guid Id { get; init; }
                public decimal Total => 3;
                public static implicit operator string(Order order) => order.Owner.Name;
            }
            """),
        ("IBot.cs", """
            namespace App;

            [GenerateTrackedDecorator]
            public interface IBot
            {
                [TrackLlmCall(User = Names.User)]
                Task<string> AskAsync(string user, string question);

                string Say(string text);
            }

            public interface IMore
            {
                int Count(string text);
            }
            """),
        ("Bot.cs", """
            using OpenAI.Chat;

            namespace App;

            public partial class Bot(ChatClient client) : IBot
            {
                private readonly List<string> _lines = new();

                public async Task<string> AskAsync(string user, string question)
                {
                    ChatCompletion answer = await client.CompleteChatAsync(Prepare(question));
                    return answer.Content[0].Text;
                }

                [TrackLlmCall("gpt-4o", "{order.Owner.Name}", Project = "shop")]
                public string Ask(Order order, int times = 1) => client.CompleteChat(order.Id.ToString()).Value.Content[0].Text;

                [TrackLlmCall]
                public string Guess(string text) => Prepare(text);

                public string Say(string text) => text;

                private string Prepare(string text)
                {
                    _lines.Add(text);
                    return text;
                }
            }
            """),
        ("Bot.More.cs", """
            namespace App;

            public partial class Bot
            {
                [TrackLlmCall(User = "{this.Label}")]
                public int Count(string text) => text.Length;

                public string Label { get; set; } = "bot";

                protected virtual object Make() => this;
            }
            """),
        ("Tools.cs", """
            namespace App;

            public static class Tools
            {
                [TrackLlmCall(User = "{user}")]
                public static string Shorten(this string text, string user) => text[..1];

                public static string Join(string left, object right) => left + right;

                public static T Same<T>(T value) => value;
            }
            """),
        ("Service.cs", """
            namespace App;

            [TrackLlmCall(Project = "service")]
            public class Service
            {
                private readonly Bot _bot;
                private readonly IBot _other;
                private int _count = 1;

                public Service(Bot bot, IBot other) => (_bot, _other) = (bot, other);

                public async Task<string> RunAsync(OpenAI.Chat.ChatClient client, Order order)
                {
                    string a = await _bot.AskAsync("ann", "why?");
                    var b = _bot.Ask(order);
                    _count += _bot.Count(a);
                    return b + await _other.AskAsync(order, a) + client.CompleteChat("x").Value.Model;
                }
            }
            """),
        ("Caller.cs", """
            namespace App;

            public class Caller
            {
                public string All(Bot bot, Order order)
                {
                    var same = Tools.Same(bot);
                    var text = same.Ask(order, 2);
                    foreach (string part in new[] { "a", "b" })
                        text += part.Shorten("bob");
                    return text.Shorten(order) + same.Guess(text) + bot.Say(text);
                }

                public string One(IBot bot) => bot.AskAsync("carl", "hm").Result;
            }
            """),
        ("Pages.cs", """
            namespace App.Pages
            {
                using App;

                public class Page : Bot
                {
                    public Page(OpenAI.Chat.ChatClient client) : base(client) { }

                    public string Show() => Guess("page") + this.Label.Shorten(user: "dora");

                    protected override object Make() => Count("x");
                }
            }
            """),
    ];

    // Members, attributes and lines that mean something in one file or another.
    private static readonly string[] s_lines =
    [
        "    public string Guess(object thing) => \"\";",
        "    public int Ask(string text) => 1;",
        "    public string Shorten(string user) => user;",
        "    public Task<string> AskAsync(string user, string question, int n = 0) => Task.FromResult(user);",
        "    [TrackLlmCall(User = \"{text}\")]",
        "    [TrackLlmCall(\"gpt-4o\", \"{order.Total}\")]",
        "    [TrackLlmCall(User = Names.Team)]",
        "    [BudgetIgnore(\"why not\")]",
        "    [Obsolete]",
        "    public string Name { get; set; } = \"\";",
        "    public string Label => \"l\";",
        "    public const int Tries = 4;",
        "    public static implicit operator Bot(string text) => null!;",
        "    public static Bot operator +(Bot left, int right) => left;",
        "    public string this[int at] => \"\";",
        "    public IEnumerator<string> GetEnumerator() => null!;",
        "    public enum Mood { Good, Bad }",
        "    private sealed class Inner { public string Ask(Order order) => \"\"; }",
        "    public class Fresh : Bot { public Fresh() : base(null!) { } public string Name = \"\"; }",
        "    public class Fresh { public static string Ask(Order order) => \"\"; }",
        "public static class More { public static string Shorten(this Bot bot, string user) => user; }",
        "public class Odd { }",
        "public delegate string Teller(Order order);",
        "    private static Fresh Missing() => null!;",
        "    public string Late(Order order) => Missing().Ask(order);",
        "    public void Any(dynamic thing) => thing.Ask(null, 1);",
        "    public Task<string> Own(IBot bot) => bot.AskAsync(\"a\", \"b\");",
        "global using static App.Tools;",
        "global using Early = App.Bot;",
        "    public static Early Found(string text) => null!;",
        "    public Bot this[string name] => null!;",
        "    public string At(Pages.Page page) => page[\"x\"].Guess(page);",
        "    public void Deconstruct(out Bot bot, out Order order) => (bot, order) = (null!, null!);",
        "    // nothing",
        "    /// <summary>Nothing.</summary>",
        "        _count++;",
        "        string extra = \"x\".Shorten(\"eve\");",
        "        client.CompleteChat(\"more\");",
        "#nullable disable",
        "#nullable restore",
        "#if NEVER",
        "#endif",
        "#pragma warning disable CS1591",
        "using static App.Tools;",
        "using Order = App.Customer;",
        "    public required string Must { get; init; }",
        "    public override string ToString() => \"\";",
    ];

    private static readonly string[] s_words =
    [
        "Ask", "AskAsync", "Guess", "Count", "Shorten", "Say", "Bot", "IBot", "IMore", "Order", "Customer", "Owner", "Name", "Label", "user", "text", "order", "string", "int", "object", "public",
        "private", "static", "async", "override", "virtual", "Task", "App", "Names", "Tools", "Service", "CompleteChat", "TrackLlmCall", "BudgetIgnore", "question", "Same", "Fresh", "Mood", "Teller", "Odd", "More", "1", "\"x\"", "this", "base",
    ];

    private readonly Random _random;
    private readonly List<(string Path, SourceText Text, SyntaxTree Tree)> _project = [];
    private int _added;

    public EditHistory(int seed)
    {
        _random = new Random(seed);
        foreach ((string path, string text) in s_files)
            Add(path, text);
        Compilation = Compile(_project.Select(static file => file.Tree));
    }

    /// <summary>The project as it is, with the trees that are still the same.</summary>
    public CSharpCompilation Compilation { get; private set; }

    /// <summary>The project's properties as they are.</summary>
    public BuildProperties Properties { get; private set; } = BuildProperties.None;

    /// <summary>All files as text.</summary>
    public string Text => string.Join("\n", _project.Select(static file => $"// ---- {file.Path}\n{file.Text}"));

    /// <summary>The project as it is, with trees that nobody has seen before.</summary>
    public CSharpCompilation Reparsed() =>
        Compile(_project.Select(static file => CSharpSyntaxTree.ParseText(SourceText.From(file.Text.ToString(), System.Text.Encoding.UTF8), Sources.Options(), file.Tree.FilePath)));

    /// <summary>Changes something, and says what.</summary>
    public string Edit()
    {
        string what = _random.Next(20) switch
        {
            0 => AddFile(),
            1 when _project.Count > 4 => RemoveFile(),
            2 => RenameFile(),
            3 => Shuffle(),
            4 => Switch(),
            _ => EditText(),
        };
        Compilation = Compile(_project.Select(static file => file.Tree));
        return what;
    }

    private static CSharpCompilation Compile(IEnumerable<SyntaxTree> trees) => Sources.Compile([.. trees]);

    private void Add(string path, string text)
    {
        SyntaxTree tree = Sources.Tree(text, path);
        _project.Add((path, tree.GetText(), tree));
    }

    private string AddFile()
    {
        (string path, string text) = s_files[_random.Next(s_files.Length)];
        string added = $"Added{_added++}.cs";
        // The same text again is a twin, whose calls cannot be told apart; mostly it is something else.
        Add(added, _random.Next(3) == 0 ? text : text.Replace("class ", "class New", StringComparison.Ordinal));
        return $"{added} like {path}";
    }

    private string RemoveFile()
    {
        int at = _random.Next(_project.Count);
        string path = _project[at].Path;
        _project.RemoveAt(at);
        return $"{path} removed";
    }

    private string RenameFile()
    {
        int at = _random.Next(_project.Count);
        (string path, SourceText text, _) = _project[at];
        _project[at] = ($"Renamed{_added++}.cs", text, Sources.Tree(text.ToString(), $"Renamed{_added}.cs"));
        return $"{path} renamed";
    }

    private string Shuffle()
    {
        int at = _random.Next(_project.Count), to = _random.Next(_project.Count);
        (_project[at], _project[to]) = (_project[to], _project[at]);
        return "two files in another order";
    }

    private string Switch()
    {
        bool isOn = ReferenceEquals(Properties, BuildProperties.None);
        Properties = isOn ? BuildProperties.Of("true") : BuildProperties.None;
        return $"BudgetTrackAll is now {isOn}";
    }

    private string EditText()
    {
        int at = _random.Next(_project.Count);
        (string path, SourceText text, SyntaxTree tree) = _project[at];
        (TextChange change, string what) = Change(text);
        SourceText changed = text.WithChanges(change);
        _project[at] = (path, changed, tree.WithChangedText(changed));
        return $"{path}: {what}";
    }

    private (TextChange Change, string What) Change(SourceText text)
    {
        switch (_random.Next(10))
        {
            case 0 or 1:
            {
                TextLine line = text.Lines[_random.Next(text.Lines.Count)];
                string inserted = s_lines[_random.Next(s_lines.Length)];
                return (new TextChange(new TextSpan(line.Start, 0), inserted + "\n"), $"line {line.LineNumber} is now {inserted}");
            }

            case 2:
            {
                TextLine line = text.Lines[_random.Next(text.Lines.Count)];
                return (new TextChange(line.SpanIncludingLineBreak, ""), $"line {line.LineNumber} removed: {line}");
            }

            case 3:
            {
                TextLine line = text.Lines[_random.Next(text.Lines.Count)];
                return (new TextChange(new TextSpan(line.Start, 0), line + "\n"), $"line {line.LineNumber} twice: {line}");
            }

            case 4:
            {
                int start = _random.Next(text.Length + 1);
                return (new TextChange(new TextSpan(start, 0), _random.Next(3) switch { 0 => "/*", 1 => "}", _ => " " }), $"a character at {start}");
            }

            default:
            {
                MatchCollection words = Words().Matches(text.ToString());
                if (words.Count == 0)
                    return (new TextChange(new TextSpan(0, 0), "// empty\n"), "a comment");
                Match word = words[_random.Next(words.Count)];
                string other = s_words[_random.Next(s_words.Length)];
                return (new TextChange(new TextSpan(word.Index, word.Length), other), $"{word.Value} at {word.Index} is now {other}");
            }
        }
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
