using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests.Harness;

/// <summary>Texts that try to be code. Each may name <see cref="Marker"/>, which therefore may stand in literals and comments only.</summary>
internal static class HostileText
{
    public const string Marker = "Pwned";

    private static readonly string[] s_fragments =
    [
        Marker, "\"", "\\", "\\\"", "\"\"\"", "'", "`", "$\"", "@\"", "\"u8", "\");" + Marker + "();//", "\"; class " + Marker + " { } //", "*/", "/*", "//", "///", "#endif\n", "#if " + Marker + "\n", "\n", "\r", "\r\n",
        "\u0085", "\u2028", "\u2029", "\t", "\0", "\u0001", "\u001b[31m", "\u202e", "\u200b", "\ufeff", "\ud800", "\udfff", "\U0001F4A5", "é", "\\u0022", "\\x22", "\\n", "\\u007b", "{", "}", "{{", "}}", "{user}", "{text}",
        "{user.Length}", "{" + Marker + "}", "{user." + Marker + "}", "{user+" + Marker + "()}", "{user}{text}", "{user!}", "{this}", "{0}", "{user:N2}", "{user,5}", "{ user }", "{new " + Marker + "()}", "{nameof(" + Marker + ")}",
        "{@user}", "{user\n}", "{\"}", "global::", "global::System.Environment.Exit(1)", "%s", "{0:" + Marker + "}", ";", ",", ")", "(", "]", "[", "<", ">", "=", "==", "k=", "?? ", "=> ", "<script>", "' OR 1=1", "${" + Marker + "}", " ", "",
    ];

    /// <summary>A text of some fragments.</summary>
    public static string Of(Random random, params string[] more) => string.Concat(random.GetItems((string[])[.. s_fragments, .. more], random.Next(1, 7)));

    /// <summary>Fails if a name in a generated file is code that nobody wrote.</summary>
    public static void AssertNoCode(SyntaxNode root, Func<string, bool> isCode)
    {
        Assert.Empty(root.GetDiagnostics());
        Assert.DoesNotContain(root.DescendantTokens(descendIntoTrivia: true), token => token.IsKind(SyntaxKind.IdentifierToken) && isCode(token.ValueText));
        Assert.DoesNotContain(root.DescendantTrivia(descendIntoTrivia: true), static trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia));
    }
}
