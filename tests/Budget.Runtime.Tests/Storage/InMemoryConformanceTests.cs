using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Storage;

public sealed class InMemoryOpeningTests() : OpeningConformance(new InMemoryFixture());

public sealed class InMemoryFiguresTests() : FiguresConformance(new InMemoryFixture());

public sealed class InMemoryIdempotenceTests() : IdempotenceConformance(new InMemoryFixture());

public sealed class InMemoryTogetherTests() : TogetherConformance(new InMemoryFixture());

public sealed class InMemoryIdentityTests() : IdentityConformance(new InMemoryFixture());

public sealed class InMemoryOpenReservationsTests() : OpenReservationsConformance(new InMemoryFixture());

public sealed class InMemoryUsageTests() : UsageConformance(new InMemoryFixture());

public sealed class InMemorySumsTests() : SumsConformance(new InMemoryFixture());

public sealed class InMemoryHistoryTests() : HistoryConformance(new InMemoryFixture());

public sealed class InMemoryPolicyTests() : PolicyConformance(new InMemoryFixture());

public sealed class InMemoryPriceTests() : PriceConformance(new InMemoryFixture());

public sealed class InMemoryAlertTests() : AlertConformance(new InMemoryFixture());

public sealed class InMemoryMalformedTests() : MalformedConformance(new InMemoryFixture());

public sealed class InMemoryModelTests() : ModelConformance(new InMemoryFixture());

public sealed class InMemoryConcurrencyTests() : ConcurrencyConformance(new InMemoryFixture());

/// <summary>What a store forgets that keeps few records is their newest end, and never money.</summary>
public sealed class BoundedInMemoryUsageTests() : UsageConformance(new InMemoryFixture(64));

public sealed class BoundedInMemorySumsTests() : SumsConformance(new InMemoryFixture(64));

public sealed class BoundedInMemoryHistoryTests() : HistoryConformance(new InMemoryFixture(64));

public sealed class BoundedInMemoryConcurrencyTests() : ConcurrencyConformance(new InMemoryFixture(64));

public sealed class InMemoryWithoutRecordsTests() : OpenReservationsConformance(new InMemoryFixture(0));
