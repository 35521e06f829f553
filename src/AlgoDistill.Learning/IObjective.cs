using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>What a trainer minimises: a model and the loss of its next batch.</summary>
public interface IObjective
{
    /// <summary>The model whose parameters are trained.</summary>
    nn.Module Model { get; }

    /// <summary>The loss of update <paramref name="step"/> (from 0): a function of the parameters and the step alone, so that training resumes exactly.</summary>
    Loss Loss(long step);
}

/// <summary>A loss and its parts.</summary>
/// <param name="Total">Scalar to minimise.</param>
/// <param name="Heads">The unweighted loss of each head, scalars.</param>
/// <param name="Tokens">Tokens that the batch held, for throughput.</param>
public sealed record Loss(Tensor Total, IReadOnlyList<(string Head, Tensor Value)> Heads, long Tokens);
