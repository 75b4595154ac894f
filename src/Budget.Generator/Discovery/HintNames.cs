using System.Globalization;
using System.Text;

namespace BudgetGen.Generator.Discovery;

/// <summary>Names generated files after their source files: readable, unique, and the same on every machine.</summary>
internal static class HintNames
{
    /// <summary>The name for the file at <paramref name="path"/>.</summary>
    /// <param name="path">The path of the source file.</param>
    /// <param name="root">The project's directory, or the directory that all files share; never part of the name.</param>
    public static string For(string path, string root)
    {
        string relative = Relative(Normalize(path).Split('/'), Normalize(root).TrimEnd('/').Split('/'));
        var name = new StringBuilder();
        foreach (char c in Path.GetFileNameWithoutExtension(relative))
            name.Append(char.IsLetterOrDigit(c) || c is '_' or '.' or '-' ? c : '_');
        return $"{name}.{Hash(relative).ToString("x8", CultureInfo.InvariantCulture)}.g.cs";
    }

    /// <summary>The directory that all paths lie in, or empty.</summary>
    public static string CommonDirectory(IEnumerable<string> paths)
    {
        string[]? common = null;
        foreach (string path in paths)
        {
            string[] directories = Normalize(path).Split('/');
            directories = [.. directories.Take(directories.Length - 1)];
            common = common is null ? directories : [.. common.Zip(directories, (left, right) => (left, right)).TakeWhile(pair => pair.left == pair.right).Select(pair => pair.left)];
        }

        return string.Join("/", common ?? []);
    }

    /// <summary>A file as seen from the project's directory, with forward slashes. Of a file that shares no directory with the project, only the name: all else is about one machine.</summary>
    public static string SourcePath(string path, string root)
    {
        string[] parts = Normalize(path).Split('/'), from = Normalize(root).TrimEnd('/').Split('/');
        bool isRooted = parts[0].Length == 0 || parts[0].EndsWith(":", StringComparison.Ordinal);
        bool isNear = !isRooted || (from.Length > 1 && parts.Length > 2 && string.Equals(parts[0], from[0], StringComparison.OrdinalIgnoreCase) && string.Equals(parts[1], from[1], StringComparison.OrdinalIgnoreCase));
        return !isNear ? parts[parts.Length - 1] : isRooted ? Relative(parts, from) : string.Join("/", parts);
    }

    private static string Relative(string[] path, string[] root)
    {
        int common = 0;
        while (common < root.Length && common < path.Length - 1 && string.Equals(root[common], path[common], StringComparison.OrdinalIgnoreCase))
            common++;

        return string.Join("/", Enumerable.Repeat("..", root.Length - common).Concat(path.Skip(common)));
    }

    private static string Normalize(string path) => path.Replace('\\', '/');

    /// <summary>FNV-1a: stable, unlike <see cref="string.GetHashCode()"/>.</summary>
    public static uint Hash(string text)
    {
        uint hash = 2_166_136_261;
        foreach (char c in text)
            hash = unchecked((hash ^ c) * 16_777_619);
        return hash;
    }
}
