using System.Reflection;
using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>What a call used comes back whole, whatever it used. Properties are found by reflection, so that one that is added cannot be forgotten.</summary>
public sealed class PackedUsageTests : IDisposable
{
    private static readonly PropertyInfo[] s_properties = [.. typeof(LlmUsage).GetProperties().Where(static property => property.CanWrite)];
    private static readonly string[] s_texts = ["1024x1792", "hd", "", "größe", "\uD83D\uDE00", "\uD800", "a\0b", new string('x', 5_000)];

    private readonly TestDirectory _directory = new(inMemory: true);
    private byte[] _bytes = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Any_usage_comes_back_equal()
    {
        var random = new Random(20_260_311);
        for (int round = 0; round < Soak.Rounds(20_000, 2_000_000); round++)
        {
            LlmUsage usage = Any(random);
            Assert.Equal(usage with { Estimated = false, Inconsistent = false }, PackedUsage.Unpack(Packed(usage)));
        }
    }

    [Fact]
    public void Each_count_and_text_comes_back_alone_and_at_its_bounds()
    {
        foreach (PropertyInfo property in s_properties.Where(static property => property.PropertyType != typeof(bool)))
        {
            foreach (object value in Values(property.PropertyType))
            {
                LlmUsage usage = With(default, property, value);
                Assert.False(PackedUsage.IsPlain(usage, 0, 0));
                Assert.Equal(usage, PackedUsage.Unpack(Packed(usage)));
            }
        }

        Assert.Equal(default, PackedUsage.Unpack(Packed(default)));
        Assert.Empty(Packed(default));
    }

    [Fact]
    public void Only_a_usage_of_nothing_but_its_totals_is_plain()
    {
        LlmUsage plain = LlmUsage.Of(30, 4);
        Assert.True(PackedUsage.IsPlain(plain, 30, 4));
        Assert.True(PackedUsage.IsPlain(plain with { Estimated = true, Inconsistent = true }, 30, 4));
        Assert.False(PackedUsage.IsPlain(plain, 30, 5));
        Assert.False(PackedUsage.IsPlain(plain, 31, 4));
        foreach (PropertyInfo property in s_properties.Where(static property => property.PropertyType != typeof(bool)))
            Assert.False(PackedUsage.IsPlain(With(plain, property, Values(property.PropertyType)[0]), 30, 4), property.Name);
    }

    [Fact]
    public void Bytes_of_before_are_read_and_the_usual_counts_are_written_as_before()
    {
        byte[] before = [0xCF, 0x04, 0xAC, 0x02, 0x02, 0x03, 0x04, 0x07, 0x00, 0x0B];
        var usage = new LlmUsage { Input = 300, CacheRead = 2, CacheWrite5m = 3, CacheWrite1h = 4, Output = 7, Reasoning = 0, WebSearches = 11 };
        Assert.Equal(usage, PackedUsage.Unpack(before));
        Assert.Equal(before, Packed(usage));
    }

    [Fact]
    public void Broken_bytes_are_refused_or_are_what_they_say()
    {
        var random = new Random(7);
        int refused = 0, read = 0;
        for (int round = 0; round < Soak.Rounds(50_000, 5_000_000); round++)
        {
            byte[] bytes = round % 4 == 0 ? new byte[random.Next(40)] : Packed(Any(random));
            if (round % 4 == 0)
                random.NextBytes(bytes);
            else if (bytes.Length > 0 && random.Next(2) == 0)
                bytes[random.Next(Math.Min(bytes.Length, 50))] ^= (byte)(1 << random.Next(8));
            else
                bytes = random.Next(2) == 0 ? bytes[..random.Next(bytes.Length + 1)] : [.. bytes, (byte)random.Next(256)];

            try
            {
                Assert.Equal(bytes, Packed(PackedUsage.Unpack(bytes)));
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.True(refused > 1_000 && read > 1_000, $"{refused} refused, {read} read.");
    }

    [Theory]
    [InlineData("01")]
    [InlineData("0100")]
    [InlineData("010080")]
    [InlineData("01008000")]
    [InlineData("0100FFFFFFFFFFFFFFFFFF02")]
    [InlineData("0100FFFFFFFFFFFFFFFFFFFF01")]
    [InlineData("01000505")]
    [InlineData("000805")]
    [InlineData("0080")]
    [InlineData("008000")]
    [InlineData("0080808008")]
    [InlineData("00808080010561")]
    [InlineData("0080808001FFFFFFFFFFFFFFFFFF01")]
    [InlineData("008080800101FF")]
    [InlineData("0080808004FFFFFFFFFFFFFFFF7F")]
    public void What_was_never_written_is_refused(string hex) => Assert.Throws<InvalidDataException>(() => PackedUsage.Unpack(Convert.FromHexString(hex)));

    [Fact]
    public async Task Every_property_comes_back_from_the_file()
    {
        var random = new Random(3);
        List<LlmUsage> usages = [.. s_properties.SelectMany(static property => Values(property.PropertyType).Select(value => With(LlmUsage.Of(30, 4), property, value)))];
        usages.AddRange(Enumerable.Range(0, 200).Select(_ => Any(random)));
        await using (var store = new SqliteBudgetStore(_directory.Database))
        {
            store.Open(Now);
            var tasks = new List<Task>();
            for (int i = 0; i < usages.Count; i++)
                tasks.Add(store.Writer.AppendAsync(Spend(i, at: Now.AddSeconds(-i), usage: Record(usages[i]))));
            await Task.WhenAll(tasks);
        }

        await using (var store = new SqliteBudgetStore(_directory.Database))
        {
            store.Open(Now);
            await store.VerifyAsync();
            Assert.Equal(usages, (await store.Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue })).Select(static record => record.Usage));
        }
    }

    [Fact]
    public async Task A_changed_count_of_pictures_or_size_is_noticed()
    {
        await using (var store = new SqliteBudgetStore(_directory.Database))
        {
            store.Open(Now);
            await store.AppendAsync(Spend(40, usage: Record(new LlmUsage { Images = 3, ImageSize = "512x512", ImageQuality = "hd" })));
        }

        SqliteBudgetStore.Verify(_directory.Database);
        foreach (LlmUsage other in new[]
        {
            new LlmUsage { Images = 4, ImageSize = "512x512", ImageQuality = "hd" }, new LlmUsage { Images = 3, ImageSize = "512x513", ImageQuality = "hd" }, new LlmUsage { Images = 3 },
        })
        {
            string copy = _directory.File($"{Guid.NewGuid():N}.db");
            File.Copy(_directory.Database, copy);
            using (var connection = Figures.Open(copy))
                Assert.Empty(Figures.Rows(connection, $"UPDATE entry SET buckets = X'{Convert.ToHexString(Packed(other))}'"));
            Assert.Equal(BudgetStoreFailure.Corrupt, Assert.Throws<BudgetStoreException>(() => SqliteBudgetStore.Verify(copy)).Failure);
        }
    }

    private byte[] Packed(in LlmUsage usage)
    {
        int length = PackedUsage.Pack(usage, ref _bytes);
        return _bytes[..length];
    }

    private static UsageRecord Record(in LlmUsage usage) => new() { Model = "m", Cost = default, Timestamp = Now, InputTokens = 30, OutputTokens = 4, Usage = usage };

    private static LlmUsage Any(Random random)
    {
        LlmUsage usage = default;
        int likely = random.Next(1, 12);
        foreach (PropertyInfo property in s_properties)
        {
            if (random.Next(12) >= likely)
                continue;

            object[] values = Values(property.PropertyType);
            bool count = property.PropertyType == typeof(long?) && random.Next(4) > 0;
            usage = With(usage, property, count ? random.NextInt64() >> random.Next(64) : values[random.Next(values.Length)]);
        }

        return usage;
    }

    private static object[] Values(Type type) => type switch
    {
        _ when type == typeof(long?) => [1L, 0L, 127L, 128L, long.MaxValue, -1L, long.MinValue],
        _ when type == typeof(string) => [.. s_texts],
        _ when type == typeof(bool) => [true],
        _ when Nullable.GetUnderlyingType(type) is { IsEnum: true } kind => [.. Enum.GetValues(kind).Cast<object>()],
        _ => throw new NotSupportedException($"A usage has a property of a kind that no test knows: {type}. The store may not know it, either."),
    };

    private static LlmUsage With(in LlmUsage usage, PropertyInfo property, object value)
    {
        object boxed = usage;
        property.SetValue(boxed, value);
        return (LlmUsage)boxed;
    }
}
