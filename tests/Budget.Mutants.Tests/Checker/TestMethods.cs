using System.Reflection;

namespace BudgetGen.Tests.Mutants;

/// <summary>Runs tests as they are, one after another, with nobody else around.</summary>
internal static class TestMethods
{
    /// <summary>The first test that fails, or null.</summary>
    /// <param name="classes">The classes whose tests are run.</param>
    /// <param name="leftOut">Names of tests that are not.</param>
    /// <param name="patience">How long one may take: a fault may make it wait for ever.</param>
    public static string? FirstFailure(IEnumerable<Type> classes, IReadOnlyCollection<string> leftOut, TimeSpan patience)
    {
        foreach (MethodInfo test in classes.SelectMany(static type => type.GetMethods()).Where(m => m.IsDefined(typeof(FactAttribute)) && !leftOut.Contains(m.Name)))
        {
            foreach (object?[] arguments in Arguments(test))
            {
                try
                {
                    object instance = Activator.CreateInstance(test.DeclaringType!)!;
                    if (test.Invoke(instance, arguments) is Task task)
                        task.WaitAsync(patience).GetAwaiter().GetResult();
                }
                catch (Exception error)
                {
                    return $"{test.Name}: {(error.InnerException ?? error).Message.ReplaceLineEndings(" ")}";
                }
            }
        }

        return null;
    }

    /// <summary>The rows of a theory; of a long list the first, for the others only look for rarer things.</summary>
    private static IEnumerable<object?[]> Arguments(MethodInfo test) => test.GetParameters().Length == 0
        ? [[]]
        : test.GetCustomAttributes<InlineDataAttribute>().Select(static data => data.Data).Concat(test.GetCustomAttributes<MemberDataAttribute>().SelectMany(data => Rows(test, data).Take(1)));

    private static IEnumerable<object?[]> Rows(MethodInfo test, MemberDataAttribute data) =>
        ((System.Collections.IEnumerable)test.DeclaringType!.GetProperty(data.MemberName)!.GetValue(null)!).Cast<ITheoryDataRow>().Select(static row => row.GetData());
}
