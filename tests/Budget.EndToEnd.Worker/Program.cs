using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text;
using BudgetGen;
using BudgetGen.EndToEnd.Worker;
using BudgetGen.Sqlite;
using OpenAI;
using OpenAI.Chat;

// <endpoint> <database> <acknowledgements> <prefix> <limit in nano-dollars>: calls until somebody kills the process. A line in the file of
// acknowledgements says that a call returned, so that its settlement must be durable; one line on standard output says that the limit refuses calls.
string endpoint = args[0], database = args[1], acknowledgements = args[2], prefix = args[3];
var limit = Usd.FromNanos(long.Parse(args[4], CultureInfo.InvariantCulture));
await using BudgetManager budget = BudgetManager.Start(options => options
    .UseSqlite(database)
    .AddPolicy(new BudgetPolicy { Name = "Company", Period = BudgetPeriod.Lifetime, Limit = limit }));
var client = new ChatClient("gpt-4o-mini", new ApiKeyCredential("test"), new OpenAIClientOptions { Endpoint = new Uri(endpoint), RetryPolicy = new ClientRetryPolicy(0) });

// No buffer: what Write has returned from is with the operating system, and survives the process.
using var file = new FileStream(acknowledgements, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
var gate = new Lock();
int refused = 0;
await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
{
    for (int i = 0; ; i++)
    {
        string id = $"{prefix}-{worker}-{i}";
        try
        {
            await Calls.AskAsync(client, id);
        }
        catch (BudgetExceededException refusal)
        {
            // Nothing was sent. Said once for each kind; the others go on until the end.
            if (Interlocked.Or(ref refused, 1 << (int)refusal.Reason) is var before && (before & (1 << (int)refusal.Reason)) == 0)
                Console.WriteLine(refusal.Reason);
            await Task.Delay(1);
            continue;
        }

        lock (gate)
            file.Write(Encoding.UTF8.GetBytes(id + "\n"));
    }
})));
