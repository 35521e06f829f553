using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>
/// What the loss of an update is computed from. <see cref="Prepare"/> works on the host and touches no parameter, so that it may run on
/// another thread while the update before trains; <see cref="Loss"/> is a function of the inputs' tensors and the parameters alone.
/// </summary>
public abstract class TrainingBatch : IDisposable
{
    readonly List<Input> inputs = [];

    /// <summary>Everything that the loss reads besides the parameters, always in the same order.</summary>
    public IReadOnlyList<Input> Inputs => inputs;

    /// <summary>Tokens that the batch holds, for throughput.</summary>
    public long TokenCount { get; protected set; }

    /// <summary>
    /// Sum of the weights that the loss is a mean over. The joint loss of batches is the mean of their losses weighted by it, and so
    /// is the joint gradient.
    /// </summary>
    public double Weight { get; protected set; }

    /// <summary>Fills the inputs on the host for update <paramref name="step"/> (from 0): a function of the step alone, so that training resumes exactly.</summary>
    public abstract void Prepare(long step);

    /// <summary>The loss of what was prepared and uploaded; it does not wait for the device.</summary>
    public abstract Loss Loss();

    /// <summary>The same loss of other tensors, which are read in the inputs' places and have their shapes.</summary>
    public Loss LossOf(IReadOnlyList<Tensor> values)
    {
        try
        {
            for (var i = 0; i < inputs.Count; i++) inputs[i].Substitute(values[i]);
            return Loss();
        }
        finally
        {
            foreach (var input in inputs) input.Substitute(null);
        }
    }

    /// <summary>Brings what was prepared to where the model reads it.</summary>
    public void Upload()
    {
        using var frozen = no_grad();
        foreach (var input in inputs) input.Upload();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var input in inputs) input.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes an input in, to be uploaded and disposed with the batch.</summary>
    protected Input Add(Input input)
    {
        inputs.Add(input);
        return input;
    }
}
