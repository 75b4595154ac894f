using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Declared;

/// <summary>Resolves the templates of a declaration against one method.</summary>
internal sealed class DeclarationBinder
{
    private readonly MethodDeclaration _declaration;
    private readonly ITypeSymbol? _errorType;
    private readonly ITypeSymbol? _resultType;
    private readonly PathBinder _paths;
    private readonly ImmutableArray<DeclarationError>.Builder _errors = ImmutableArray.CreateBuilder<DeclarationError>();

    private DeclarationBinder(MethodDeclaration declaration, IMethodSymbol declared, IMethodSymbol target, Compilation compilation)
    {
        _declaration = declaration;
        _errorType = Accessible(declaration.ErrorType, declaration.ErrorTypeName, compilation);
        _resultType = Accessible(declaration.ResultType, declaration.ResultTypeName, compilation);
        _paths = new PathBinder(declared, target, _errorType, _resultType, compilation);
    }

    /// <summary>Binds all that is said.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="declared">The method that it names.</param>
    /// <param name="target">The method that is called: the same, or one that overrides or implements it.</param>
    /// <param name="compilation">The compilation.</param>
    public static BoundDeclaration Bind(MethodDeclaration declaration, IMethodSymbol declared, IMethodSymbol target, Compilation compilation) =>
        new DeclarationBinder(declaration, declared, target, compilation).Bind(target);

    private BoundDeclaration Bind(IMethodSymbol target)
    {
        ImmutableDictionary<string, BoundTemplate>.Builder texts = ImmutableDictionary.CreateBuilder<string, BoundTemplate>();
        Text(nameof(_declaration.Provider), _declaration.Provider, TemplateSide.Request);
        Text(nameof(_declaration.Model), _declaration.Model, TemplateSide.Request);
        Text(nameof(_declaration.ResponseModel), _declaration.ResponseModel, TemplateSide.Result);
        Text(nameof(_declaration.ResponseId), _declaration.ResponseId, TemplateSide.Result);

        ImmutableDictionary<string, BoundNumber>.Builder numbers = ImmutableDictionary.CreateBuilder<string, BoundNumber>();
        Number(nameof(_declaration.MaxOutputTokens), _declaration.MaxOutputTokens, TemplateSide.Request);
        Number(nameof(_declaration.Choices), _declaration.Choices, TemplateSide.Request);
        Number(nameof(_declaration.InputTokens), _declaration.InputTokens, TemplateSide.Result);
        Number(nameof(_declaration.OutputTokens), _declaration.OutputTokens, TemplateSide.Result);
        Number(nameof(_declaration.CachedTokens), _declaration.CachedTokens, TemplateSide.Result);
        Number(nameof(_declaration.CacheWriteTokens), _declaration.CacheWriteTokens, TemplateSide.Result);
        Number(nameof(_declaration.ReasoningTokens), _declaration.ReasoningTokens, TemplateSide.Result);

        // A table's library may throw another exception in another version; then nobody knows the status.
        if (_declaration.ErrorTypeName is null || _errorType is not null)
            Number(nameof(_declaration.Status), _declaration.Status, TemplateSide.Error);

        ImmutableDictionary<string, ImmutableArray<BoundPath>>.Builder values = ImmutableDictionary.CreateBuilder<string, ImmutableArray<BoundPath>>();
        Values(nameof(_declaration.Prompt), _declaration.Prompt, TemplateSide.Request, TextError);
        Values(nameof(_declaration.Attachments), _declaration.Attachments, TemplateSide.Request, static _ => null);
        Values(nameof(_declaration.Text), _declaration.Text, TemplateSide.Result, TextError);
        Values(nameof(_declaration.Finished), _declaration.Finished, TemplateSide.Result, MarkError);

        return new BoundDeclaration(_declaration, target, texts.ToImmutable(), numbers.ToImmutable(), values.ToImmutable(), _errorType, _resultType, _errors.ToImmutable());

        void Text(string property, string? text, TemplateSide side)
        {
            if (text is not null && BindText(property, text, side) is { } bound)
                texts.Add(property, bound);
        }

        void Number(string property, string? text, TemplateSide side)
        {
            if (text is not null && BindNumber(property, text, side) is { } bound)
                numbers.Add(property, bound);
        }

        void Values(string property, string? text, TemplateSide side, Func<BoundPath, TemplateErrorKind?> judge)
        {
            if (text is not null && BindValues(property, text, side, judge) is { } bound)
                values.Add(property, bound);
        }
    }

    private BoundTemplate? BindText(string property, string text, TemplateSide side)
    {
        if (Parse(property, text) is not { } template)
            return null;

        ImmutableArray<BoundPart>.Builder parts = ImmutableArray.CreateBuilder<BoundPart>();
        foreach (TemplatePart part in template.Parts)
        {
            if (!part.IsPath)
            {
                parts.Add(new BoundPart(part.Text, 0, "", ""));
                continue;
            }

            if (Path(property, part, side, isMany: false) is not { } path)
                return null;
            if (!OwnText.IsThere(path.Type))
                return Fail(property, TemplateErrorKind.NoText, part);
            parts.Add(new BoundPart(null, path.Root, path.Members, TextConversion.Of(path.Type, path.IsNullAtItsEnd)) { WarningIds = path.WarningIds });
        }

        return new BoundTemplate(parts.ToImmutable(), null);
    }

    private BoundNumber? BindNumber(string property, string text, TemplateSide side)
    {
        if (Parse(property, text) is not { } template)
            return null;

        var paths = new List<BoundPath>();
        long? constant = null;
        string sign = "";
        bool isTermDue = true;
        foreach (TemplatePart part in template.Parts)
        {
            if (part.IsPath)
            {
                if (!isTermDue)
                {
                    Fail(property, TemplateErrorKind.NoNumber, part);
                    return null;
                }

                if (Path(property, part, side, isMany: false) is not { } path)
                    return null;
                if (!IsNumber(path.Type, property))
                {
                    Fail(property, TemplateErrorKind.NoNumber, part);
                    return null;
                }

                paths.Add(path);
                isTermDue = false;
                continue;
            }

            // Signs between the terms, all of one kind, and terms that are written down.
            foreach (string word in part.Text.Replace("+", " + ").Replace("*", " * ").Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            {
                bool isSign = word is "+" or "*";
                int number = 0;
                bool isRight = isSign
                    ? !isTermDue && (sign.Length == 0 || sign == word)
                    : isTermDue && int.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number);
                if (!isRight)
                {
                    Fail(property, TemplateErrorKind.NoNumber, part with { Text = part.Text.Trim() });
                    return null;
                }

                if (isSign)
                    sign = word;
                else
                    constant = sign == "*" ? (constant ?? 1) * number : (constant ?? 0) + number;
                isTermDue = isSign;
            }
        }

        if (isTermDue)
        {
            _errors.Add(new DeclarationError(property, new TemplateError(TemplateErrorKind.NoNumber, text, 0, text.Length)));
            return null;
        }

        return new BoundNumber([.. paths], constant, sign == "*");
    }

    private ImmutableArray<BoundPath>? BindValues(string property, string text, TemplateSide side, Func<BoundPath, TemplateErrorKind?> judge)
    {
        if (Parse(property, text) is not { } template)
            return null;

        var paths = new List<BoundPath>();
        foreach (TemplatePart part in template.Parts)
        {
            if (!part.IsPath)
            {
                if (part.Text.Trim().Length == 0)
                    continue;
                Fail(property, TemplateErrorKind.LiteralText, part);
                return null;
            }

            if (Path(property, part, side, isMany: true) is not { } path)
                return null;
            if (judge(path) is { } kind)
            {
                Fail(property, kind, part);
                return null;
            }

            paths.Add(path);
        }

        return [.. paths];
    }

    private Template? Parse(string property, string text)
    {
        var template = Template.Parse(text);
        if (template.Error is null)
            return template;

        _errors.Add(new DeclarationError(property, template.Error));
        return null;
    }

    private BoundPath? Path(string property, TemplatePart part, TemplateSide side, bool isMany)
    {
        BoundPath? path = _paths.Bind(part, side, isMany, out TemplateError? error);
        if (path is null)
            _errors.Add(new DeclarationError(property, error!));
        return path;
    }

    private BoundTemplate? Fail(string property, TemplateErrorKind kind, TemplatePart part)
    {
        _errors.Add(new DeclarationError(property, new TemplateError(kind, part.Text, part.Start, part.Length)));
        return null;
    }

    private static TemplateErrorKind? TextError(BoundPath path) => Sequences.IsBytes(path.Type) || OwnText.IsThere(path.Type) ? null : TemplateErrorKind.NoText;

    private static TemplateErrorKind? MarkError(BoundPath path) => TemplateBinder.MayBeNull(path.Type) || path.Type.SpecialType == SpecialType.System_Boolean ? null : TemplateErrorKind.AlwaysThere;

    /// <summary>Whole numbers that fit where they go; an HTTP status may also be an enum.</summary>
    private static bool IsNumber(ITypeSymbol type, string property)
    {
        ITypeSymbol value = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
        return value.SpecialType switch
        {
            SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32 => true,
            SpecialType.System_UInt32 or SpecialType.System_Int64 => property is not (nameof(MethodDeclaration.Choices) or nameof(MethodDeclaration.Status)),
            _ => property == nameof(MethodDeclaration.Status) && value.TypeKind == TypeKind.Enum,
        };
    }

    /// <summary>A type that generated code may name, as an attribute or a table says it; else null.</summary>
    private static ITypeSymbol? Accessible(ITypeSymbol? said, string? name, Compilation compilation)
    {
        ITypeSymbol? type = said ?? (name is null ? null : compilation.GetTypesByMetadataName(name).FirstOrDefault());
        return type is not null && compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) ? type : null;
    }
}
