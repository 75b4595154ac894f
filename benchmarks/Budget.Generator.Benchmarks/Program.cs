using BudgetGen.Generator.Benchmarks;

GeneratorRun.Run();
