using System.Runtime.CompilerServices;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Emit;

/// <summary>
/// Texts of generated files that were written before the compiler asked for them. It asks for one after the other; a project that nobody has looked at yet has them written
/// on all processors.
/// </summary>
internal static class WrittenAhead
{
    private static readonly ConditionalWeakTable<CallSiteFile, SourceText> _texts = new();

    /// <summary>Writes the files now. A fault is left to whoever asks for the text.</summary>
    public static void Write(IReadOnlyCollection<CallSiteFile> files, CancellationToken cancellationToken) =>
        Parallel.ForEach(files, new ParallelOptions { CancellationToken = cancellationToken }, static file =>
        {
            try
            {
                _texts.GetValue(file, Text);
            }
#pragma warning disable CA1031 // It comes again where the text is asked for, and is reported there.
            catch (Exception)
#pragma warning restore CA1031
            {
            }
        });

    /// <summary>The text of a generated file.</summary>
    public static SourceText Of(CallSiteFile file) => _texts.TryGetValue(file, out SourceText? text) ? text : Text(file);

    private static SourceText Text(CallSiteFile file) => SourceText.From(GeneratedFile.Write(file), System.Text.Encoding.UTF8);
}
