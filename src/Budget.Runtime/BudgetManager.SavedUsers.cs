using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>Users' budgets in a file, to hand over or to move in with. The ledger itself is in the store and needs no saving.</summary>
public sealed partial class BudgetManager
{
    /// <summary>Marks what a file brought in.</summary>
    private const string LoadOperation = "LoadData";

    private readonly SemaphoreSlim _loading = new(1);

    /// <summary>
    /// Writes the users' budgets with their current cost, in total and by model, as JSON in the shape of LiteLLM's <c>user_cost.json</c>. A copy for people and
    /// other tools; the file is replaced as a whole. Each figure is exact, but calls that settle meanwhile may be in one and not in another.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels the writing; the file stays as it was.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task SaveDataAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        IReadOnlyList<BudgetStatus> budgets = UpdateBudgetAllUsers();
        IReadOnlyList<IReadOnlyDictionary<string, Usd>> costs = budgets.Count == 0 ? [] : await ModelCosts.OfAsync(Reader, budgets, cancellationToken).ConfigureAwait(false);
        await SavedBudgetFile.WriteAsync(path, budgets.Select((budget, i) => SavedOf(budget, costs[i])).OfType<SavedBudget>(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="SaveDataAsync"/>, and waits for it.</summary>
    /// <param name="path">The file.</param>
    public void SaveData(string path) => Blocking.Run(static s => new ValueTask(s.Manager.SaveDataAsync(s.Path)), (Manager: this, Path: path));

    /// <summary>
    /// Brings in the users of a file that <see cref="SaveDataAsync"/> or LiteLLM wrote. A user without a budget gets the file's. Costs are booked, on every
    /// budget that applies, only for users of whom the ledger knows no spend yet, and only if the window that they are of has not ended; each booking says in
    /// the ledger that a file brought it. Loading a file again changes nothing, also after a load that was cut short: then what was missing is booked.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels the loading between two users.</param>
    /// <returns>The users who got a budget or costs from the file.</returns>
    /// <exception cref="InvalidDataException">It is no such file; the message names the user and the key. Nothing was brought in.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="BudgetStoreException">Entries wait for the store, which does not take them: it cannot be told whether the file was brought in before.</exception>
    public async Task<IReadOnlyList<string>> LoadDataAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        IReadOnlyList<SavedBudget> file = await SavedBudgetFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);

        // One load at a time: two of the same file must not both find that the ledger knows nobody.
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CatchUpAsync().ConfigureAwait(false);
            IReadOnlyList<AccountBalance> balances = await Reader.GetBalancesAsync(cancellationToken).ConfigureAwait(false);
            var known = balances.Select(static balance => balance.Account.PolicyId).ToHashSet(StringComparer.Ordinal);
            var brought = new List<string>();
            foreach (SavedBudget saved in file)
            {
                cancellationToken.ThrowIfCancellationRequested();
                List<UsageRecord> missing = await MissingAsync(saved, known.Contains(BudgetDuration.IdOf(saved.User)), cancellationToken).ConfigureAwait(false);
                bool isNew = !IsValidUser(saved.User);
                if (isNew)
                    await CreateBudgetAsync(saved.TotalBudget, saved.User, saved.Period, saved.CreatedAt).ConfigureAwait(false);
                foreach (UsageRecord record in missing)
                    await RecordSpendAsync(record).ConfigureAwait(false);
                if (isNew || missing.Count > 0)
                    brought.Add(saved.User);
            }

            return brought;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>As <see cref="LoadDataAsync"/>, and waits for it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The users who got a budget or costs from the file.</returns>
    public IReadOnlyList<string> LoadData(string path) =>
        Blocking.Run(static s => new ValueTask<IReadOnlyList<string>>(s.Manager.LoadDataAsync(s.Path)), (Manager: this, Path: path));

    /// <summary>What the ledger lacks of a user's costs in a file.</summary>
    private async Task<List<UsageRecord>> MissingAsync(SavedBudget saved, bool hasAccount, CancellationToken cancellationToken)
    {
        DateTimeOffset now = Now;
        if (saved.HasEnded(now))
            return [];

        IReadOnlyList<UsageRecord> records = await Reader.GetUsageAsync(new UsageQuery { User = saved.User, Operation = LoadOperation, Limit = int.MaxValue }, cancellationToken)
            .ConfigureAwait(false);
        var loaded = records.Where(static record => record.Operation == LoadOperation).Select(static record => record.RequestId).ToHashSet(StringComparer.Ordinal);
        if (loaded.Count > 0 ? !loaded.Any(id => id!.StartsWith(saved.Fingerprint, StringComparison.Ordinal)) : hasAccount || await HasSpentAsync(saved.User, cancellationToken).ConfigureAwait(false))
            return [];

        return
        [
            .. from part in saved.Parts()
               let id = $"{saved.Fingerprint}/{part.Model}"
               where !loaded.Contains(id)
               select new UsageRecord
               {
                   Model = part.Model,
                   Cost = part.Cost,
                   Timestamp = now,
                   User = saved.User,
                   Endpoint = "brought in from a file",
                   RequestId = id,
                   Provider = CallPrice.Reported(this, part.Model, null).Provider,
                   Operation = LoadOperation,
               },
        ];
    }

    private async Task<bool> HasSpentAsync(string user, CancellationToken cancellationToken)
    {
        IReadOnlyList<SpendSum> sums = await Reader.SumSpendAsync(new SpendQuery { Of = new CallAttribution(User: user) }, cancellationToken).ConfigureAwait(false);
        return sums.Any(static sum => sum.Calls > 0);
    }

    /// <summary>A budget as a file has it; null if its period is none of LiteLLM's, because somebody changed the policy by hand.</summary>
    private static SavedBudget? SavedOf(BudgetStatus budget, IReadOnlyDictionary<string, Usd> modelCost)
    {
        BudgetPolicy policy = budget.Policy;
        BudgetPeriod? period = policy.Period == BudgetPeriod.Custom
            ? policy.Length is { } length ? BudgetDuration.PeriodOf(length) : null
            : policy.Period is BudgetPeriod.Rolling or BudgetPeriod.PerRequest ? null : policy.Period;
        return period is not { } known || policy.Limit is not { } limit ? null : new SavedBudget
        {
            User = policy.Key!,
            TotalBudget = limit,
            Period = known,
            CreatedAt = policy.Period == BudgetPeriod.Custom ? policy.Starts : null,
            WindowStart = budget.WindowStart,
            CurrentCost = budget.Spent,
            ModelCost = modelCost,
        };
    }
}
