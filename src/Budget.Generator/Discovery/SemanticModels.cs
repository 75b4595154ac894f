using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Semantic models for looking at calls. Which method a call means does not depend on the flow of nulls, whose analysis is half the cost of binding a body.</summary>
internal static class SemanticModels
{
    private static volatile bool _canLeaveOutNulls = true;

    /// <summary>A model of a file.</summary>
    public static SemanticModel Of(Compilation compilation, SyntaxTree tree)
    {
        if (!_canLeaveOutNulls)
            return compilation.GetSemanticModel(tree);

        try
        {
            return WithoutNulls(compilation, tree);
        }
        catch (MissingMethodException)
        {
            // The option is marked as experimental: a later compiler may do without it.
            _canLeaveOutNulls = false;
            return compilation.GetSemanticModel(tree);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SemanticModel WithoutNulls(Compilation compilation, SyntaxTree tree) =>
#pragma warning disable RSEXPERIMENTAL001
        compilation.GetSemanticModel(tree, SemanticModelOptions.DisableNullableAnalysis);
#pragma warning restore RSEXPERIMENTAL001
}
