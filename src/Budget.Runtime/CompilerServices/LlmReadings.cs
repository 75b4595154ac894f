namespace BudgetGen.CompilerServices;

/// <summary>Looks at stream elements without ever disturbing the stream.</summary>
internal static class LlmReadings
{
    /// <summary>Reads an element. One that surprises us counts as one that says nothing; the user still gets it.</summary>
    public static void Observe<T>(Action<LlmReading, T> read, LlmReading reading, T element)
    {
        try
        {
            read(reading, element);
        }
        catch (Exception)
        {
            reading.HasFinalUsage = false;
        }
    }
}
