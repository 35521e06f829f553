using AlgoDistill.Data;
using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Models.Rl;

/// <summary>Imitation of the actions in windows of learning histories, with the other heads beside it.</summary>
/// <param name="model">The model to train.</param>
/// <param name="windows">Where batches come from.</param>
/// <param name="batchSize">Windows a batch.</param>
/// <param name="rng">Source of the token mask: update t uses its split t.</param>
public sealed class RlObjective(MultiHeadTransformer model, HistoryWindows windows, int batchSize, Rng rng) : IObjective
{
    /// <inheritdoc/>
    public nn.Module Model => model;

    /// <inheritdoc/>
    public Loss Loss(long step) => model.Loss(windows.Batch(step, batchSize), rng.Split((ulong)step));
}
