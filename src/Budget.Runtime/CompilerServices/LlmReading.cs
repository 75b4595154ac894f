using System.ComponentModel;
using System.Text;

namespace BudgetGen.CompilerServices;

/// <summary>What a stream has told so far. One per enumeration; filled by one thread at a time, as streams are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LlmReading
{
    private bool _hasBegun;

    /// <summary>The usage so far: the provider's, possibly provisional until <see cref="Completed"/>.</summary>
    public LlmUsage Usage { get; set; }

    /// <summary>The model that serves the stream, or null.</summary>
    public string? Model { get; set; }

    /// <summary>The terms on which the stream is served, or null: nothing was said so far.</summary>
    public LlmTerms? Terms { get; set; }

    /// <summary>The provider's id of the response, or null.</summary>
    public string? ResponseId { get; set; }

    /// <summary>True once the stream's own end mark was seen. A stream that just ends is no proof that it was whole.</summary>
    public bool Finished { get; set; }

    /// <summary>True once the final usage was seen (a provisional figure does not count).</summary>
    public bool HasFinalUsage { get; set; }

    /// <summary>True if <see cref="Usage"/> has an exact input count, even though the output count is provisional.</summary>
    public bool HasExactInput { get; set; }

    /// <summary>True if the elements show no text: what was observed says nothing about how much output there was.</summary>
    public bool IsSilent { get; set; }

    /// <summary>UTF-8 bytes of output text so far.</summary>
    public long ObservedOutputBytes { get; private set; }

    /// <summary>Finished, with final usage: nothing has to be estimated.</summary>
    public bool Completed => Finished && HasFinalUsage;

    /// <summary>The usage of requests before the one that is being answered: one stream may make several, such as a loop over tool calls.</summary>
    public LlmUsage Earlier { get; private set; }

    /// <summary>Another request has begun inside the stream: what was told so far is about the one before.</summary>
    public void NextRequest()
    {
        Earlier += Usage;
        Usage = default;
        Finished = HasFinalUsage = HasExactInput = false;
        ObservedOutputBytes = 0;
    }

    /// <summary>Takes what an element tells of the usage: what it knows replaces what was known before, bucket by bucket.</summary>
    public void TakeUsage(in LlmUsage usage)
    {
        if (usage.IsUnknown)
            return;

        LlmUsage before = Usage;
        Usage = usage with
        {
            Input = usage.Input ?? before.Input,
            CacheRead = usage.CacheRead ?? before.CacheRead,
            CacheWrite5m = usage.CacheWrite5m ?? before.CacheWrite5m,
            Output = usage.Output ?? before.Output,
            Reasoning = usage.Reasoning ?? before.Reasoning,
        };
    }

    /// <summary>How often the stream began anew: each time the whole request was sent, and may be billed, once more.</summary>
    internal int Restarts { get; private set; }

    /// <summary>
    /// The same request is being answered again from the start: the connection was lost, and the client sent it once more by itself. What was told so far
    /// is about an attempt whose answer is lost; it is accounted for like the one that is being read.
    /// </summary>
    public void NoteRestart()
    {
        Restarts++;
        Usage = default;
        Finished = HasFinalUsage = HasExactInput = false;
        ObservedOutputBytes = 0;
    }

    /// <summary>True while the provider goes on even if nobody reads the stream: it can be read later, by its <see cref="ResponseId"/>.</summary>
    public bool IsPending { get; private set; }

    /// <summary>A response begins. If one has begun already, the connection was lost, and the library has sent the request again.</summary>
    /// <param name="response">What it says of itself.</param>
    /// <param name="isBackground">True if the provider goes on even if nobody reads.</param>
    public void Begin(in LlmOutcome response, bool isBackground)
    {
        if (_hasBegun)
            NoteRestart();

        _hasBegun = true;
        IsPending = isBackground;
        Told(response);
    }

    /// <summary>The response has ended, well or not; it is paid for either way.</summary>
    /// <param name="response">What it says of itself.</param>
    public void End(in LlmOutcome response)
    {
        Told(response);
        Finished = true;
        IsPending = false;
        if (!response.Usage.IsUnknown)
        {
            Usage = response.Usage;
            HasFinalUsage = true;
        }
    }

    private void Told(in LlmOutcome response)
    {
        Model = response.Model ?? Model;
        Terms = response.Terms ?? Terms;
        ResponseId = response.ResponseId ?? ResponseId;
    }

    /// <summary>Counts output that is there as UTF-8 bytes, such as the arguments of a tool call.</summary>
    public void AddUtf8(long bytes) => ObservedOutputBytes += bytes;

    /// <summary>Counts output text, without keeping it.</summary>
    public void AddText(string? text)
    {
        if (text is not null)
            ObservedOutputBytes += Encoding.UTF8.GetByteCount(text);
    }
}
