using System.Collections;
using System.Reflection;
using Anthropic.Helpers.Beta;
using Beta = Anthropic.Models.Beta.Messages;

namespace BudgetGen.Generator.Tests.Rows;

/// <summary>Reads whatever a call of a client library hands over, to its end.</summary>
internal static class RowResult
{
    private static readonly MethodInfo _readStream = typeof(RowResult).GetMethod(nameof(ReadStreamAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static async Task ReadAsync(object? result)
    {
        if (result is Task task)
        {
            await task;
            result = task.GetType().GetProperty("Result")!.GetValue(task);
        }

        Assert.NotNull(result);
        switch (result)
        {
            // What costs something here is what is sent through them.
            case BetaMessageThread thread:
                await thread.Send(new Beta.BetaUserMessageParam(RowWorld.Said));
                break;
            case BetaMessageThread<Greeting> thread:
                await thread.Send(new Beta.BetaUserMessageParam(RowWorld.Said));
                break;
            case BetaToolRunner runner:
                await runner.RunUntilDoneAsync();
                break;
            default:
                await ReadStreamsAsync(result);
                break;
        }

        if (result is IAsyncDisposable asynchronous)
            await asynchronous.DisposeAsync();
        else if (result is IDisposable disposable)
            disposable.Dispose();
    }

    private static async Task ReadStreamsAsync(object result)
    {
        // A raw stream of Anthropic's hands over its events when it is asked to.
        if (result.GetType().GetMethod("Enumerate") is { } enumerate)
            result = enumerate.Invoke(result, [.. enumerate.GetParameters().Select(_ => (object?)CancellationToken.None)])!;
        if (result.GetType().GetInterfaces().FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)) is { } stream)
            Assert.True(await (Task<int>)_readStream.MakeGenericMethod(stream.GenericTypeArguments).Invoke(null, [result])! > 0);
        else if (result is IEnumerable items)
            Assert.NotEmpty(items.Cast<object?>().ToArray());
    }

    private static async Task<int> ReadStreamAsync<T>(IAsyncEnumerable<T> stream)
    {
        int read = 0;
        await foreach (T _ in stream)
            read++;
        return read;
    }
}
