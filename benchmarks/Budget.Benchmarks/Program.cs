using BenchmarkDotNet.Running;

// dotnet run -c Release --project benchmarks/Budget.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
