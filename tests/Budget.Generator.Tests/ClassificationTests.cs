using BudgetGen.Generator.Tests.Harness;

namespace BudgetGen.Generator.Tests;

public class ClassificationTests
{
    [Theory]
    [InlineData("[TrackLlmCall] public void M(ChatClient c) => c.CompleteChat(\"x\");", "Sdk ChatClient.CompleteChat")]
    [InlineData("public void M(ChatClient c) => c.CompleteChat(\"x\");", "Untracked ChatClient.CompleteChat")]
    [InlineData("[BudgetIgnore(\"test\")] public void M(ChatClient c) => c.CompleteChat(\"x\");", "")]
    [InlineData("[TrackLlmCall] public void M(ChatClient c) => c.CompleteChat((System.ClientModel.BinaryContent)null!);", "Sdk ChatClient.CompleteChat")]
    [InlineData("[TrackLlmCall] public void M(ChatClient c) { Action a = () => c.CompleteChat(\"x\"); void F() => c.CompleteChat(\"x\"); }", "Sdk ChatClient.CompleteChat; Sdk ChatClient.CompleteChat")]
    [InlineData("[TrackLlmCall] public void M(ChatClient c) { } void N() => M(null!);", "Metered C.M")]
    [InlineData("[TrackLlmCall] public void M(ChatClient c) => c.CompleteChat(\"x\"); void N() => M(null!);", "Sdk ChatClient.CompleteChat; Scope C.M")]
    [InlineData("[TrackLlmCall] public void M(ChatClient c) { } Action<ChatClient> N() => M; string S => nameof(M);", "Refused MethodGroup C.M")]
    [InlineData("[TrackLlmCall] public void M(ChatClient c) { } void N(dynamic d) => M(d);", "Refused Dynamic C.M")]
    [InlineData("[TrackLlmCall] public void M(Microsoft.Extensions.AI.IChatClient c) { c.GetResponseAsync([]); Microsoft.Extensions.AI.ChatClientExtensions.GetResponseAsync(c, \"x\"); }", "Sdk IChatClient.GetResponseAsync; Sdk ChatClientExtensions.GetResponseAsync")]
    [InlineData("[TrackLlmCall] public void M(Anthropic.AnthropicClient c) { c.Messages.Create(null!); c.Beta.Messages.Create(null!); }", "Sdk IMessageService.Create; Sdk IMessageService.Create")]
    [InlineData("[TrackLlmCall] public void M(Anthropic.AnthropicClient c) { c.Messages.Batches.Create(null!); c.Messages.CountTokens(null!); }", "Unmetered IBatchService.Create")]
    [InlineData("[TrackLlmCall] public void M(OpenAI.Embeddings.EmbeddingClient c) { c.GenerateEmbedding(\"x\"); }", "Sdk EmbeddingClient.GenerateEmbedding")]
    [InlineData("[TrackLlmCall] public void M(OpenAI.Moderations.ModerationClient c) { c.ClassifyText(\"x\"); }", "")]
    public void A_call_is_what_the_table_and_the_attributes_say(string members, string expected) =>
        Assert.Equal(expected, Classified.Describe(Sources.Compile($"using OpenAI.Chat; class C {{ {members} }}")));

    [Fact]
    public void What_the_generator_wrote_is_not_found_again()
    {
        Generated generated = Generated.From(Sources.Compile("using OpenAI.Chat; class C { [TrackLlmCall] public void M(ChatClient c) => c.CompleteChat(\"x\"); }"));
        Assert.True(generated.Files.Count > 1);
        Assert.Equal("Sdk ChatClient.CompleteChat", Classified.Describe(generated.Compilation));
    }
}
