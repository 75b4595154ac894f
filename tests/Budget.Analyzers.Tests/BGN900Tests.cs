using System.Collections.Immutable;
using BudgetGen.Analyzers.Tests.Harness;
using BudgetGen.Generator.Analysis;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Analyzers.Tests;

/// <summary>BGN900: a fault of ours is data, never an exception.</summary>
public class BGN900Tests
{
    [Fact]
    public async Task A_rule_that_throws_becomes_a_diagnostic_at_the_code_it_looked_at()
    {
        Compilation compilation = Program.Of("class C { void M(ChatClient client) => client.CompleteChat(\"x\"); }").Compile();
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([new Broken()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        Diagnostic fault = Assert.Single(found);
        Assert.Equal("BGN900", fault.Id);
        Assert.Equal(DiagnosticSeverity.Error, fault.Severity);
        Assert.Contains("InvalidOperationException: the parser met a two-line surprise at ", fault.Message(), StringComparison.Ordinal);
        Assert.Equal("client.CompleteChat(\"x\")", fault.Location.SourceTree!.ToString().Substring(fault.Location.SourceSpan.Start, fault.Location.SourceSpan.Length));
    }

    [Fact]
    public void Cancellation_is_no_fault() =>
        Assert.Throws<OperationCanceledException>(() => InternalFault.Guard(static _ => throw new OperationCanceledException(), 0, null, _ => Assert.Fail("reported")));

    [Fact]
    public void A_fault_is_described_in_one_line() =>
        Assert.Equal("InvalidOperationException: a b", InternalFault.Describe(new InvalidOperationException("a\r\nb")));

#pragma warning disable RS1001 // Not an analyzer that anybody loads: the test makes it by hand.
    private sealed class Broken() : CallAnalyzer
#pragma warning restore RS1001
    {
        protected override Diagnostic? Judge(CallClassification classification, IOperation call, Location location, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("the parser met a two-line\nsurprise");
    }
}
