using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Tests;

/// <summary>Templates become plain, null-safe member access; what does not bind says why, and where in the text.</summary>
public class TemplateTests
{
    private const string Source = """
        public class Tenant { public int Id { get; set; } public Guid? Key; private int Secret => 1; public Plan Plan { get; set; } public DateTime Since { get; set; } public static int Count => 1; }
        public enum Plan { Free }
        public struct Point { public int X { get; set; } }
        public class Request { public Tenant? Tenant { get; set; } public string Name => "n"; public string @class => "c"; }
        public interface IHas { string Owner { get; } }
        public class Base { public string Region => "eu"; }
        public class C : Base
        {
            public string M<T, U>(string userId, int n, int? m, Request request, Point point, T anything, U has, (int A, string B) pair, object o, bool flag, ReadOnlySpan<char> span, out int result) where U : IHas { result = 0; return ""; }
            public static void S(string userId) { }
        }
        """;

    [Theory]
    [InlineData("literal", "\"literal\"")]
    [InlineData("", "\"\"")]
    [InlineData("{{x}}", "\"{x}\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("{userId}", "userId")]
    [InlineData("{ userId }", "userId")]
    [InlineData("{n}", "n.ToString(CultureInfo.InvariantCulture)")]
    [InlineData("{m}", "m?.ToString(CultureInfo.InvariantCulture)")]
    [InlineData("{flag}", "flag.ToString(CultureInfo.InvariantCulture)")]
    [InlineData("{request.Tenant.Id}", "request?.Tenant?.Id.ToString(CultureInfo.InvariantCulture)")]
    [InlineData("{request.Tenant.Key}", "request?.Tenant?.Key?.ToString()")]
    [InlineData("{request.Tenant.Plan}", "request?.Tenant?.Plan.ToString()")]
    [InlineData("{request.Tenant.Since}", "request?.Tenant?.Since.ToString(CultureInfo.InvariantCulture)")]
    [InlineData("{request.class}", "request?.@class")]
    [InlineData("{point.X}", "point.X.ToString(CultureInfo.InvariantCulture)")]
    [InlineData("{anything}", "anything?.ToString()")]
    [InlineData("{has.Owner}", "has?.Owner")]
    [InlineData("{pair.A}", "pair.A.ToString(CultureInfo.InvariantCulture)")]
    [InlineData("{o}", "o?.ToString()")]
    [InlineData("{this.Region}", "c.Region")]
    [InlineData("tenant-{userId}", "$\"tenant-{userId}\"")]
    [InlineData("{userId}/{request.Tenant.Id}", "string.Create(CultureInfo.InvariantCulture, $\"{userId}/{request?.Tenant?.Id}\")")]
    [InlineData("{{{userId}}}\"", "$\"{{{userId}}}\\\"\"")]
    public void A_template_binds(string template, string expression)
    {
        (BoundTemplate bound, IMethodSymbol method) = Bind(template, "M");
        Assert.Null(bound.Error);
        Assert.Equal(expression, bound.ToExpression(root => root < 0 ? "c" : method.Parameters[root].Name));
    }

    [Theory]
    [InlineData("{", "Syntax", "{", 0)]
    [InlineData("a}", "Syntax", "}", 1)]
    [InlineData("{}", "Syntax", "{}", 0)]
    [InlineData("{a b}", "Syntax", "{a b}", 0)]
    [InlineData("{a..b}", "Syntax", "{a..b}", 0)]
    [InlineData("x{user}", "UnknownParameter", "user", 2)]
    [InlineData("{request.Tennant}", "UnknownMember", "Tennant", 1)]
    [InlineData("{request.Tenant.Secret}", "InaccessibleMember", "Secret", 1)]
    [InlineData("{request.Tenant.Count}", "UnknownMember", "Count", 1)]
    [InlineData("{span}", "UnusableValue", "span", 1)]
    [InlineData("{result}", "UnusableValue", "result", 1)]
    public void A_template_that_does_not_bind_says_why_and_where(string template, string kind, string text, int start)
    {
        TemplateError error = Bind(template, "M").Bound.Error!;
        Assert.Equal((kind, text, start), (error.Kind.ToString(), error.Text, error.Start));
    }

    [Fact]
    public void A_static_method_has_no_receiver() => Assert.Equal(TemplateErrorKind.NoReceiver, Bind("{this.Region}", "S").Bound.Error!.Kind);

    [Fact]
    public void A_type_has_no_parameters() => Assert.Equal(TemplateErrorKind.UnknownParameter, TemplateBinder.Bind("{userId}", null, Sources.Compile(Source)).Error!.Kind);

    [Theory]
    [InlineData("feature=search", "feature", null)]
    [InlineData(" plan = {userId}", "plan", null)]
    [InlineData("a=b=c", "a", null)]
    [InlineData("nothing", "", "MalformedTag")]
    [InlineData("=x", "", "MalformedTag")]
    [InlineData("plan={nobody}", "plan", "UnknownParameter")]
    public void A_tag_has_a_name_and_a_template(string tag, string name, string? error)
    {
        IMethodSymbol method = Method("M", out CSharpCompilation compilation);
        BoundTemplate bound = TemplateBinder.BindTag(tag, method, method, compilation, out string found);
        Assert.Equal((name, error), (found, bound.Error?.Kind.ToString()));
    }

    [Theory]
    [InlineData("0.05", 50_000_000L)]
    [InlineData("1", 1_000_000_000L)]
    [InlineData("0.000000001", 1L)]
    [InlineData("0.0000000001", null)]
    [InlineData("-1", null)]
    [InlineData("1e3", null)]
    [InlineData("1,5", null)]
    [InlineData(null, null)]
    public void A_cap_is_an_exact_amount(string? text, long? nanos) => Assert.Equal(nanos, TrackSettings.ParseUsd(text));

    private static (BoundTemplate Bound, IMethodSymbol Method) Bind(string template, string name)
    {
        IMethodSymbol method = Method(name, out CSharpCompilation compilation);
        return (TemplateBinder.Bind(template, method, compilation), method);
    }

    private static IMethodSymbol Method(string name, out CSharpCompilation compilation)
    {
        compilation = Sources.Compile(Source);
        return (IMethodSymbol)compilation.GetSymbolsWithName(name, SymbolFilter.Member).Single();
    }
}
