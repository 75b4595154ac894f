using BudgetGen.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN015: a constant user in code that answers requests.</summary>
public class BGN015Tests
{
    private const string Id = "BGN015";
    private const string Usings = "using BudgetGen; using Microsoft.AspNetCore.Http; using Microsoft.AspNetCore.Mvc; using Microsoft.AspNetCore.Builder; ";

    private static Program Web => Program.Of("") with { References = References.Web };

    [Fact]
    public async Task A_controller_that_books_everybody_on_one_name_is_reported()
    {
        Diagnostic found = Assert.Single(await Verify.Reports(Id, Usings + """
            public class AskController(ChatClient client) : ControllerBase
            {
                [TrackLlmCall("gpt-4o-mini", [|"web"|])]
                public Task Ask(string question) => client.CompleteChatAsync(question);
            }
            """, Web));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.Equal("Every request is booked on the user 'web', so all callers share one budget; take the user from the request, as in [TrackLlmCall(User = \"{userId}\")]", found.Message());
    }

    [Theory]
    [InlineData("class C { [TrackLlmCall(\"m\", [|\"web\"|])] static string Ask(HttpContext context, string text) => text; }")]
    [InlineData("class C { [TrackLlmCall(\"m\", [|\"web\"|])] static string Ask(System.Security.Claims.ClaimsPrincipal caller, string text) => text; }")]
    [InlineData("class C { void Ask(HttpContext context) { using var _ = BudgetContext.Use(user: [|\"web\"|]); } }")]
    [InlineData("class C { const string Web = \"web\"; void Ask(HttpRequest request) { using (BudgetContext.Use([|Web|])) { } } }")]
    [InlineData("class C { static void Map(WebApplication app) => app.MapPost(\"/ask\", (string text) => { using var _ = BudgetContext.Use(user: [|\"web\"|]); return text; }); }")]
    [InlineData("class P : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { void OnPost() { using var _ = BudgetContext.Use(user: [|\"web\"|]); } }")]
    public Task It_is_found_wherever_requests_are_answered(string code) => Verify.Reports(Id, Usings + code, Web);

    [Theory]
    [InlineData("class C { [TrackLlmCall(\"m\", \"batch\")] static string Ask(string text) => text; }")]
    [InlineData("class C { [TrackLlmCall(\"m\", \"{user}\")] static string Ask(HttpContext context, string user) => user; }")]
    [InlineData("class C { void Ask(HttpContext context) { using var _ = BudgetContext.Use(user: context.User.Identity!.Name, project: \"web\"); } }")]
    [InlineData("class C { void Nightly() { using var _ = BudgetContext.Use(user: \"nightly\"); } }")]
    [InlineData("class C { static void Map(WebApplication app) => app.MapPost(\"/ask\", (string user) => { using var _ = BudgetContext.Use(user); return user; }); }")]
    public Task Other_users_are_left_in_peace(string code) => Verify.Nothing(Web with { Files = [("Program.cs", Usings + code)] });

    [Fact]
    public Task A_pragma_suppresses_it() => Verify.Nothing(Web with
    {
        Files = [("Program.cs", "#pragma warning disable BGN015\n" + Usings + "class C { void Ask(HttpContext context) { using var _ = BudgetContext.Use(user: \"web\"); } }")],
    });
}
