using BenchmarkDotNet.Running;
using BudgetGen.Benchmarks;

// dotnet run -c Release --project benchmarks/Budget.Benchmarks -- --filter '*'     BenchmarkDotNet
// dotnet run -c Release --project benchmarks/Budget.Benchmarks -- users            a million users with own budgets: bytes and time
// dotnet run -c Release --project benchmarks/Budget.Benchmarks -- tokens           counting tokens, beside npm's tiktoken
// dotnet run -c Release --project benchmarks/Budget.Benchmarks -- latency          what durability adds to a call: p50, p99
// dotnet run -c Release --project benchmarks/Budget.Benchmarks -- optimizer        a million records looked through for savings
switch (args)
{
    case ["users", ..]:
        UsersRun.Run();
        break;
    case ["tokens", ..]:
        TokenRun.Run();
        break;
    case ["latency", ..]:
        await LatencyRun.RunAsync();
        break;
    case ["optimizer", ..]:
        OptimizerRun.Run();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
