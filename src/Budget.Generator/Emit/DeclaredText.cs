using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Emit;

/// <summary>Writes what a declaration says: how large the prompt is, what the request asks for, and what the answer tells.</summary>
internal static class DeclaredText
{
    /// <summary>Writes the statements that describe the request; gives what the body hands to the runtime.</summary>
    public static MeterText Write(CodeWriter writer, Interceptor interceptor, DeclaredMeter meter)
    {
        string prompt = ScopedBody.Local(interceptor.Target, "prompt");
        string ask = ScopedBody.Local(interceptor.Target, "ask");
        foreach (string walked in meter.WalkedParameters)
            writer.Line($"{walked} = LlmSequence.Once({walked});");
        if (meter.Prompt.Count > 0)
        {
            writer.Line($"PromptSize {prompt} = default;");
            Measure(writer, [.. meter.Prompt], depth: 0, prompt);
        }

        writer.Line($"var {ask} = new LlmRequest").Open().Line($"Sdk = {interceptor.Client},");
        foreach (NamedText property in meter.Request)
            writer.Line($"{property.Name} = {property.Text},");
        if (meter.Prompt.Count > 0)
            writer.Line($"Prompt = {prompt},");
        writer.Close(";");
        return new MeterText(ask, meter.Token, OfResult(meter), OfElement(meter), meter.IsSilent ? static _ => "LlmOutcome.Unknown" : null);
    }

    /// <summary>Values of one sequence are read in one loop. Each element of the outermost one is a message, and so is a text that stands alone.</summary>
    private static void Measure(CodeWriter writer, IReadOnlyCollection<ReadValue> values, int depth, string prompt)
    {
        IGrouping<Loop?, ReadValue>[] groups = [.. values.GroupBy(value => depth < value.Loops.Count ? value.Loops[depth] : null)];
        foreach (IGrouping<Loop?, ReadValue> group in groups)
        {
            if (group.Key is { } loop)
            {
                writer.Line($"foreach (var {loop.Item} in LlmSequence.Each({loop.Items}))").Open();
                if (depth == 0 && group.Any(value => value.Use != ValueUse.Attachment))
                    writer.Line($"{prompt}.AddMessage();");
                Measure(writer, [.. group], depth + 1, prompt);
                writer.Close();
            }
            else
            {
                foreach (ReadValue value in group)
                    Measure(writer, value, depth, prompt);
            }

            if (depth == 0)
                writer.Line();
        }
    }

    private static void Measure(CodeWriter writer, ReadValue value, int depth, string prompt)
    {
        if (depth == 0 && value.Use != ValueUse.Attachment)
            writer.Line($"{prompt}.AddMessage();");
        if (value.Use == ValueUse.Attachment && value.Expression != "true")
            writer.Line($"if ({value.Expression})").Indent().Line($"{prompt}.AddAttachment();").Outdent();
        else
            writer.Line($"{prompt}.{(value.Use == ValueUse.Attachment ? "AddAttachment()" : value.Use == ValueUse.Bytes ? $"AddUtf8({value.Expression})" : $"AddText({value.Expression})")};");
    }

    private static string OfResult(DeclaredMeter meter)
    {
        if (meter.Template.Length > 0)
            return $"static result => {meter.Template}.Outcome(result)";
        if (meter.IsSilent)
            return "static _ => LlmOutcome.Unknown";

        bool isOneText = meter.Texts.Count == 1 && meter.Texts[0].Loops.Count == 0;
        var writer = new CodeWriter();
        if (meter.Texts.Count == 0 || isOneText)
        {
            writer.Line("static result => new LlmOutcome");
            Outcome(writer, meter, isOneText ? Bytes(meter.Texts[0]) : "");
            return writer.ToString().TrimEnd('\n');
        }

        writer.Line("static result =>").Open().Line("long bytes = 0;");
        foreach (ReadValue text in meter.Texts)
            InLoops(writer, text.Loops, $"bytes += {Bytes(text)};");
        writer.Line("return new LlmOutcome");
        Outcome(writer, meter, "bytes", ";");
        writer.Close();
        return writer.ToString().TrimEnd('\n');
    }

    private static void Outcome(CodeWriter writer, DeclaredMeter meter, string bytes, string end = "")
    {
        writer.Open();
        if (meter.Usage.Length > 0)
            writer.Line($"Usage = {meter.Usage},");
        foreach (NamedText property in meter.Outcome)
            writer.Line($"{property.Name} = {property.Text},");
        if (bytes.Length > 0)
            writer.Line($"ObservedOutputBytes = {bytes},");
        writer.Close(end);
    }

    private static string Bytes(ReadValue text) => text.Use == ValueUse.Bytes ? text.Expression : $"LlmText.Utf8Bytes({text.Expression})";

    /// <summary>Each element of a stream may say something; what comes later counts.</summary>
    private static string OfElement(DeclaredMeter meter)
    {
        if (meter.Template.Length > 0 || meter.IsSilent)
            return "static (reading, _) => reading.IsSilent = true";

        var writer = new CodeWriter();
        writer.Line("static (reading, result) =>").Open();
        foreach (ReadValue text in meter.Texts)
            InLoops(writer, text.Loops, text.Use == ValueUse.Bytes ? $"reading.AddUtf8({text.Expression});" : $"reading.AddText({text.Expression});");
        foreach (NamedText property in meter.Outcome)
            writer.Line($"reading.{property.Name} = {property.Text} ?? reading.{property.Name};");
        foreach (ReadValue mark in meter.EndMarks)
            InLoops(writer, mark.Loops, $"reading.Finished |= {mark.Expression};");
        if (meter.Usage.Length > 0)
            writer.Line($"reading.TakeUsage({meter.Usage});");

        // Without an end mark, usage is one; where there is neither, all that ends well is whole.
        if (meter.Usage.Length > 0)
            writer.Line(meter.EndMarks.Count > 0 ? "reading.HasFinalUsage = reading.Finished && !reading.Usage.IsUnknown;" : "reading.HasFinalUsage = !reading.Usage.IsUnknown;");
        else if (meter.EndMarks.Count == 0)
            writer.Line("reading.Finished = true;");
        if (meter.Texts.Count == 0)
            writer.Line("reading.IsSilent = true;");
        writer.Close();
        return writer.ToString().TrimEnd('\n');
    }

    private static void InLoops(CodeWriter writer, EquatableArray<Loop> loops, string statement)
    {
        // A loop with one statement in it needs no braces.
        foreach (Loop loop in loops)
        {
            writer.Line($"foreach (var {loop.Item} in LlmSequence.Each({loop.Items}))");
            if (loops.Count == 1)
                writer.Indent();
            else
                writer.Open();
        }

        writer.Line(statement);
        foreach (Loop _ in loops)
        {
            if (loops.Count == 1)
                writer.Outdent();
            else
                writer.Close();
        }
    }
}
