using System.CommandLine;

namespace BudgetGen.Cli;

/// <summary>What one call used, and on which terms, as options. Totals include their details.</summary>
internal sealed class UsageOptions
{
    private readonly Option<string?> _provider = Text("--provider", "The provider, if the name alone could be several's.");
    private readonly Option<long?> _input = Count("--input", "All input tokens, cached ones included.");
    private readonly Option<long?> _cached = Count("--cached", "Of the input: read from a cache.");
    private readonly Option<long?> _written = Count("--cache-write", "Of the input: written to a cache, of whatever lifetime.");
    private readonly Option<long?> _writtenLong = Count("--cache-write-1h", "Of those written: for one hour.");
    private readonly Option<long?> _inputAudio = Count("--input-audio", "Of the input: audio tokens.");
    private readonly Option<long?> _inputImage = Count("--input-image", "Of the input: image tokens.");
    private readonly Option<long?> _output = Count("--output", "All output tokens, reasoning included.");
    private readonly Option<long?> _reasoning = Count("--reasoning", "Of the output: reasoning.");
    private readonly Option<long?> _outputAudio = Count("--output-audio", "Of the output: audio tokens.");
    private readonly Option<long?> _outputImage = Count("--output-image", "Of the output: image tokens.");
    private readonly Option<long?> _citations = Count("--citations", "Citation tokens, on top.");
    private readonly Option<long?> _images = Count("--images", "Pictures.");
    private readonly Option<string?> _size = Text("--size", "Their size, such as 1024x1792.");
    private readonly Option<string?> _quality = Text("--quality", "Their quality, such as hd.");
    private readonly Option<decimal?> _seconds = new("--seconds") { Description = "Audio, seconds." };
    private readonly Option<decimal?> _videoSeconds = new("--video-seconds") { Description = "Video, seconds." };
    private readonly Option<long?> _characters = Count("--characters", "Characters to be spoken.");
    private readonly Option<long?> _pages = Count("--pages", "Pages.");
    private readonly Option<long?> _searchUnits = Count("--search-units", "Search units.");
    private readonly Option<long?> _queries = Count("--queries", "Queries.");
    private readonly Option<long?> _requests = Count("--requests", "Requests.");
    private readonly Option<long?> _sessions = Count("--sessions", "Sessions of tools.");
    private readonly Option<long?> _searches = Count("--web-searches", "Web searches.");
    private readonly Option<SearchContextSize?> _context = new("--search-context-size") { Description = "Their context." };
    private readonly Option<string?> _tier = Text("--service-tier", "standard, flex, priority or batch.");
    private readonly Option<string?> _region = Text("--region", "Where data is processed.");
    private readonly Option<string?> _geo = Text("--inference-geo", "Anthropic's inference_geo.");
    private readonly Option<string?> _speed = Text("--speed", "Anthropic's speed.");
    private readonly Option<string?> _endpoint = Text("--endpoint", "The endpoint, where prices depend on it.");
    private readonly Option<string?> _at = Text("--at", "The instant of the call, UTC, such as 2026-09-01 or 2026-09-01T16:00:00Z; without it, now.");

    public void AddTo(Command command)
    {
        foreach (Option option in (ReadOnlySpan<Option>)[
            _provider, _input, _cached, _written, _writtenLong, _inputAudio, _inputImage, _output, _reasoning, _outputAudio, _outputImage, _citations, _images, _size, _quality, _seconds,
            _videoSeconds, _characters, _pages, _searchUnits, _queries, _requests, _sessions, _searches, _context, _tier, _region, _geo, _speed, _endpoint, _at])
        {
            command.Options.Add(option);
        }
    }

    public CostCase Read(ParseResult parsed, string model)
    {
        LlmUsage usage = new LlmTotals
        {
            Input = parsed.GetValue(_input),
            CacheRead = parsed.GetValue(_cached),
            CacheWrite = parsed.GetValue(_written),
            CacheWrite1h = parsed.GetValue(_writtenLong),
            InputAudio = parsed.GetValue(_inputAudio),
            InputImage = parsed.GetValue(_inputImage),
            Output = parsed.GetValue(_output),
            Reasoning = parsed.GetValue(_reasoning),
            OutputAudio = parsed.GetValue(_outputAudio),
            OutputImage = parsed.GetValue(_outputImage),
        }.ToUsage();
        if (usage.Inconsistent)
            throw new CliException("The details are more than their totals, or negative: --input includes what is cached, written and other than text, --output includes reasoning.");
        usage = usage with
        {
            Citation = parsed.GetValue(_citations),
            Images = parsed.GetValue(_images),
            ImageSize = parsed.GetValue(_size),
            ImageQuality = parsed.GetValue(_quality),
            AudioMilliseconds = parsed.GetValue(_seconds) is { } seconds ? Times.Milliseconds(seconds) : null,
            VideoMilliseconds = parsed.GetValue(_videoSeconds) is { } video ? Times.Milliseconds(video) : null,
            Characters = parsed.GetValue(_characters),
            Pages = parsed.GetValue(_pages),
            SearchUnits = parsed.GetValue(_searchUnits),
            Queries = parsed.GetValue(_queries),
            Requests = parsed.GetValue(_requests),
            Sessions = parsed.GetValue(_sessions),
            WebSearches = parsed.GetValue(_searches),
            SearchContextSize = parsed.GetValue(_context),
        };
        return new CostCase(model, model, parsed.GetValue(_provider), usage, new CallTerms
        {
            ServiceTier = CallTerms.TierOf(parsed.GetValue(_tier)) ?? throw new CliException($"Service tier '{parsed.GetValue(_tier)}' is not known; known are standard, flex, priority, batch."),
            Region = parsed.GetValue(_region),
            InferenceGeo = parsed.GetValue(_geo),
            Speed = parsed.GetValue(_speed),
            Endpoint = parsed.GetValue(_endpoint),
            At = parsed.GetValue(_at) is { } at ? Times.Instant(at) : null,
        });
    }

    private static Option<long?> Count(string name, string description) => new(name) { Description = description };

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };
}
