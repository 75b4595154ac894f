using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BudgetGen;

/// <summary>Makes settings of a YAML text. Only what is the same to every reader is read; everything has a bound.</summary>
internal sealed class YamlFile(string source, ConfigurationReading reading)
{
    /// <summary>In bytes.</summary>
    public const int LargestFile = 1024 * 1024;

    private const char ByteOrderMark = '\uFEFF';
    private const int Deepest = 64;
    private const int MostNodes = 100_000;

    private int _nodes;

    /// <exception cref="OptionsValidationException">The bytes are too many, or not UTF-8.</exception>
    public string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LargestFile)
            throw TooLarge();

        for (ReadOnlySpan<byte> rest = bytes; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf8(rest, out _, out int length) != System.Buffers.OperationStatus.Done)
                throw Refused(bytes[..^rest.Length].Count((byte)'\n') + 1, $"the byte 0x{rest[0]:X2} is not UTF-8. Save the file in this encoding.");
            rest = rest[length..];
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <exception cref="OptionsValidationException">It is not YAML, or a kind of it that is not read.</exception>
    public YamlSetting Read(string yaml)
    {
        RefuseHiddenText(yaml);
        var parser = new Parser(new Scanner(new StringReader(yaml.StartsWith(ByteOrderMark) ? yaml[1..] : yaml), skipComments: true));
        Next<StreamStart>(parser);
        if (Next(parser) is not DocumentStart)
            throw reading.Refused($"{source} is empty. Write budget, budget_policies or alert_channels, or do not use it.");

        YamlSetting root = ReadNode(parser, Next(parser), null, "", 0);
        Next<DocumentEnd>(parser);
        if (Next(parser) is DocumentStart second)
            throw Refused(second.Start.Line, "a second document begins. A file has one; remove the line with '---', or the rest.");
        return root;
    }

    public OptionsValidationException TooLarge() => reading.Refused($"{source} is larger than 1 MiB. Split it into several files.");

    /// <summary>Before anything is parsed: what no editor shows may end a line, or a comment, for the parser.</summary>
    private void RefuseHiddenText(string yaml)
    {
        int line = 1;
        for (int at = 0; at < yaml.Length;)
        {
            if (!Rune.TryGetRuneAt(yaml, at, out Rune rune))
                throw Refused(line, $"half of a surrogate pair (\\u{(int)yaml[at]:X4}). The file must be Unicode text.");
            if (rune.Value is not ('\t' or '\n' or '\r') && Rune.GetUnicodeCategory(rune) is (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
                throw Refused(line, $"the character U+{rune.Value:X4}, which nobody can see. Remove it.");
            if (rune.Value == '\n')
                line++;
            at += rune.Utf16SequenceLength;
        }
    }

    private YamlSetting ReadNode(Parser parser, ParsingEvent start, YamlSetting? parent, string key, int depth)
    {
        long line = start.Start.Line;
        if (start is AnchorAlias || start is NodeEvent { Anchor.IsEmpty: false })
            throw Refused(line, "anchors and aliases ('&' and '*') are not read. Write the value out where it is needed, in quotes if it begins with such a sign.");
        if (start is NodeEvent { Tag.IsEmpty: false })
            throw Refused(line, "tags ('!') are not read. Remove it, or put the value in quotes if it begins with such a sign.");
        if (depth > Deepest)
            throw Refused(line, $"more than {Deepest} levels. Nothing that is read here is so deep.");
        if (++_nodes > MostNodes)
            throw Refused(line, "more than 100,000 values. Split the file into several files.");

        switch (start)
        {
            case Scalar scalar:
                return new YamlSetting(source, parent, key, line, YamlNodeKind.Value, IsNull(scalar) ? null : scalar.Value);
            case SequenceStart:
                var list = new YamlSetting(source, parent, key, line, YamlNodeKind.List);
                for (ParsingEvent next = Next(parser); next is not SequenceEnd; next = Next(parser))
                    list.Nodes.Add(ReadNode(parser, next, list, list.Nodes.Count.ToString(CultureInfo.InvariantCulture), depth + 1));
                return list;
            case MappingStart:
                return ReadSection(parser, new YamlSetting(source, parent, key, line, YamlNodeKind.Section), depth);
            default:
                throw Refused(line, "a value is needed here.");
        }
    }

    private YamlSetting ReadSection(Parser parser, YamlSetting section, int depth)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (ParsingEvent next = Next(parser); next is not MappingEnd; next = Next(parser))
        {
            // Reading it as a node refuses aliases and the like in keys too.
            YamlSetting key = ReadNode(parser, next, section, "?", depth + 1);
            if (key.IsSection || key.IsList || key.Value is null)
                throw Refused(next.Start.Line, "a key must be a plain text.");

            YamlSetting node = ReadNode(parser, Next(parser), section, key.Value, depth + 1);
            if (keys.Add(key.Value))
                section.Nodes.Add(node);
            else
                reading.Add($"{new YamlSetting(source, section, key.Value, key.Line, YamlNodeKind.Value).Path} is there twice. Keep one of them.");
        }

        return section;
    }

    private void Next<T>(Parser parser)
        where T : ParsingEvent
    {
        ParsingEvent next = Next(parser);
        if (next is not T)
            throw Refused(next.Start.Line, "this is not understood.");
    }

    private ParsingEvent Next(Parser parser)
    {
        try
        {
            if (parser.MoveNext() && parser.Current is { } current)
                return current;
        }
        catch (YamlException e)
        {
            throw Refused(e.Start.Line, $"this is not YAML: {SettingText.Shown(e.Message, 200)}");
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OptionsValidationException))
        {
            // Some broken files meet the parser unprepared (a list that ends inside a key, say), and it throws whatever comes.
            throw Refused(parser.Current?.End.Line ?? 1, "behind this line something is not YAML.");
        }

        throw reading.Refused($"{source} ends too early. Complete it.");
    }

    private OptionsValidationException Refused(long line, string complaint) =>
        reading.Refused($"{source}, line {line.ToString(CultureInfo.InvariantCulture)}: {complaint}");

    private static bool IsNull(Scalar scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is ("" or "~" or "null" or "Null" or "NULL");
}
