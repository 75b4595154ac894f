using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <content>Prices that are edited at run time, and that the store keeps.</content>
public sealed partial class BudgetManager
{
    private readonly PriceVersions _priceVersions;
    private readonly SemaphoreSlim _pricing = new(1);

    /// <summary>
    /// Puts a price line in force, over all other prices, or changes it: for calls that start after this returns. Calls in flight and settled costs keep theirs. The line
    /// replaces one of the same id below it, whole. Each change is a version that the store keeps, with who and why, and is durable before it is in force.
    /// </summary>
    /// <param name="line">The line, valid as it would have to be in a file in the format <c>budgetgen-prices/1</c>: with the address of a source and the day of the evidence.</param>
    /// <param name="actor">Who decides; null: code.</param>
    /// <param name="reason">Why, for auditors; or null.</param>
    /// <exception cref="ArgumentException">The line is not valid, or contradicts another one of the store; the message says what to do.</exception>
    /// <exception cref="BudgetStoreException">
    /// The store did not take it, and it is not in force. If the store did not answer in time it may have it all the same, and then it is in force after a restart; setting
    /// or deleting the line again decides that.
    /// </exception>
    public void SetPrice(ModelPricing line, string? actor = null, string? reason = null) => Blocking.Run(
        static s => new ValueTask(s.Manager.SetPriceAsync(s.Line, s.Actor, s.Reason)), (Manager: this, Line: line, Actor: actor, Reason: reason));

    /// <summary>As <see cref="SetPrice"/>; completes when the line is durable and in force.</summary>
    /// <param name="line">The line.</param>
    /// <param name="actor">Who decides; null: code.</param>
    /// <param name="reason">Why, for auditors; or null.</param>
    /// <exception cref="ArgumentException">The line is not valid, or contradicts another one of the store; the message says what to do.</exception>
    /// <exception cref="BudgetStoreException">The store did not take it, or has not answered; see <see cref="SetPrice"/>.</exception>
    public async Task SetPriceAsync(ModelPricing line, string? actor = null, string? reason = null)
    {
        ArgumentNullException.ThrowIfNull(line);
        try
        {
            (string definition, ModelPricing read) = PriceLineJson.Write(line, PriceVersions.BookName);
            await ChangeAsync(read.Id, definition, read, actor, reason).ConfigureAwait(false);
        }
        catch (PriceBookException refused)
        {
            throw new ArgumentException(refused.Message, nameof(line), refused);
        }
    }

    /// <summary>The price line with this id that the store keeps, or null: there is none in force. <see cref="Pricing"/> has the lines of all layers.</summary>
    public ModelPricing? GetPrice(string lineId) => GetPrices().FirstOrDefault(line => line.Id == lineId);

    /// <summary>The price lines in force that the store keeps, in the order of their ids.</summary>
    public IReadOnlyList<ModelPricing> GetPrices() => Pricing.Top?.Lines ?? [];

    /// <summary>Every version of every price line that the store keeps, or of one, oldest first: who put what in force, when and why.</summary>
    /// <param name="lineId">Only of this one; null: all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public ValueTask<IReadOnlyList<PriceLineChange>> GetPriceHistoryAsync(string? lineId = null, CancellationToken cancellationToken = default) =>
        Reader.GetPriceHistoryAsync(lineId, cancellationToken);

    /// <summary>Takes a price line out of the store: calls that start after this returns cost what the layers below say. Its history stays.</summary>
    /// <param name="lineId">The line's <see cref="ModelPricing.Id"/>. One that could not be read at the start can be taken out, too.</param>
    /// <param name="actor">Who decides; null: code.</param>
    /// <param name="reason">Why, for auditors; or null.</param>
    /// <returns>False if the store has none with this id. Lines of other layers cannot be deleted.</returns>
    /// <exception cref="BudgetStoreException">The store did not take it, or has not answered; the line stays in force. See <see cref="SetPrice"/>.</exception>
    public bool DeletePrice(string lineId, string? actor = null, string? reason = null) => Blocking.Run<(BudgetManager Manager, string LineId, string? Actor, string? Reason), bool>(
        static s => new ValueTask<bool>(s.Manager.DeletePriceAsync(s.LineId, s.Actor, s.Reason)), (this, lineId, actor, reason));

    /// <summary>As <see cref="DeletePrice"/>; completes when that is durable and the line is not in force any more.</summary>
    /// <param name="lineId">The line's <see cref="ModelPricing.Id"/>.</param>
    /// <param name="actor">Who decides; null: code.</param>
    /// <param name="reason">Why, for auditors; or null.</param>
    /// <returns>False if the store has none with this id.</returns>
    /// <exception cref="BudgetStoreException">The store did not take it, or has not answered; the line stays in force. See <see cref="SetPrice"/>.</exception>
    public Task<bool> DeletePriceAsync(string lineId, string? actor = null, string? reason = null)
    {
        ArgumentNullException.ThrowIfNull(lineId);
        return ChangeAsync(lineId, null, null, actor, reason);
    }

    /// <summary>One edit at a time: it is made sure that it can be in force, it is made durable, and then all prices are swapped at once.</summary>
    private async Task<bool> ChangeAsync(string lineId, string? definition, ModelPricing? line, string? actor, string? reason)
    {
        await _pricing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (line is null && !_priceVersions.MayHave(lineId))
                return false;
            if (_priceVersions.Next(lineId, definition, _clock.Now(), actor ?? Code, reason) is not { } change)
                return true;

            PriceBook? book = _priceVersions.BookWith(change, line);
            _priceVersions.Try(change);
            await _log.AppendAsync(change).ConfigureAwait(false);
            _priceVersions.Accept(change, line);
            Pricing.PutOnTop(book);
        }
        finally
        {
            _pricing.Release();
        }

        if (line is null)
            _logger.LogInformation(BudgetEvents.PriceChanged, "The store's price line {Line} is not in force any more", lineId);
        else
            _logger.LogInformation(BudgetEvents.PriceChanged, "The store's price line {Line} is in force for {Model} of {Provider}", lineId, line.Model, line.Provider);
        return true;
    }

    /// <summary>Lays what the store keeps over all other prices. What of it cannot be used is said and left out: that is no reason not to start.</summary>
    private PriceVersions RestorePrices(IReadOnlyList<PriceLineChange> stored)
    {
        var versions = new PriceVersions(stored);
        foreach ((PriceLineChange change, Exception why) in versions.LeftOut)
        {
            _logger.LogWarning(
                BudgetEvents.PriceLeftOut, why, "Version {Version} of price line {Line}, which the store keeps, cannot be used. Calls cost what the layers below say until it is set again or deleted.",
                change.Version, change.LineId);
        }

        Pricing.PutOnTop(versions.Book());
        return versions;
    }
}
