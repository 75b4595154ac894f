namespace BudgetGen.Mutants.Tests;

/// <summary>The faults of tracking: each makes a request count twice, not at all, or at less than it may cost.</summary>
internal static class TrackingMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        // A call inside another one, of whatever kind: nested tracked methods, a decorator or a client that meters itself inside a tracked method.
        new("a call inside another is held for and booked as well", "Tracking/MeteredCall.cs", "_isPaidByOuter = HasOuterOf(manager);", "_isPaidByOuter = false;"),
        new("what another manager reserved pays for a call inside", "Tracking/MeteredCall.cs", "if (!outer._isUnpriced && ReferenceEquals(outer._manager, manager))", "if (!outer._isUnpriced)"),
        new("a method that names no model pays for the call inside", "Tracking/MeteredCall.cs", "if (!outer._isUnpriced && ReferenceEquals(outer._manager, manager))", "if (ReferenceEquals(outer._manager, manager))"),
        new("a call that has ended still pays for those inside", "Tracking/MeteredCall.cs", "while (call is { IsOpen: false })", "while (call is { IsOpen: false, _outer: not null })"),
        new("the cap of a call inside is forgotten", "Tracking/MeteredCall.cs", "if (_isPaidByOuter && _maxCost is { } cap && _worstCase > cap)", "if (_isPaidByOuter && _maxCost is { } cap && _worstCase < cap)"),
        new("only the last call inside counts", "Tracking/MeteredCall.Reports.cs", "_reportedCost = Usd.Min(_reportedCost + cost, Usd.MaxCall);", "_reportedCost = cost;"),
        new("a report after the end is taken, and lost", "Tracking/MeteredCall.Reports.cs", "            if (_ended)\n                return false;\n\n            _reportedTier", "            if (_ended)\n                return true;\n\n            _reportedTier"),
        new("a call ends twice", "Tracking/MeteredCall.Reports.cs", "            Volatile.Write(ref _ended, true);\n", ""),
        new("a call without a price hides what was inside", "Tracking/MeteredCall.Reports.cs", "            _reportCount++;\n    }", "            _ended = _ended;\n    }"),
        new("what the calls inside cost is no floor", "Tracking/MeteredCall.Ends.cs", "        Usd cost = price.Cost(usage, _worstCase);\n        return reported && reportedCost > cost ?", "        Usd cost = price.Cost(usage, _worstCase);\n        return reported && reportedCost < cost ?"),
        new("a failure forgets what was spent inside", "Tracking/MeteredCall.Ends.cs", "        if (TryGetReports(out Usd reportedCost, out LlmUsage reportedUsage))\n            return SettleReports(_price.Usual, reportedCost, reportedUsage with { Estimated = true }, default);\n\n        return _isUnsent", "        return _isUnsent"),
        new("the spend of a call that outlived those around is nobody's", "Tracking/MeteredCall.Booking.cs", "return _reservation is null ? spend : null;", "return null;"),

        // Meters inside pipelines.
        new("chat out of a cache is booked", "Tracking/MeteredCall.Ends.cs", "        if (!reported && WasUnsent)\n            return CallEnd.Void(Unsent);\n\n        if (_isUnpriced)", "        if (_isUnpriced)"),
        new("vectors out of a cache are booked", "Tracking/MeteredCall.Ends.cs", "        if (!reported && WasUnsent)\n            return CallEnd.Void(Unsent);\n\n        if (told.IsUnknown", "        if (told.IsUnknown"),
        new("a request that reached its meter counts as a cache's answer", "Tracking/MeteredCall.Reports.cs", "_hasMeterInside && _reportCount == 0 && !Volatile.Read(ref _isReached)", "_hasMeterInside && _reportCount == 0"),
        new("a meter inside tells nobody that a request came by", "Tracking/PipelineMeter.cs", "around?.Metered?.Reach();", "_ = around;"),
        new("a meter says that it sees everything, and nobody promised it", "Tracking/PipelineMeter.cs", "options.SeesEveryRequest && serviceKey is null", "serviceKey is null"),
        new("a meter forgets the manager that it was given", "Tracking/PipelineMeter.cs", "options.Manager is null ? around", "options.Manager is not null ? around"),
        new("nobody asks a chat client for its meter", "Tracking/ExtensionsAIChat.cs", "HasMeterInside = client?.GetService(typeof(LlmMeter)) is not null", "HasMeterInside = false"),
        new("nobody asks a generator of vectors for its meter", "Tracking/ExtensionsAIEmbeddings.cs", "HasMeterInside = generator?.GetService(typeof(LlmMeter)) is not null", "HasMeterInside = false"),

        // Attempts.
        new("an attempt is not noted", "Tracking/MeteredCall.Attempts.cs", "            (_attempts ??= []).Add(attempt);", "            _ = _attempts;"),
        new("an answer is not noted", "Tracking/LlmAttemptHandler.cs", "        attempt.Answer((int)response.StatusCode);\n", ""),
        new("nobody looks whether the body of an answer breaks", "Tracking/LlmAttemptHandler.cs", "if (attempt.Fate == AttemptFate.Answered)", "if (attempt.Fate == AttemptFate.Lost)"),
        new("a failed attempt costs nothing", "Tracking/MeteredCall.Attempts.cs", "isPriced: true, attempts.Failed, ref cost", "isPriced: true, 0, ref cost"),
        new("a lost attempt costs nothing", "Tracking/MeteredCall.Attempts.cs", "told.KnowsOutput, lost, ref cost", "told.KnowsOutput, 0, ref cost"),
        new("a stream that began anew is booked once", "Tracking/MeteredCall.Attempts.cs", "attempts.IsLastLost ? 1 : 0), _restarts);", "attempts.IsLastLost ? 1 : 0), 0);"),
        new("nothing is held for sending again", "Tracking/MeteredCall.Attempts.cs", "_reservation is not null && _manager.IsTracking && HasUncertainAttempt;", "_reservation is null && HasUncertainAttempt;"),
        new("what was held for sending again stays", "Tracking/MeteredCall.Attempts.cs", "kind == CallEndKind.Suspend ? Attempts().MayBeBilled - 1 : 0;", "Attempts().MayBeBilled;"),
        new("a call that sent nothing is free without a promise", "Tracking/MeteredCall.Attempts.cs", "_manager.EveryAttemptIsSeen && !ReferenceEquals(_sdk, LlmSdk.None) && Attempts().Seen == 0;", "!ReferenceEquals(_sdk, LlmSdk.None) && Attempts().Seen == 0;"),
        new("reading a list of models is an attempt", "Tracking/LlmAttemptHandler.cs", "if (request.Method != HttpMethod.Post)", "if (request.Method == HttpMethod.Delete)"),
        new("a lost stream is sent again", "Tracking/LlmAttemptHandler.cs", "if (!AllowsResending && request.Headers.Contains(LastEventId))", "if (AllowsResending && request.Headers.Contains(LastEventId))"),
    ];
}
