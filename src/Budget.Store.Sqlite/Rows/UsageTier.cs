namespace BudgetGen.Sqlite;

/// <summary>The service tier in the flags.</summary>
internal static class UsageTier
{
    public static UsageFlags Of(ServiceTier tier) => tier switch
    {
        ServiceTier.Flex => UsageFlags.Flex,
        ServiceTier.Priority => UsageFlags.Priority,
        ServiceTier.Batch => UsageFlags.Batch,
        _ => UsageFlags.None,
    };

    public static ServiceTier In(UsageFlags flags) => (flags & UsageFlags.Batch) switch
    {
        UsageFlags.Flex => ServiceTier.Flex,
        UsageFlags.Priority => ServiceTier.Priority,
        UsageFlags.Batch => ServiceTier.Batch,
        _ => ServiceTier.Standard,
    };
}
