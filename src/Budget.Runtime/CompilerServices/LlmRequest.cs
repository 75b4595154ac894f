using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>What is known of a request before it is sent.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LlmRequest
{
    /// <summary>Stands for input that the provider keeps and that nobody here has seen, such as a conversation.</summary>
    public const string UnknownInput = "";

    /// <summary>The client library.</summary>
    public LlmSdk Sdk { get; init; }

    /// <summary>The provider, where only the client instance knows it; null: the library's.</summary>
    public string? Provider { get; init; }

    /// <summary>The model that is asked for, or null: the attribute's.</summary>
    public string? Model { get; init; }

    /// <summary>How large the prompt is.</summary>
    public PromptSize Prompt { get; init; }

    /// <summary>The bound on output tokens that the request sends, or null if it sends none.</summary>
    public long? MaxOutputTokens { get; init; }

    /// <summary>How many answers are asked for; 0 means 1.</summary>
    public int Choices { get; init; }

    /// <summary>True if the request lets the provider search the web, for a fee of its own for each search.</summary>
    public bool AllowsWebSearch { get; init; }

    /// <summary>The bound on web searches that the request sends, or null if it sends none.</summary>
    public long? MaxWebSearches { get; init; }

    /// <summary>
    /// The id of the response that the request continues, or <see cref="UnknownInput"/>; null: the prompt is all there is. What the provider keeps of it is input
    /// as well: as much as is known of that response, else as much as the model takes.
    /// </summary>
    public string? Continues { get; init; }

    /// <summary>True if a later request may continue the response of this one.</summary>
    public bool CanBeContinued { get; init; }

    /// <summary>What the request asks for besides the model, or null: nobody will tell on what terms it was served.</summary>
    public LlmTerms? Terms { get; init; }

    /// <summary>What the request can use other than the tokens of a chat, or null: it is a chat.</summary>
    public LlmBounds? Bounds { get; init; }

    /// <summary>What of the request can be changed before it is sent.</summary>
    public LlmRequestParts CanChange { get; init; }

    /// <summary>True if the request leaves through a meter inside: an answer that came without reaching it was not asked of any provider (<see cref="LlmMeter"/>).</summary>
    public bool HasMeterInside { get; init; }

    /// <summary>The token that the request is sent with, where the shape of the call has no place for it: streams and synchronous calls.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Is told what the call was booked as, once it is settled; null: nobody. It must not throw.</summary>
    internal Action<UsageRecord>? Booked { get; init; }

    /// <summary>A request of an annotated method that holds no known SDK call: its text arguments are the prompt.</summary>
    public static LlmRequest FromText(params ReadOnlySpan<string?> texts)
    {
        var prompt = new PromptSize();
        foreach (string? text in texts)
        {
            prompt.AddMessage();
            prompt.AddText(text);
        }

        return new LlmRequest { Sdk = LlmSdk.None, Prompt = prompt };
    }
}
