using BudgetGen.Inventory;

namespace BudgetGen.Cli;

/// <summary>The inventories that builds left behind.</summary>
internal sealed class InventoryFiles
{
    private readonly Dictionary<string, string> _directories;

    private InventoryFiles(InventoryReport report, Dictionary<string, string> directories) => (Report, _directories) = (report, directories);

    /// <summary>All of them as one. A call that was compiled for several frameworks, or debug and release, is one call.</summary>
    public InventoryReport Report { get; }

    /// <summary>Finds and reads inventories.</summary>
    /// <param name="paths">Files, folders, or project files.</param>
    public static InventoryFiles Load(IReadOnlyList<string> paths)
    {
        string[] files = [.. paths.SelectMany(Find).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
        InventoryReport[] reports = [.. Newest([.. files.Select(static file => (file, InventoryJsonReader.Read(file)))])];
        var directories = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            foreach (InventoryProject project in InventoryJsonReader.Read(file).Projects)
            {
                if (DirectoryOf(file) is { } directory)
                    directories[project.Name] = directory;
            }
        }

        var calls = reports.SelectMany(static report => report.Calls).DistinctBy(static call => (call.Project, call.File, call.Line, call.Column, call.Called, InventoryComparison.Facts(call)));
        return new InventoryFiles(new InventoryReport(reports.SelectMany(static report => report.Projects), calls, CallAssumptions.Usual, ""), directories);
    }

    /// <summary>Where a call's file is, seen from here; from its project's directory, if nobody can say where that is.</summary>
    public string PathOf(InventoryCall call) =>
        _directories.TryGetValue(call.Project, out string? directory) ? Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(directory, call.File)).Replace('\\', '/') : call.File;

    private static IEnumerable<string> Find(string path)
    {
        if (Directory.Exists(path))
            return In(path);
        if (!File.Exists(path))
            throw new CliException($"{path}: there is no such file or folder.");
        return path.EndsWith("proj", StringComparison.OrdinalIgnoreCase) ? In(Path.GetDirectoryName(Path.GetFullPath(path))!) : [path];
    }

    private static string[] In(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        string[] found = [.. Directory.EnumerateFiles(folder, InventoryReport.FileName, options).Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new CliException($"{folder}: there is no {InventoryReport.FileName}. Build first: the build of a project that uses BudgetGen writes it into obj.");
    }

    /// <summary>Of the configurations of a project, debug and release, the one that was built last; each framework counts.</summary>
    private static IEnumerable<InventoryReport> Newest((string File, InventoryReport Report)[] all) => all
        .GroupBy(static one => (DirectoryOf(one.File), string.Join('|', one.Report.Projects.Select(static project => $"{project.Name} {project.TargetFramework}")), DirectoryOf(one.File) is null ? one.File : ""))
        .Select(static same => same.OrderByDescending(static one => File.GetLastWriteTimeUtc(one.File)).ThenBy(static one => one.File, StringComparer.Ordinal).First().Report);

    /// <summary>The directory of the project whose obj the file lies in; null: it lies elsewhere.</summary>
    private static string? DirectoryOf(string file)
    {
        for (string? folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.GetFileName(folder) == "obj" && Path.GetDirectoryName(folder) is { } above && Directory.EnumerateFiles(above, "*.*proj").Any())
                return above;
        }

        return null;
    }
}
