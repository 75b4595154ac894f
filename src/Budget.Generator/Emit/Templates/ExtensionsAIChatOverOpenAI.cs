using System;
using System.ClientModel;

namespace BudgetGen.Generated;

/// <summary>OpenAI's client behind Microsoft.Extensions.AI.</summary>
internal static partial class ExtensionsAIChat
{
    static partial void ReadOpenAIStatus(Exception error, ref int? status) => status ??= (error as ClientResultException)?.Status;
}
