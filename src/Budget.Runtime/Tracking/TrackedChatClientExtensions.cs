using Microsoft.Extensions.AI;

namespace BudgetGen;

/// <summary>Puts budgets around chat clients.</summary>
public static class TrackedChatClientExtensions
{
    /// <summary>The client with a meter around it; see <see cref="TrackedChatClient"/>.</summary>
    /// <param name="client">The client.</param>
    /// <param name="options">Who pays; null: whom the scope and the ambient context name.</param>
    public static TrackedChatClient WithBudget(this IChatClient client, TrackedChatClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new TrackedChatClient(client, options);
    }
}
