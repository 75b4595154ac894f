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
    private long _tokens;
    private int _messages;
    private int _attachments;

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

    /// <summary>Counts input whose tokens are known, such as what the provider keeps of a conversation.</summary>
    public void AddTokens(long tokens) => _tokens += tokens;

    /// <summary>Counts a part that is not text: a picture, a file, a sound.</summary>
    public void AddAttachment() => _attachments++;

    /// <summary>UTF-8 bytes of text so far.</summary>
    public readonly long Utf8Bytes => _utf8Bytes;

    /// <summary>True if a part is in it whose size is a guess.</summary>
    public readonly bool HasAttachments => _attachments > 0;

    /// <summary>The most tokens that the text can have; attachments are counted at their usual maximum.</summary>
    public readonly long UpperBoundTokens => _utf8Bytes + _tokens + Framing;

    /// <summary>The tokens to expect: about four UTF-8 bytes each in English prose.</summary>
    public readonly long ExpectedTokens => ((_utf8Bytes + 3) / 4) + _tokens + Framing;

    private readonly long Framing => ((long)_messages * TokensPerMessage) + ((long)_attachments * TokensPerAttachment) + (_messages > 0 ? 3 : 0);
}
