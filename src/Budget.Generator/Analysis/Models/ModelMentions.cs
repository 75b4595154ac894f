using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis.Models;

/// <summary>The models that a compilation names by constant texts, file by file: in attributes, in what makes a client, in requests. Found once for all rules.</summary>
internal sealed class ModelMentions
{
    private static readonly ConditionalWeakTable<Compilation, ModelMentions> _byCompilation = new();

    private readonly Compilation _compilation;
    private readonly CallClassifier _classifier;
    private readonly ConcurrentDictionary<SyntaxTree, ModelMention[]> _byTree = new();

    private ModelMentions(Compilation compilation) => (_compilation, _classifier) = (compilation, CallClassifier.For(compilation, trackAll: false));

    /// <summary>The mentions in a compilation.</summary>
    public static ModelMentions Of(Compilation compilation) => _byCompilation.GetValue(compilation, static key => new ModelMentions(key));

    /// <summary>The mentions in a file, in the order of the text.</summary>
    public IReadOnlyList<ModelMention> In(SyntaxTree tree, CancellationToken cancellationToken) =>
        _byTree.GetOrAdd(tree, key => [.. Find(key, cancellationToken).GroupBy(mention => mention.Expression.Span).Select(same => same.First()).OrderBy(mention => mention.Expression.SpanStart)]);

    private IEnumerable<ModelMention> Find(SyntaxTree tree, CancellationToken cancellationToken)
    {
        SimpleNameSyntax[] words = NameUses.In(tree, ModelWords.All, cancellationToken);
        if (words.Length == 0)
            return [];

        SemanticModel model = SemanticModels.Of(_compilation, tree);
        IEnumerable<ModelMention> found = words.SelectMany(word => At(word, model, cancellationToken));

        // "ChatClient client = new(...)" does not say what it makes where it makes it.
        return words.Any(word => ModelWords.IsType(word.Identifier.ValueText))
            ? found.Concat(tree.GetRoot(cancellationToken).DescendantNodes().OfType<ImplicitObjectCreationExpressionSyntax>().SelectMany(creation => Arguments(creation, model, cancellationToken)))
            : found;
    }

    private IEnumerable<ModelMention> At(SimpleNameSyntax word, SemanticModel model, CancellationToken cancellationToken)
    {
        string name = word.Identifier.ValueText;
        if (word.FirstAncestorOrSelf<SyntaxNode>(node => node is not NameSyntax) is AttributeSyntax attribute)
            return InAttribute(attribute, model, cancellationToken);

        if (ModelWords.IsProperty(name))
            return Assigned(word) is { } assignment ? InAssignment(assignment, model, cancellationToken) : [];

        return ModelWords.IsType(name)
            ? word.FirstAncestorOrSelf<SyntaxNode>(node => node is not NameSyntax) is ObjectCreationExpressionSyntax creation && creation.Type.Span.End == word.Span.End ? Arguments(creation, model, cancellationToken) : []
            : Candidates.CallOf(word) is { } call ? Arguments(call, model, cancellationToken) : [];
    }

    private static AssignmentExpressionSyntax? Assigned(SimpleNameSyntax property)
    {
        ExpressionSyntax target = property.Parent is MemberAccessExpressionSyntax access && access.Name == property ? access : property;
        return target.Parent is AssignmentExpressionSyntax { Right: LiteralExpressionSyntax or NameSyntax or MemberAccessExpressionSyntax } assignment && assignment.Left == target ? assignment : null;
    }

    private static IEnumerable<ModelMention> InAttribute(AttributeSyntax syntax, SemanticModel model, CancellationToken cancellationToken)
    {
        if (TrackAttributeSyntax.Read(syntax, model, cancellationToken) is not { } attribute || TrackAttribute.IsIgnored(attribute.Owner))
            yield break;

        AttributeText[] texts = [.. attribute.Texts(model, cancellationToken)];
        string? provider = texts.Where(text => text.Property == KnownNames.Provider).Select(text => Literal(text.Value)).FirstOrDefault();
        foreach (AttributeText text in texts)
        {
            if (text.Property == KnownNames.Model && Literal(text.Value) is { } name)
                yield return new ModelMention(name, provider, text.Expression);
        }
    }

    private IEnumerable<ModelMention> InAssignment(AssignmentExpressionSyntax syntax, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetOperation(syntax, cancellationToken) is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { } property } } assignment && IsKnown(property)
            ? Texts(assignment.Value)
            : [];

    private IEnumerable<ModelMention> Arguments(SyntaxNode syntax, SemanticModel model, CancellationToken cancellationToken)
    {
        IEnumerable<IArgumentOperation> arguments = model.GetOperation(syntax, cancellationToken) switch
        {
            IObjectCreationOperation creation => creation.Arguments,
            IInvocationOperation call => call.Arguments,
            _ => [],
        };
        return arguments.Where(argument => argument.Parameter is { } parameter && ModelWords.IsParameter(parameter.Name) && IsKnown(parameter)).SelectMany(argument => Texts(argument.Value));
    }

    private IEnumerable<ModelMention> Texts(IOperation value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;

        if (value is { ConstantValue: { HasValue: true, Value: string text }, Syntax: ExpressionSyntax expression, IsImplicit: false } && _classifier.PlaceOf(value) is { Tracking: not Tracking.Ignored })
            yield return new ModelMention(text, null, expression);
    }

    private static bool IsKnown(ISymbol member) => member.ContainingAssembly is { } assembly && ModelWords.Assemblies.Contains(assembly.Name);

    private static string? Literal(string template) => Template.Parse(template) is { IsLiteral: true } literal && literal.LiteralText.Trim().Length > 0 ? literal.LiteralText : null;
}
