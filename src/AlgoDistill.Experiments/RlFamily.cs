using AlgoDistill.Data;
using AlgoDistill.Learning;
using AlgoDistill.Models.Rl;

namespace AlgoDistill.Experiments;

/// <summary><see cref="MultiHeadTransformer"/> over the RL format.</summary>
public sealed class RlFamily : IModelFamily
{
    /// <inheritdoc/>
    public string Id => "rl";

    /// <inheritdoc/>
    public string ModelId => MultiHeadTransformer.ModelId;

    /// <inheritdoc/>
    public string Summary => "transformer over transitions with heads for action, reward, next observation and log-probability";

    /// <inheritdoc/>
    public object Options => new MultiHeadOptions();

    /// <inheritdoc/>
    public object ReadOptions(RunFolder run) => run.ReadModelConfiguration<MultiHeadOptions>(ModelId).Options;

    /// <inheritdoc/>
    public Trainable Create(object options, TrainPlan plan, HistoryStore store)
    {
        var chosen = (MultiHeadOptions)options;
        store.RequireKnown("reward");
        if (chosen.LogProbabilityWeight > 0) store.RequireKnown("log_probability", "with LogProbabilityWeight=0 it does not");
        var rng = new Rng(plan.Seed);
        var (manifest, windows) = (store.Manifest, store.Windows(plan.Windows(chosen.Context)));
        var model = new MultiHeadTransformer(manifest.Observations, manifest.Actions, chosen, rng.Split(0));
        var configuration = new ModelConfiguration<MultiHeadOptions>(ModelId, manifest.Observations, manifest.Actions, chosen);
        return new Trainable(new RlObjective(model, windows, plan.Batch, rng.Split(1)), windows, configuration.ToJson());
    }

    /// <inheritdoc/>
    public IAlgorithm Load(RunFolder run, double temperature) =>
        DistilledRl.Of(run.Path, MultiHeadTransformer.Load(run), temperature) with { Weights = run.WeightsHash() };
}
