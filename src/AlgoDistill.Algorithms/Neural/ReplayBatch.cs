using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Algorithms;

/// <summary>B returns drawn from a replay buffer as tensors, each with up to c values of later observations in it.</summary>
sealed class ReplayBatch(FeatureEncoder encoder, Tensor like, int size, int columns) : IDisposable
{
    readonly Input features = new(ScalarType.Float32, like, size, encoder.Width), successors = new(ScalarType.Float32, like, size * columns, encoder.Width),
        rewards = new(ScalarType.Float32, like, size), weights = new(ScalarType.Float32, like, size, columns);
    readonly int[] rows = new int[size], successorRows = new int[size * columns];
    readonly float[] observations = new float[size * encoder.ObservationWidth], next = new float[size * columns * encoder.ObservationWidth];

    /// <summary>(B).</summary>
    public ReadOnlySpan<int> Rows => rows;

    /// <summary>(B, observation width).</summary>
    public ReadOnlySpan<float> Observations => observations;

    /// <summary>(B, F).</summary>
    public Tensor Features => features.Value;

    /// <summary>(B · c, F).</summary>
    public Tensor Successors => successors.Value;

    /// <summary>Draws B rows.</summary>
    /// <param name="replay">Not empty.</param>
    /// <param name="steps">As in <see cref="ReplayBuffer.Return"/>, like the others.</param>
    /// <param name="discount">γ.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="rng">Source of chance.</param>
    public void Draw(ReplayBuffer replay, int steps, double discount, double lambda, Rng rng)
    {
        var width = encoder.ObservationWidth;
        for (var i = 0; i < size; i++)
        {
            rows[i] = replay.Draw(rng);
            var later = successorRows.AsSpan(i * columns, columns);
            rewards.Values<float>()[i] = replay.Return(rows[i], steps, discount, lambda, later, weights.Values<float>().Slice(i * columns, columns));
            replay.Observation(rows[i]).CopyTo(observations.AsSpan(i * width));
            for (var k = 0; k < columns; k++) replay.NextObservation(later[k]).CopyTo(next.AsSpan((i * columns + k) * width));
        }

        encoder.Encode(observations, features.Values<float>());
        encoder.Encode(next, successors.Values<float>());
        foreach (var input in (Input[])[features, successors, rewards, weights]) input.Upload();
    }

    /// <summary>Rewards plus weighted values: (B).</summary>
    /// <param name="values">Of <see cref="Successors"/>: (B · c).</param>
    public Tensor Returns(Tensor values) => rewards.Value + (weights.Value * values.view(size, columns)).sum(1);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var input in (Input[])[features, successors, rewards, weights]) input.Dispose();
    }
}
