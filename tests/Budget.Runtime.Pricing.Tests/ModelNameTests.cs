namespace BudgetGen.Pricing.Tests;

public class ModelNameTests
{
    private static readonly PricingRegistry Book = new(new PriceBook(
        "names",
        "1",
        Lines.Named("openai", "gpt-4o-mini", 0.15m, datedSame: true),
        Lines.Named("openai", "gpt-4o", 2.5m, false, "gpt-4o-2024-08-06"),
        Lines.Named("openai", "gpt-4o-2024-05-13", 5),
        Lines.Named("openai", "ft:gpt-4o-2024-08-06", 3.75m),
        Lines.Named("anthropic", "claude-opus-4", 15, true, "claude-4-opus"),
        Lines.Named("xai", "grok-2", 2, datedSame: true),
        Lines.Named("google", "gemini-2.5-pro", 1.25m),
        Lines.Named("groq", "openai/gpt-oss-20b", 0.075m),
        Lines.Named("openrouter", "openai/gpt-4o-mini", 0.16m, datedSame: true),
        Lines.Named("openrouter", "openai/gpt-oss-20b", 0.03m),
        Lines.Named("openrouter", "anthropic/claude-3.5-sonnet", 3)));

    [Theory]
    [InlineData("gpt-4o", null, "openai/gpt-4o", PriceMatchKind.Exact)]
    [InlineData("  GPT-4o ", null, "openai/gpt-4o", PriceMatchKind.Exact)]
    [InlineData("gpt-4o", "openai", "openai/gpt-4o", PriceMatchKind.Exact)]
    [InlineData("gpt-4o", " OpenAI ", "openai/gpt-4o", PriceMatchKind.Exact)]
    [InlineData("gpt-4o-2024-08-06", null, "openai/gpt-4o", PriceMatchKind.Alias)]
    [InlineData("gpt-4o-2024-05-13", null, "openai/gpt-4o-2024-05-13", PriceMatchKind.Exact)]
    [InlineData("claude-4-opus", null, "anthropic/claude-opus-4", PriceMatchKind.Alias)]
    [InlineData("gpt-4o-mini-2024-07-18", null, "openai/gpt-4o-mini", PriceMatchKind.Dated)]
    [InlineData("claude-opus-4-20250514", null, "anthropic/claude-opus-4", PriceMatchKind.Dated)]
    [InlineData("grok-2-1212", null, "xai/grok-2", PriceMatchKind.Dated)]
    [InlineData("openai/gpt-4o", null, "openai/gpt-4o", PriceMatchKind.Exact)] // a line's id
    [InlineData("openai/gpt-4o", "openai", "openai/gpt-4o", PriceMatchKind.Prefix)]
    [InlineData("openai:gpt-4o", null, "openai/gpt-4o", PriceMatchKind.Prefix)]
    [InlineData("gemini/gemini-2.5-pro", null, "google/gemini-2.5-pro", PriceMatchKind.Prefix)]
    [InlineData("models/gemini-2.5-pro", null, "google/gemini-2.5-pro", PriceMatchKind.Prefix)]
    [InlineData("gemini-2.5-pro", "gcp.gemini", "google/gemini-2.5-pro", PriceMatchKind.Exact)]
    [InlineData("grok-2", "x_ai", "xai/grok-2", PriceMatchKind.Exact)]
    [InlineData("openai/gpt-4o-mini-2024-07-18", null, "openrouter/openai/gpt-4o-mini", PriceMatchKind.Dated)]
    [InlineData("openai/gpt-4o-mini-2024-07-18", "openai", "openai/gpt-4o-mini", PriceMatchKind.Dated)]
    [InlineData("openrouter/openai/gpt-4o-mini", null, "openrouter/openai/gpt-4o-mini", PriceMatchKind.Exact)]
    [InlineData("openrouter/openai/gpt-4o-mini-2024-07-18", null, "openrouter/openai/gpt-4o-mini", PriceMatchKind.Dated)]
    [InlineData("openai/gpt-4o-mini", "openrouter", "openrouter/openai/gpt-4o-mini", PriceMatchKind.Exact)]
    [InlineData("anthropic/claude-3.5-sonnet", null, "openrouter/anthropic/claude-3.5-sonnet", PriceMatchKind.Exact)]
    [InlineData("openrouter/openai/gpt-4o", null, "openai/gpt-4o", PriceMatchKind.Upstream)]
    [InlineData("openrouter/x-ai/grok-2", null, "xai/grok-2", PriceMatchKind.Upstream)]
    [InlineData("openai/gpt-4o-2024-08-06", "openrouter", "openai/gpt-4o", PriceMatchKind.Upstream)]
    [InlineData("gpt-4o", "azure", "openai/gpt-4o", PriceMatchKind.Upstream)]
    [InlineData("gpt-4o", "azure.ai.openai", "openai/gpt-4o", PriceMatchKind.Upstream)]
    [InlineData("azure/gpt-4o", null, "openai/gpt-4o", PriceMatchKind.Upstream)]
    [InlineData("gemini-2.5-pro", "gcp.vertex_ai", "google/gemini-2.5-pro", PriceMatchKind.Upstream)]
    [InlineData("claude-opus-4", "vertex_ai", "anthropic/claude-opus-4", PriceMatchKind.Upstream)]
    [InlineData("openai/gpt-oss-20b", "groq", "groq/openai/gpt-oss-20b", PriceMatchKind.Exact)]
    [InlineData("groq/openai/gpt-oss-20b", null, "groq/openai/gpt-oss-20b", PriceMatchKind.Exact)]
    [InlineData("openai/gpt-oss-20b", null, "groq/openai/gpt-oss-20b", PriceMatchKind.Exact)] // a name of two: the book's order decides, aggregators last
    [InlineData("ft:gpt-4o-2024-08-06:acme::abc123", null, "openai/ft:gpt-4o-2024-08-06", PriceMatchKind.FineTune)]
    [InlineData("ft:gpt-4o-2024-08-06", null, "openai/ft:gpt-4o-2024-08-06", PriceMatchKind.Exact)]
    public void A_name_leads_to_its_line(string name, string? provider, string line, PriceMatchKind kind)
    {
        PriceMatch match = Assert.NotNull(Book.Find(name, provider));
        Assert.Equal((line, kind), (match.Line.Id, match.Kind));

        // And so it does when it is asked again.
        Assert.Equal(match, Book.Find(name, provider));
    }

    [Theory]
    [InlineData("claude-opus-4-7", null)] // never the longest prefix: it costs a third of claude-opus-4
    [InlineData("gpt-4o-turbo", null)]
    [InlineData("gpt-4o-2024-11-20", null)] // gpt-4o does not say that dated versions cost the same
    [InlineData("gpt-4o-mini-2024", "google")]
    [InlineData("gpt-4o", "anthropic")]
    [InlineData("gpt-4o", "some-new-provider")]
    [InlineData("openai/gpt-4o-mini:free", null)]
    [InlineData("openrouter/openai/gpt-4o:free", null)]
    [InlineData("ft:gpt-4o-mini-2024-07-18:acme::abc", null)] // a fine-tune is never the base model
    [InlineData("claude-3-5-sonnet", null)] // a dot is not a dash
    [InlineData("gpt_4o", null)]
    [InlineData("gpt-4o-mini-2024-07-18-2024-07-18", null)]
    [InlineData("-20250514", null)]
    [InlineData("openai/", null)]
    [InlineData("/gpt-4o", null)]
    [InlineData(":", null)]
    [InlineData("", null)]
    [InlineData("gpt-4o", "")]
    public void A_name_that_nobody_knows_is_unknown(string name, string? provider) => Assert.Null(Book.Find(name, provider));

    [Fact]
    public void An_upstream_price_is_flagged_on_the_cost()
    {
        Assert.Equal(CostCaveats.Upstream, Book.CalculateLlmCost("openrouter/openai/gpt-4o", LlmUsage.Of(1, 1))!.Value.Flags);
        Assert.Equal(CostCaveats.None, Book.CalculateLlmCost("openai/gpt-4o-mini", LlmUsage.Of(1, 1), "openrouter")!.Value.Flags);
    }

    [Theory]
    [InlineData("gpt-4o-mni", "gpt-4o-mini")]
    [InlineData("gpt4o", "gpt-4o")]
    [InlineData("claude-opus4", "claude-opus-4")]
    [InlineData("Gemini-2.5-por", "gemini-2.5-pro")]
    public void Similar_names_are_suggested(string name, string expected) => Assert.Equal(expected, Book.Suggest(name)[0]);

    [Fact]
    public void Nothing_is_suggested_for_what_resembles_nothing()
    {
        Assert.Empty(Book.Suggest("a-model-of-my-own-house"));
        Assert.Empty(Book.Suggest(""));
        Assert.Empty(Book.Suggest(new string('x', 1_000_000)));
    }

    [Fact]
    public void A_million_names_are_not_remembered_for_ever()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < 200_000; i++)
            Assert.Null(Book.Find("attack-" + i));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8_000_000);
        Assert.NotNull(Book.Find("gpt-4o"));
    }

    [Fact]
    public void A_known_name_is_found_and_priced_without_allocating()
    {
        LlmUsage usage = LlmUsage.Of(1_000, 500);
        Price(usage);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
            Price(usage);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Price(in LlmUsage usage)
        {
            // An assertion would allocate.
            if (Book.CalculateLlmCost("gpt-4o", usage) is null || Book.Find("gpt-4o-mini-2024-07-18", "openai")!.Value.Line.WorstCase(1_000, 500) is null)
                throw new InvalidOperationException();
        }
    }
}
