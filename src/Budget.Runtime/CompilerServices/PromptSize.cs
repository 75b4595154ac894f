using System.ComponentModel;
using System.Text;

namespace BudgetGen.CompilerServices;

/// <summary>
/// How large a prompt is, counted without keeping any of it. Two figures: what to expect, and what it cannot exceed. A byte-level BPE never
/// yields more tokens than the text has UTF-8 bytes, so bytes are an upper bound for text of every known provider.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct PromptSize
{
    /// <summary>Framing of one chat message: a rule of thumb of 3 tokens, with one more for a name, so 4 at most.</summary>
    private const int TokensPerMessage = 4;

    /// <summary>A picture, file or sound whose tokens nobody can tell beforehand: the dearest common picture (OpenAI, high detail, 2048 x 4096) has 1,105 tokens.</summary>
    private const int TokensPerAttachment = 1_105;

    private long _utf8Bytes;
    private int _messages;
    private int _attachments;
    private long _hiddenTokens;
    private long _expectedHiddenTokens;

    /// <summary>Counts a chat message (its text is counted apart).</summary>
    public void AddMessage() => _messages++;

    /// <summary>Counts text.</summary>
    public void AddText(string? text)
    {
        if (text is not null)
            _utf8Bytes += Encoding.UTF8.GetByteCount(text);
    }

    /// <summary>Counts text that is there as UTF-8 bytes, such as a tool's JSON schema.</summary>
    public void AddUtf8(long bytes) => _utf8Bytes += bytes;

    /// <summary>Counts a part that is not text: a picture, a file, a sound.</summary>
    public void AddAttachment() => _attachments++;

    /// <summary>Counts input that is not in the request, such as the messages of a conversation that the provider keeps.</summary>
    /// <param name="most">The most tokens that it can have.</param>
    /// <param name="expected">The tokens to expect.</param>
    public void AddHidden(long most, long expected)
    {
        _hiddenTokens += Math.Clamp(most, 0, int.MaxValue);
        _expectedHiddenTokens += Math.Clamp(expected, 0, int.MaxValue);
    }

    /// <summary>UTF-8 bytes of text so far.</summary>
    public readonly long Utf8Bytes => _utf8Bytes;

    /// <summary>True if a part is in it whose size is a guess, or that nobody here has seen.</summary>
    public readonly bool HasAttachments => _attachments > 0 || _hiddenTokens > 0;

    /// <summary>The most tokens that the text can have; attachments are counted at their usual maximum.</summary>
    public readonly long UpperBoundTokens => _utf8Bytes + Framing + _hiddenTokens;

    /// <summary>The tokens to expect: about four UTF-8 bytes each in English prose.</summary>
    public readonly long ExpectedTokens => ((_utf8Bytes + 3) / 4) + Framing + _expectedHiddenTokens;

    private readonly long Framing => ((long)_messages * TokensPerMessage) + ((long)_attachments * TokensPerAttachment) + (_messages > 0 ? 3 : 0);
}
