using BudgetGen.Generator.Discovery;

namespace BudgetGen.Generator.Tests;

public class HintNameTests
{
    [Theory]
    [InlineData("/home/a/App/Program.cs", "/home/a/App/", @"C:\work\App\Program.cs", @"C:\work\App\")]
    [InlineData("/home/a/Shared/Linked.cs", "/home/a/App", "/elsewhere/Shared/Linked.cs", "/elsewhere/App")]
    public void A_name_depends_on_the_place_in_the_project_only(string path, string root, string otherPath, string otherRoot) =>
        Assert.Equal(HintNames.For(path, root), HintNames.For(otherPath, otherRoot));

    [Fact]
    public void Files_of_the_same_name_have_different_names() => Assert.NotEqual(HintNames.For("/app/A/Program.cs", "/app"), HintNames.For("/app/B/Program.cs", "/app"));

    [Fact]
    public void A_name_is_fit_for_a_file() => Assert.Matches(@"^My_Service-1_\.x\.[0-9a-f]{8}\.g\.cs$", HintNames.For("/app/My Service-1+.x.cs", "/app"));

    [Fact]
    public void The_common_directory_of_files_is_found() => Assert.Equal("/src/App", HintNames.CommonDirectory(["/src/App/A/B.cs", "/src/App/C.cs", "/src/App/A/D.cs"]));
}
