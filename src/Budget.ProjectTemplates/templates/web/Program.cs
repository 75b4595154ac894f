using BudgetGen;
using BudgetGen.Sqlite;
using Company.BudgetWebApp;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);

// The policies stand in appsettings.json, the ledger in a file beside it.
builder.Services.AddBudget(builder.Configuration.GetSection("Budget"), options => options.UseSqlite("budget.db"));
builder.Services.AddSingleton(Provider.Connect("gpt-4o-mini"));
builder.Services.AddSingleton<Assistant>();

WebApplication app = builder.Build();

app.MapPost("/ask/{user}", async (string user, Question question, Assistant assistant) =>
{
    try
    {
        return Results.Ok(new { answer = await assistant.AskAsync(user, question.Text) });
    }
    catch (BudgetExceededException rejection)
    {
        // Rejected before it was sent: nothing was spent.
        return Results.Problem(rejection.Message, statusCode: StatusCodes.Status429TooManyRequests);
    }
});

app.MapGet("/budget/{user}", (string user, BudgetManager budget) => budget.GetUserStatus(user).Select(status => new
{
    policy = status.Policy.Name,
    spent = status.Spent.ToDollars(),
    limit = status.Limit?.ToDollars(),
    resetsAt = status.ResetsAt,
}));

app.Run();

/// <summary>What is asked: the body of a request to <c>/ask/{user}</c>.</summary>
public sealed record Question(string Text);
