using Anthropic.Helpers;
using Anthropic.Helpers.Beta;
using Anthropic.Models.Messages;
using Anthropic.Services;

namespace MyApp;

public class Recipe
{
    public string Title { get; set; } = "";
}

[TrackLlmCall(Project = "kitchen")]
public class Cook(IMessageService messages)
{
    public Task<StructuredMessage<Recipe>> InventAsync(MessageCreateParams parameters) => messages.Create<Recipe>(parameters);

    public Task<StructuredMessage<T>> AnswerAsync<T>(MessageCreateParams parameters)
        where T : class, new() => messages.Create<T>(parameters);

    public Task GoOnAsync(BetaMessageThread<Recipe> thread) => thread.Send();
}
