using System.Text.Json;
using BudgetGen.Inventory;

namespace BudgetGen.Cli.Tests.Inventory;

public class InventoryComparisonTests
{
    [Fact]
    public void Nothing_changed() => Assert.Equal("", Compare([Call("A.cs", 1), Call("A.cs", 2)], [Call("A.cs", 1), Call("A.cs", 2)]));

    [Fact]
    public void Moved_lines_are_no_change() => Assert.Equal("", Compare([Call("A.cs", 1), Call("A.cs", 2, model: "b")], [Call("A.cs", 11), Call("A.cs", 12, model: "b")]));

    [Fact]
    public void Calls_that_swap_places_are_no_change() => Assert.Equal("", Compare([Call("A.cs", 1), Call("A.cs", 2, model: "b")], [Call("A.cs", 1, model: "b"), Call("A.cs", 2)]));

    [Fact]
    public void Moved_files_are_no_change() => Assert.Equal("", Compare([Call("A.cs", 1)], [Call("B/A.cs", 1)]));

    [Fact]
    public void Other_prices_are_no_change() => Assert.Equal("", Compare([Call("A.cs", 1) with { EstimatedCost = 1 }], [Call("A.cs", 1) with { EstimatedCost = 2 }]));

    [Fact]
    public void One_more_of_the_same_is_an_added_call() => Assert.Equal("+ A.cs:2", Compare([Call("A.cs", 1)], [Call("A.cs", 1), Call("A.cs", 2)]));

    [Fact]
    public void A_missing_call_was_removed() => Assert.Equal("- A.cs:2", Compare([Call("A.cs", 1), Call("A.cs", 2)], [Call("A.cs", 1)]));

    [Fact]
    public void Another_member_is_another_call() => Assert.Equal("+ A.cs:1; - A.cs:1", Compare([Call("A.cs", 1)], [Call("A.cs", 1) with { Member = "Other" }]));

    [Fact]
    public void Another_project_is_another_call() => Assert.Equal("+ A.cs:1; - A.cs:1", Compare([Call("A.cs", 1)], [Call("A.cs", 1) with { Project = "Other" }]));

    [Fact]
    public void A_changed_call_says_what_changed() => Assert.Equal(
        "~ A.cs:9 (status: tracked -> untracked; model: a -> b; a call: $0.01 -> $0.02)",
        Compare([Call("A.cs", 1) with { EstimatedCost = 0.01m }], [Call("A.cs", 9, model: "b") with { Status = CallStatus.Untracked, EstimatedCost = 0.02m }]));

    [Fact]
    public void A_changed_call_in_a_moved_file_is_a_changed_call() => Assert.Equal("~ B.cs:1 (model: a -> b)", Compare([Call("A.cs", 1)], [Call("B.cs", 1, model: "b")]));

    [Fact]
    public async Task Json_has_all_three_kinds()
    {
        (int code, string output, _) = await Tool.RunAsync("inventory", "llm-calls.json", "--compare", "before.json", "--format", "json", "--prices", "prices.json");
        Assert.Equal(0, code);
        JsonElement root = JsonDocument.Parse(output).RootElement;
        Assert.Equal((75m, 50m), (root.GetProperty("before").GetProperty("coverage_percent").GetDecimal(), root.GetProperty("after").GetProperty("coverage_percent").GetDecimal()));
        Assert.Equal("Desk.GreetAsync", Assert.Single(root.GetProperty("added").EnumerateArray()).GetProperty("member").GetString());
        Assert.Equal("Old.SumUpAsync", Assert.Single(root.GetProperty("removed").EnumerateArray()).GetProperty("member").GetString());
        Assert.Equal("model: gpt-4o-mini -> gpt-4o", Assert.Single(root.GetProperty("changed").EnumerateArray()).GetProperty("what").GetString());
    }

    [Fact]
    public async Task Sarif_says_which_results_are_new()
    {
        (_, string output, _) = await Tool.RunAsync("inventory", "llm-calls.json", "--compare", "before.json", "--format", "sarif");
        Assert.Equal(["new", "unchanged", "unchanged"], SarifCheck.Run(output).GetProperty("results").EnumerateArray().Select(static result => result.GetProperty("baselineState").GetString()!));
    }

    [Fact]
    public async Task Csv_begins_with_the_kind()
    {
        (_, string output, _) = await Tool.RunAsync("inventory", "llm-calls.json", "--compare", "before.json", "--format", "csv");
        Assert.Equal(["change", "added", "removed", "changed"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(',')[0]));
    }

    private static string Compare(InventoryCall[] before, InventoryCall[] after)
    {
        var comparison = InventoryComparison.Of(Report(before), Report(after));
        return string.Join("; ",
        [
            .. comparison.Added.Select(static call => $"+ {InventoryText.Place(call)}"),
            .. comparison.Removed.Select(static call => $"- {InventoryText.Place(call)}"),
            .. comparison.Changed.Select(static call => $"~ {InventoryText.Place(call.After)} ({call.What})"),
        ]);
    }

    private static InventoryReport Report(InventoryCall[] calls) => new([new InventoryProject("P", "")], calls, CallAssumptions.Usual, "");

    private static InventoryCall Call(string file, int line, string model = "a") => new()
    {
        Project = "P",
        File = file,
        Line = line,
        Column = 1,
        Member = "C.M",
        Called = "ChatClient.CompleteChat",
        Library = "OpenAI",
        Kind = "chat",
        Status = CallStatus.Tracked,
        Model = new CallBinding(CallBinding.Literal, model, null),
        User = new CallBinding(CallBinding.Ambient, null, null),
        PaidBy = new CallBinding(CallBinding.Ambient, null, null),
    };
}
