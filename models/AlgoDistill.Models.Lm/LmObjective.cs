using AlgoDistill.Data;
using AlgoDistill.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Models.Lm;

/// <summary>Next-token prediction on the action tokens in windows of learning histories.</summary>
/// <param name="model">The model to train.</param>
/// <param name="windows">Where windows come from.</param>
/// <param name="batchSize">Windows of an update.</param>
/// <param name="fixedShape">
/// Whether all batches have one shape, at the price of padding: what a recorded graph needs, and so the rule on CUDA where it is left out.
/// </param>
public sealed class LmObjective(CausalLm model, HistoryWindows windows, int batchSize, bool? fixedShape = null) : IObjective
{
    /// <inheritdoc/>
    public nn.Module Model => model;

    /// <inheritdoc/>
    public TrainingBatch CreateBatch(Share share) =>
        new LmBatch(model, windows, batchSize, share, fixedShape ?? model.Like.device_type == DeviceType.CUDA);
}
