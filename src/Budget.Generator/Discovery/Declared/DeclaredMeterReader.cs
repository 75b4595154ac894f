using System.Collections.Immutable;
using BudgetGen.Generator.Emit;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Declared;

/// <summary>Turns a bound declaration into C# expressions, under the names that the interceptor's parameters have.</summary>
internal sealed class DeclaredMeterReader
{
    // What the interceptor of a declared method calls its own.
    private static readonly string[] _own = ["ask", "bytes", "call", "error", "prompt", "reading", "result", "scope"];

    private readonly BoundDeclaration _bound;
    private readonly ReadMethod _read;

    private DeclaredMeterReader(BoundDeclaration bound, ReadMethod read) => (_bound, _read) = (bound, read);

    /// <summary>The meter of a method, and the parts of the template that reads its answer, if one does.</summary>
    public static DeclaredCall Read(BoundDeclaration bound, ReadMethod read, Compilation compilation) => new DeclaredMeterReader(bound, read).Read(compilation);

    private DeclaredCall Read(Compilation compilation)
    {
        (ResultReading reading, SdkTemplate template, string member) = ReturnReader.Reading(ReturnReader.Shape(_bound.Target).Result);
        bool isResponse = !_bound.ReadsUsage && reading == ResultReading.Response;
        var meter = new DeclaredMeter
        {
            Client = Client(),
            WalkedParameters = Walked().ToEquatableArray(),
            Prompt = Prompt().ToEquatableArray(),
            Request = Request().ToEquatableArray(),
            Usage = _bound.ReadsUsage ? Usage() : reading == ResultReading.Usage ? "result" + member : "",
            Outcome = Outcome().ToEquatableArray(),
            Texts = Texts(reading).ToEquatableArray(),
            EndMarks = Values(nameof(MethodDeclaration.Finished), ValueUse.EndMark).ToEquatableArray(),
            Template = isResponse ? template.ToString() : "",
            Token = Token(),
        };
        return new DeclaredCall(meter, isResponse ? TemplateParts.Of(template, compilation) : EquatableArray<string>.Empty);
    }

    private DeclaredClient Client()
    {
        string? provider = _bound.TextOf(nameof(MethodDeclaration.Provider)) is { IsLiteral: true } text ? text.LiteralText : null;
        string status = "";
        if (_bound.ErrorType is { } type && _bound.NumberOf(nameof(MethodDeclaration.Status)) is { Paths: { Length: 1 } paths })
            status = $"(int?)(error as {type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}){Conditional(paths[0].Members)}";
        return new DeclaredClient((provider ?? TypeName()) + "Sdk", provider is null ? "null" : Literals.Quote(provider.ToLowerInvariant()), status);
    }

    private string TypeName()
    {
        string name = _bound.Target.ContainingType.Name;
        return _bound.Target.ContainingType.TypeKind == TypeKind.Interface && name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]) ? name.Substring(1) : name;
    }

    // The exception may be another one.
    private static string Conditional(string members) => members.StartsWith("?", StringComparison.Ordinal) ? members : "?" + members;

    /// <summary>Parameters that are walked through and are no more than sequences: a lazy one must not run its side effects again for us.</summary>
    private IEnumerable<string> Walked() =>
        _bound.Values
            .Where(values => values.Key is nameof(MethodDeclaration.Prompt) or nameof(MethodDeclaration.Attachments))
            .SelectMany(values => values.Value)
            .Where(path => path.Root >= 0 && !path.Sequences.IsEmpty && path.Sequences[0] is { Members: "", IsLazy: true } && _bound.Target.Parameters[path.Root].RefKind == RefKind.None)
            .Select(path => _read.Root(path.Root))
            .Distinct();

    private IEnumerable<ReadValue> Prompt()
    {
        IEnumerable<ReadValue> texts = _bound.Values.ContainsKey(nameof(MethodDeclaration.Prompt))
            ? Values(nameof(MethodDeclaration.Prompt), ValueUse.Text)
            : _bound.TextParameters.Select(parameter => new ReadValue(EquatableArray<Loop>.Empty, _read.Root(parameter.Ordinal), ValueUse.Text));
        return texts.Concat(Values(nameof(MethodDeclaration.Attachments), ValueUse.Attachment));
    }

    private IEnumerable<NamedText> Request()
    {
        if (_bound.TextOf(nameof(MethodDeclaration.Provider)) is { IsLiteral: false } provider)
            yield return new NamedText(nameof(MethodDeclaration.Provider), provider.ToExpression(Root));
        if (_bound.TextOf(nameof(MethodDeclaration.Model)) is { } model)
            yield return new NamedText(nameof(MethodDeclaration.Model), model.ToExpression(Root));
        if (_bound.NumberOf(nameof(MethodDeclaration.MaxOutputTokens)) is { } bound)
            yield return new NamedText(nameof(MethodDeclaration.MaxOutputTokens), Sum(bound));
        if (_bound.NumberOf(nameof(MethodDeclaration.Choices)) is { } choices)
            yield return new NamedText(nameof(MethodDeclaration.Choices), Count(choices));
    }

    private IEnumerable<NamedText> Outcome()
    {
        if (_bound.TextOf(nameof(MethodDeclaration.ResponseModel)) is { } model)
            yield return new NamedText("Model", model.ToExpression(Root));
        if (_bound.TextOf(nameof(MethodDeclaration.ResponseId)) is { } id)
            yield return new NamedText(nameof(MethodDeclaration.ResponseId), id.ToExpression(Root));
    }

    private IEnumerable<ReadValue> Texts(ResultReading reading) =>
        _bound.Declaration.Text is not null ? Values(nameof(MethodDeclaration.Text), ValueUse.Text)
            : reading == ResultReading.Text ? [new ReadValue(EquatableArray<Loop>.Empty, "result", ValueUse.Text)]
            : [];

    /// <summary>The buckets: what includes another one's tokens is given as a total, from which that one is taken off.</summary>
    private string Usage()
    {
        string? input = Number(nameof(MethodDeclaration.InputTokens)), output = Number(nameof(MethodDeclaration.OutputTokens));
        string? read = Number(nameof(MethodDeclaration.CachedTokens)), write = Number(nameof(MethodDeclaration.CacheWriteTokens)), reasoning = Number(nameof(MethodDeclaration.ReasoningTokens));
        bool isCacheExtra = _bound.Declaration.CacheIsExtra, isReasoningExtra = _bound.Declaration.ReasoningIsExtra;

        var totals = new List<string> { input ?? "null", output ?? "null" };
        var extras = new List<string>();
        Add("cacheRead", "CacheRead", read, isCacheExtra);
        Add("cacheWrite", "CacheWrite5m", write, isCacheExtra);
        Add("reasoning", "Reasoning", reasoning, isReasoningExtra);
        string usage = $"LlmUsage.FromTotals({string.Join(", ", totals)})";
        return extras.Count == 0 ? usage : $"{usage} with {{ {string.Join(", ", extras)} }}";

        void Add(string argument, string property, string? value, bool isExtra)
        {
            if (value is null)
                return;
            if (isExtra)
                extras.Add($"{property} = {value}");
            else
                totals.Add($"{argument}: {value}");
        }
    }

    private string? Number(string property) => _bound.NumberOf(property) is { } number ? Sum(number) : null;

    /// <summary>A sum or product, of which the first term says whether anything is known; the others count for nothing where they are not there.</summary>
    private string Sum(BoundNumber number)
    {
        string nothing = number.IsProduct ? "1" : "0";
        var terms = number.Paths.Select((path, i) => i == 0 ? Root(path.Root) + path.Members : OrElse(path, nothing)).ToList();
        if (number.Constant is { } constant)
            terms.Add(constant.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return terms.Count == 1 ? terms[0] : "(long?)" + string.Join(number.IsProduct ? " * " : " + ", terms);
    }

    /// <summary>A number of answers: 0 says that the request does not name one, and a factor that is not there is 1.</summary>
    private string Count(BoundNumber number)
    {
        if (number.Paths.Length == 1 && number.Constant is null)
            return Root(number.Paths[0].Root) + number.Paths[0].Members + (number.Paths[0].MayBeNull ? " ?? 0" : "");

        IEnumerable<string> terms = number.Paths.Select(path => OrElse(path, number.IsProduct ? "1" : "0"));
        if (number.Constant is { } constant)
            terms = terms.Append(constant.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return string.Join(number.IsProduct ? " * " : " + ", terms);
    }

    private string OrElse(BoundPath path, string otherwise) => path.MayBeNull ? $"({Root(path.Root)}{path.Members} ?? {otherwise})" : Root(path.Root) + path.Members;

    private IEnumerable<ReadValue> Values(string property, ValueUse use) =>
        _bound.Values.TryGetValue(property, out ImmutableArray<BoundPath> paths) ? paths.Select(path => Value(path, use)) : [];

    private ReadValue Value(BoundPath path, ValueUse use)
    {
        var taken = new HashSet<string>(_own, StringComparer.Ordinal) { _read.Method.ReceiverName };
        taken.UnionWith(_read.Method.Parameters.Select(parameter => parameter.Name));
        var loops = new List<Loop>();
        string from = Root(path.Root);
        foreach (PathSequence sequence in path.Sequences)
        {
            string item = ItemOf(sequence.Name);
            while (!taken.Add(item))
                item += "_";
            loops.Add(new Loop(item, from + sequence.Members));
            from = item;
        }

        (string expression, ValueUse becomes) = Expression(from + path.Members, path, use);
        return new ReadValue(loops.ToEquatableArray(), expression, becomes);
    }

    private static (string Expression, ValueUse Use) Expression(string value, BoundPath path, ValueUse use)
    {
        switch (use)
        {
            case ValueUse.Text when Sequences.LengthOf(path.Type) is { } length:
                return (path.MayBeNull ? $"{value}{(path.IsNullAtItsEnd ? "?." : ".")}{length} ?? 0" : $"{value}.{length}", ValueUse.Bytes);
            case ValueUse.Text:
                return (value + TextConversion.Of(path.Type, path.IsNullAtItsEnd), use);
            case ValueUse.EndMark when path.Type.SpecialType == SpecialType.System_Boolean || IsNullableBoolean(path.Type):
                return (path.MayBeNull ? value + " == true" : value, use);
            case ValueUse.EndMark when path.Type.SpecialType == SpecialType.System_String:
                return ($"!string.IsNullOrEmpty({value})", use);
            default:
                return (path.MayBeNull ? value + " is not null" : "true", use);
        }
    }

    private static bool IsNullableBoolean(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && nullable.TypeArguments[0].SpecialType == SpecialType.System_Boolean;

    /// <summary>One of many: <c>message</c> of <c>Messages</c>.</summary>
    private static string ItemOf(string sequence)
    {
        string one = sequence.EndsWith("ies", StringComparison.Ordinal) && sequence.Length > 4 ? sequence.Substring(0, sequence.Length - 3) + "y"
            : sequence.EndsWith("s", StringComparison.Ordinal) && !sequence.EndsWith("ss", StringComparison.Ordinal) && sequence.Length > 2 ? sequence.Substring(0, sequence.Length - 1)
            : "item";
        return NameScope.Escape(char.ToLowerInvariant(one[0]) + one.Substring(1));
    }

    private string Token() =>
        _bound.Target.Parameters.FirstOrDefault(parameter => parameter is { RefKind: RefKind.None, Type: { Name: "CancellationToken", ContainingNamespace.Name: "Threading" } }) is { } token ? _read.Root(token.Ordinal) : "";

    private string Root(int ordinal) => ordinal switch
    {
        PathBinder.Result => "result",
        PathBinder.OtherResult => $"(result as {_bound.ResultType!.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})",
        PathBinder.Error => "error",
        _ => _read.Root(ordinal),
    };
}
