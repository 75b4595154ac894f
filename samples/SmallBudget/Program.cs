// The complete example of Pydantic2's budget document, in C#: a request that its very small budget cannot afford is rejected before it is sent; then the same
// one with a budget that can. At the end, what the optimizer says about the calls. Without OPENAI_API_KEY a small provider inside the sample answers.
using System.ClientModel;
using System.Globalization;
using BudgetGen;
using OpenAI;
using OpenAI.Chat;
using QuickStart;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
await using LocalProvider local = await LocalProvider.StartAsync();
string? key = Environment.GetEnvironmentVariable("OPENAI_API_KEY");
var openAI = new OpenAIClient(
    new ApiKeyCredential(key ?? "no-key-needed"),
    key is null ? new OpenAIClientOptions { Endpoint = new Uri(local.Address, "v1") } : new OpenAIClientOptions());

string user = Guid.NewGuid().ToString();
Console.WriteLine($"Using user: {user}");
await using BudgetManager budget = BudgetManager.Start(static _ => { });
var optimizer = new CostOptimizer(budget.Pricing, "openai");
IReadOnlyList<LlmChatMessage> messages = [new("user", "Describe who is David Copperfield")];

foreach (decimal maxBudget in (decimal[])[0.0001m, 0.05m])
{
    Console.WriteLine();
    Console.WriteLine($"Setting budget: ${maxBudget}{(maxBudget < 0.001m ? " (very small budget)" : "")}");
    var client = new TrackedLlmClient(budget, optimizer, SendAsync)
    {
        Model = "gpt-4o-mini-2024-07-18",
        MaxOutputTokens = 500,
        MaxCost = maxBudget,
        Client = "demo",
        User = user,
    };
    try
    {
        Console.WriteLine($"Prompt token count: {client.CountTokens(messages).Expected}");
        Console.WriteLine($"Max tokens for model: {client.GetMaxTokensForModel()}");

        BudgetInfo info = client.GetBudgetInfo(messages);
        Console.WriteLine("=== Budget Information ===");
        Console.WriteLine($"max_budget: {info.MaxBudget}");
        Console.WriteLine($"estimated_cost: {info.EstimatedCost}");
        Console.WriteLine($"remaining_budget: {info.RemainingBudget}");
        Console.WriteLine($"budget_exceeded: {info.BudgetExceeded}");

        Console.WriteLine($"Response: {await client.ChatAsync(messages)}");
        Console.WriteLine($"Request cost: {client.CalculateCost()}");
        Console.WriteLine(client.FormatUsageInfo());
        UsageStats stats = client.UsageTracker.GetUsageStats();
        Console.WriteLine($"Usage stats: calls {stats.Calls}, tokens {stats.TotalTokens}, cost {stats.Cost}");
    }
    catch (BudgetExceededException error)
    {
        Console.WriteLine($"Error: {error.Message}");
    }
}

// What could have been cheaper? Two calls are few; a month of records of a real ledger goes in the same way.
Console.WriteLine();
Console.WriteLine($"A small model for a summary within a cent: {optimizer.SelectModel("summarization", maxCost: 0.01m)}");
Console.WriteLine($"Expected cost of it: {optimizer.EstimateCost("gpt-4o-mini", messages[0].Content)}");
OptimizationReport report = optimizer.FindSavings(await budget.Reader.GetUsageAsync(new BudgetGen.Storage.UsageQuery()));
Console.WriteLine($"The calls so far, {report.Calls}, cost {report.Cost}; at best {report.BestTogether} less.");
foreach (OptimizationRecommendation advice in report.Recommendations)
    Console.WriteLine($"- {advice}");

// The bridge to a provider: any SDK, or plain HTTP.
async Task<LlmChatAnswer> SendAsync(LlmChatRequest request, CancellationToken cancellationToken)
{
    ChatCompletion completion = await openAI.GetChatClient(request.Model).CompleteChatAsync(
        [.. request.Messages.Select(static message => ChatMessage.CreateUserMessage(message.Content))],
        new ChatCompletionOptions { MaxOutputTokenCount = request.MaxOutputTokens, Temperature = 0.7f },
        cancellationToken);
    return new LlmChatAnswer(completion.Content[0].Text, LlmUsage.FromTotals(completion.Usage.InputTokenCount, completion.Usage.OutputTokenCount), completion.Model);
}
