using System;
using System.ClientModel;

namespace BudgetGen.Generated;

/// <summary>Clients over System.ClientModel, such as OpenAI's, behind Microsoft.Extensions.AI.</summary>
internal static partial class ExtensionsAIChat
{
    static partial void ReadOpenAIStatus(Exception error, ref int? status) => status ??= (error as ClientResultException)?.Status;
}
