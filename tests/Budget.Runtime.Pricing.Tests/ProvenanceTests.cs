namespace BudgetGen.Pricing.Tests;

/// <summary>What priced a call, as records keep it.</summary>
public sealed class ProvenanceTests
{
    [Fact]
    public void Every_line_of_the_book_explains_the_same_after_it_was_text()
    {
        var random = new RandomTerms(51);
        var prices = new PricingRegistry(PriceBook.Embedded);
        int priced = 0;
        foreach (ModelPricing line in PriceBook.Embedded.Lines)
        {
            foreach (ServiceTier tier in Enum.GetValues<ServiceTier>())
            {
                var terms = new CallTerms { ServiceTier = tier, Region = line.Conditions.Region, Endpoint = line.Conditions.Endpoint, Speed = "fast", InferenceGeo = "us" };
                LlmUsage usage = random.Usage() with { ImageSize = line.Conditions.Size, ImageQuality = line.Conditions.Quality };
                foreach (LlmUsage one in new[] { usage, LlmUsage.Of(300_000, 5) })
                {
                    PriceProvenance price = new PriceMatch(line, PriceMatchKind.Alias).Provenance.On(terms), read = PriceProvenance.FromJson(price.ToJson());
                    Assert.Equal(price, read);
                    Assert.Equal(price.Explain("m", one).ToJson(), read.Explain("m", one).ToJson());
                    priced += read.Explain("m", one).Cost is null ? 0 : 1;
                }
            }
        }

        Assert.True(priced > 500, $"{priced} have a cost.");
        Assert.Equal(("embedded", PriceBook.Embedded.Version), prices.Find("gpt-4o") is { } match ? (match.Provenance.Book, match.Provenance.BookVersion) : default);
    }

    [Fact]
    public void A_registry_says_of_which_book_it_is_and_shares_one_for_calls_that_are_priced_alike()
    {
        ModelPricing line = Lines.Named("acme", "large", aliases: "large-latest");
        var prices = new PricingRegistry(new PriceBook("below", "1", Lines.Named("acme", "large")), new PriceBook("above", "2", line));
        PriceProvenance exact = prices.Find("large")!.Value.Provenance, alias = prices.Find("large-latest")!.Value.Provenance;
        Assert.Equal(("above", "2", PriceMatchKind.Exact), (exact.Book, exact.BookVersion, exact.MatchKind));
        Assert.Equal(PriceMatchKind.Alias, alias.MatchKind);
        Assert.NotEqual(exact, alias);
        Assert.Same(exact, prices.Find("acme/large")!.Value.Provenance);
        Assert.Same(exact, prices.ProvenanceOf("large", default));

        var batch = new CallTerms { ServiceTier = ServiceTier.Batch };
        Assert.Same(exact.On(batch), exact.On(batch with { At = DateTimeOffset.UnixEpoch }));
        Assert.Same(exact, exact.On(new CallTerms { At = DateTimeOffset.UnixEpoch }));
        Assert.Null(exact.On(batch with { At = DateTimeOffset.UnixEpoch }).Terms.At);
        Assert.NotEqual(exact, exact.On(batch));
        Assert.Null(prices.ProvenanceOf("nobody-knows-it", default));

        // Words of providers do not fill the memory: beyond some, each asks anew.
        for (int i = 0; i < 1_000; i++)
            Assert.Equal($"region-{i}", exact.On(new CallTerms { Region = $"region-{i}" }).Terms.Region);
        Assert.NotSame(exact.On(new CallTerms { Region = "region-900" }), exact.On(new CallTerms { Region = "region-900" }));

        // The same lines from a book that was loaded again say the same, whoever made them.
        prices.Reload(new PriceBook("above", "2", line with { }));
        Assert.NotSame(exact, prices.Find("large")!.Value.Provenance);
        Assert.Equal(exact, prices.Find("large")!.Value.Provenance);
        Assert.Equal(exact.GetHashCode(), prices.Find("large")!.Value.Provenance.GetHashCode());
        prices.Reload(new PriceBook("above", "3", line));
        Assert.NotEqual(exact, prices.Find("large")!.Value.Provenance);
    }

    [Fact]
    public void A_match_that_no_registry_made_has_no_book()
    {
        PriceProvenance price = new PriceMatch(Lines.Named("acme", "large"), PriceMatchKind.Exact).Provenance;
        Assert.Equal((null, null, "acme/large"), (price.Book, price.BookVersion, price.PriceLine));
        Assert.Equal(price, PriceProvenance.FromJson(price.ToJson()));
    }

    [Fact]
    public void A_text_that_is_no_provenance_is_refused_as_such()
    {
        var random = new Random(5);
        string whole = new PriceMatch(new RandomTerms(52).Line(), PriceMatchKind.Exact).Provenance.On(new RandomTerms(53).Terms()).ToJson();
        int refused = 0;
        for (int i = 0; i < Soak.Rounds(5_000, 200_000); i++)
        {
            char[] broken = whole.ToCharArray();
            for (int j = random.Next(3); j >= 0; j--)
                broken[random.Next(broken.Length)] = (char)random.Next(' ', 127);
            string text = new string(broken)[..(random.Next(4) == 0 ? random.Next(whole.Length) : whole.Length)];
            try
            {
                PriceProvenance read = PriceProvenance.FromJson(text);
                Assert.Equal(read, PriceProvenance.FromJson(read.ToJson()));
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        Assert.True(refused > 1_000, $"{refused} were refused.");
        Assert.Throws<FormatException>(() => PriceProvenance.FromJson(""));
        Assert.Throws<FormatException>(() => PriceProvenance.FromJson("[]"));
        Assert.Throws<ArgumentNullException>(() => PriceProvenance.FromJson(null!));
    }

    [Fact]
    public void A_record_without_a_price_explains_nothing_and_one_with_another_cost_says_so()
    {
        PriceProvenance price = new PriceMatch(Lines.Named("acme", "large", 2), PriceMatchKind.Exact).Provenance;
        var record = new UsageRecord { Model = "large", Cost = new Usd(2_000), Timestamp = DateTimeOffset.UnixEpoch, Usage = LlmUsage.Of(1, 0) };
        Assert.Null(record.Explain());
        Assert.Equal((new Usd(2_000), CostCaveats.None), (record with { Provenance = price }).Explain() is { } same ? (same.Cost!.Value, same.Flags) : default);
        Assert.Equal(CostCaveats.ChargedOtherwise, (record with { Provenance = price, Cost = new Usd(2_001) }).Explain()!.Flags);

        // What nobody could have meant was charged at the most that the call may cost, and does not throw when it is read.
        CostExplanation odd = (record with { Provenance = price, Usage = LlmUsage.Of(-1, 0), ProviderCost = new Usd(3) }).Explain()!;
        Assert.Equal((null, CostCaveats.ChargedOtherwise, new Usd(3)), (odd.Cost, odd.Flags, odd.ProviderCost!.Value));
        Assert.Null(record.ProviderCost);
        Assert.Equal(Usd.Zero, (record with { ProviderCost = Usd.Zero }).ProviderCost);
        Assert.Equal(new Usd(long.MaxValue), (record with { ProviderCost = new Usd(long.MaxValue) }).ProviderCost);
        Assert.Null((record with { ProviderCost = Usd.Zero } with { ProviderCost = null }).ProviderCost);
        Assert.Throws<ArgumentOutOfRangeException>(() => record with { ProviderCost = new Usd(-1) });
    }
}
