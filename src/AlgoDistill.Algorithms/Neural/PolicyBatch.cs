using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Algorithms;

/// <summary>Rows of a rollout as tensors.</summary>
sealed class PolicyBatch(FeatureEncoder encoder, ActionDistribution distribution, int actionWidth, Tensor like) : IDisposable
{
    readonly Input features = new(ScalarType.Float32, like, 1, encoder.Width), prepared = new(ScalarType.Float32, like, 1, actionWidth),
        columns = new(ScalarType.Float32, like, 4, 1);
    float[] observations = [], actions = [];

    /// <summary>(B, F).</summary>
    public Tensor Features => features.Value;

    /// <summary>As <see cref="ActionDistribution.Evaluate"/> takes them: (B, action width).</summary>
    public Tensor Actions => prepared.Value;

    /// <summary>Advantages, returns, values and log-probabilities before the update: four times (B).</summary>
    public Tensor[] Columns() => columns.Value.unbind();

    /// <summary>Takes rows of a rollout.</summary>
    /// <param name="rollout">Estimated.</param>
    /// <param name="logProbabilities">(N), or nothing.</param>
    /// <param name="rows">Which of them: (B).</param>
    public void Fill(Rollout rollout, ReadOnlySpan<float> logProbabilities, ReadOnlySpan<int> rows)
    {
        Gather(rollout.Observations, encoder.ObservationWidth, rows, ref observations);
        Gather(rollout.Actions, actionWidth, rows, ref actions);
        features.Reshape(rows.Length, encoder.Width);
        prepared.Reshape(rows.Length, actionWidth);
        columns.Reshape(4, rows.Length);
        encoder.Encode(observations.AsSpan(0, rows.Length * encoder.ObservationWidth), features.Values<float>());
        distribution.Prepare(actions.AsSpan(0, rows.Length * actionWidth), prepared.Values<float>());
        var values = columns.Values<float>();
        for (var i = 0; i < rows.Length; i++)
        {
            values[i] = rollout.Advantages[rows[i]];
            values[rows.Length + i] = rollout.Returns[rows[i]];
            values[2 * rows.Length + i] = rollout.Values[rows[i]];
            values[3 * rows.Length + i] = logProbabilities.IsEmpty ? 0 : logProbabilities[rows[i]];
        }

        foreach (var input in (Input[])[features, prepared, columns]) input.Upload();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var input in (Input[])[features, prepared, columns]) input.Dispose();
    }

    static void Gather(ReadOnlySpan<float> source, int width, ReadOnlySpan<int> rows, ref float[] target)
    {
        if (target.Length < rows.Length * width) target = new float[rows.Length * width];
        for (var i = 0; i < rows.Length; i++) source.Slice(rows[i] * width, width).CopyTo(target.AsSpan(i * width, width));
    }
}
