using System.Globalization;
using BudgetGen.Sqlite;
using BudgetGen.Sqlite.CrashWorker;
using BudgetGen.Storage;

// A process for tests to start, and to kill. Its first word on standard output says how opening went.
//   own <database>                      opens the ledger and keeps it until standard input ends
//   spend <database> <acks> <tasks> [<calls> [<synchronous>]]
//                                       books calls at full speed and writes down what was acknowledged: so many for each task, or until it is killed
string command = args[0], database = args[1];
string synchronous = args.Length > 5 ? args[5] : "FULL";
await using var store = new SqliteBudgetStore(new DatabaseFile(database, synchronous));
try
{
    store.Open(DateTimeOffset.UtcNow);
}
catch (BudgetStoreException error)
{
    Console.WriteLine($"{error.Failure}: {error.Message}");
    return 3;
}

Console.WriteLine("open");
if (command == "own")
{
    await Console.In.ReadToEndAsync();
    return 0;
}

int calls = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : int.MaxValue;
using var acknowledgements = new AcknowledgementFile(args[2]);
await Task.WhenAll(Enumerable.Range(0, int.Parse(args[3], CultureInfo.InvariantCulture)).Select(task => Task.Run(() => new Spender(store.Writer, acknowledgements, task).RunAsync(calls))));
return 0;
