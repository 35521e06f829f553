using AlgoDistill.Data;
using AlgoDistill.Learning;
using AlgoDistill.Models.Lm;

namespace AlgoDistill.Experiments;

/// <summary><see cref="CausalLm"/> over a language format.</summary>
public sealed class LmFamily : IModelFamily
{
    /// <inheritdoc/>
    public string Id => "lm";

    /// <inheritdoc/>
    public string ModelId => CausalLm.ModelId;

    /// <inheritdoc/>
    public string Summary => "causal language model over histories written in a language format";

    /// <inheritdoc/>
    public object Options => new CausalLmOptions();

    /// <inheritdoc/>
    public object ReadOptions(RunFolder run) => run.ReadModelConfiguration<CausalLmOptions>(ModelId).Options;

    /// <inheritdoc/>
    public Trainable Create(object options, TrainPlan plan, HistoryStore store)
    {
        var chosen = (CausalLmOptions)options;
        store.RequireKnown("reward");
        var (manifest, windows) = (store.Manifest, store.Windows(plan.Windows(chosen.Context)));
        if (chosen.Tokens == 0) chosen = chosen with { Tokens = CausalLm.LongestWindow(chosen, manifest.Observations, manifest.Actions, windows.Histories) };
        var model = new CausalLm(manifest.Observations, manifest.Actions, chosen, new Rng(plan.Seed).Split(0));
        var configuration = new ModelConfiguration<CausalLmOptions>(ModelId, manifest.Observations, manifest.Actions, chosen);
        return new Trainable(new LmObjective(model, windows, plan.Batch), windows, configuration.ToJson());
    }

    /// <inheritdoc/>
    public IAlgorithm Load(RunFolder run, double temperature) =>
        DistilledLm.Of(run.Path, CausalLm.Load(run), temperature) with { Weights = run.WeightsHash() };
}
