using BudgetGen.Generator.Benchmarks;

if (args is ["rules"])
    RulesRun.Run();
else
    GeneratorRun.Run();
