using AlgoDistill.Data;
using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Models.Rl;

/// <summary>Imitation of the actions in windows of learning histories, with the other heads beside it.</summary>
/// <param name="model">The model to train.</param>
/// <param name="windows">Where batches come from.</param>
/// <param name="batchSize">Windows of an update.</param>
/// <param name="rng">Source of the token mask: window i of all updates uses its split i.</param>
public sealed class RlObjective(MultiHeadTransformer model, HistoryWindows windows, int batchSize, Rng rng) : IObjective
{
    /// <inheritdoc/>
    public nn.Module Model => model;

    /// <inheritdoc cref="IObjective.CreateBatch"/>
    public RlBatch CreateBatch(Share share) => new(model, windows, batchSize, share, rng);

    TrainingBatch IObjective.CreateBatch(Share share) => CreateBatch(share);
}
