using static TorchSharp.torch.utils;

namespace AlgoDistill.Learning;

/// <summary>The losses of a training run as event files of TensorBoard: a scalar for the total, each head, the learning rate and the gradient's norm.</summary>
/// <param name="folder">Where the files go; each log begins one of its own, so that a resumed run goes on in a new file.</param>
public sealed class TensorBoardLog(string folder)
{
    readonly TorchSharp.Modules.SummaryWriter writer = tensorboard.SummaryWriter(folder);

    /// <summary>Adds an update.</summary>
    public void Add(TrainingStep step)
    {
        var at = checked((int)step.Step);
        writer.add_scalar("loss/total", (float)step.Loss, at);
        foreach (var (head, value) in step.Heads) writer.add_scalar($"loss/{head}", (float)value, at);
        writer.add_scalar("learning_rate", (float)step.LearningRate, at);
        writer.add_scalar("gradient_norm", (float)step.GradientNorm, at);
    }
}
