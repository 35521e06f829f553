using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>What a trainer minimises: a model, and batches that know its loss.</summary>
public interface IObjective
{
    /// <summary>The model whose parameters are trained.</summary>
    nn.Module Model { get; }

    /// <summary>Makes an empty batch for the model where it is now, to be filled again for every update.</summary>
    /// <param name="share">Which part of each update's windows it takes.</param>
    /// <exception cref="ArgumentException">The windows of an update cannot be shared evenly.</exception>
    TrainingBatch CreateBatch(Share share);
}

/// <summary>A loss and its parts.</summary>
/// <param name="Total">Scalar to minimise.</param>
/// <param name="Heads">The unweighted loss of each head, scalars; always the same heads in the same order.</param>
public sealed record Loss(Tensor Total, IReadOnlyList<(string Head, Tensor Value)> Heads);
