using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Analysis;

/// <summary>Whether code runs for a request from the web, so that somebody is behind each call.</summary>
internal static class WebRequest
{
    private static readonly string[] _hosts =
    [
        "Microsoft.AspNetCore.Mvc.ControllerBase", "Microsoft.AspNetCore.Mvc.RazorPages.PageModel", "Microsoft.AspNetCore.Mvc.ViewComponent", "Microsoft.AspNetCore.SignalR.Hub",
        "Microsoft.AspNetCore.Http.IMiddleware", "Microsoft.AspNetCore.Components.ComponentBase",
    ];

    private static readonly string[] _parameters =
        ["Microsoft.AspNetCore.Http.HttpContext", "Microsoft.AspNetCore.Http.HttpRequest", "System.Security.Claims.ClaimsPrincipal", "Microsoft.AspNetCore.SignalR.HubCallerContext", "Grpc.Core.ServerCallContext"];

    /// <summary>True if a method answers requests: of a controller, page or hub, or with a request among its parameters.</summary>
    public static bool IsAnsweredBy(IMethodSymbol method) =>
        method.Parameters.Any(parameter => Array.IndexOf(_parameters, parameter.Type.ToDisplayString()) >= 0)
        || (method.ContainingType is { } type && Lineage(type).Any(ancestor => Array.IndexOf(_hosts, ancestor.OriginalDefinition.ToDisplayString()) >= 0));

    /// <summary>True if a place in the code is inside such a method, or in a handler that is mapped to a route.</summary>
    public static bool IsAround(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        for (ISymbol? symbol = model.GetEnclosingSymbol(node.SpanStart, cancellationToken); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            if (IsAnsweredBy(method))
                return true;
        }

        return node.Ancestors().OfType<AnonymousFunctionExpressionSyntax>().Any(lambda => lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && IsMapping(call, model, cancellationToken));
    }

    private static bool IsMapping(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { Name: var name, ContainingNamespace: { } space }
        && (name.StartsWith("Map", StringComparison.Ordinal) || name.StartsWith("Use", StringComparison.Ordinal) || name == "Run")
        && space.ToDisplayString() == "Microsoft.AspNetCore.Builder";

    private static IEnumerable<ITypeSymbol> Lineage(INamedTypeSymbol type)
    {
        for (ITypeSymbol? link = type; link is not null; link = link.BaseType)
            yield return link;
        foreach (INamedTypeSymbol contract in type.AllInterfaces)
            yield return contract;
    }
}
