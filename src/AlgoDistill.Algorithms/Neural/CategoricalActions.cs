using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Algorithms;

/// <summary>Every component of a discrete action is drawn by itself, from the softmax of its logits.</summary>
sealed class CategoricalActions(Space.Discrete space) : ActionDistribution
{
    /// <inheritdoc/>
    public override int Outputs => space.Size * space.Count;

    /// <inheritdoc/>
    public override float Sample(ReadOnlySpan<float> outputs, Span<float> action, Rng rng)
    {
        var total = 0f;
        for (var i = 0; i < space.Size; i++)
        {
            (var drawn, var logProbability) = Sampling.Draw(outputs.Slice(i * space.Count, space.Count), temperature: 1, rng);
            action[i] = drawn;
            total += logProbability;
        }

        return total;
    }

    /// <inheritdoc/>
    public override void Prepare(ReadOnlySpan<float> actions, Span<float> prepared) => actions.CopyTo(prepared);

    /// <inheritdoc/>
    public override (Tensor LogProbability, Tensor Entropy) Evaluate(Tensor outputs, Tensor prepared)
    {
        var logits = outputs.view(-1, space.Size, space.Count).log_softmax(-1);                 // (B, size, count)
        var chosen = logits.gather(2, prepared.to(ScalarType.Int64).unsqueeze(2));              // (B, size, 1)
        return (chosen.sum([1, 2]), -(logits.exp() * logits).sum([1, 2]));
    }
}
