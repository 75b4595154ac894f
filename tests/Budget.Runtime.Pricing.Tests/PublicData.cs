namespace BudgetGen.Pricing.Tests;

/// <summary>Public lists, where they are at hand: a folder beside the checkout.</summary>
internal static class PublicData
{
    public static string? Find(string file)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data", file);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    public static string Needed(string file)
    {
        string? path = Find(file);
        Assert.SkipWhen(path is null, "The list is not here.");
        return path!;
    }
}
