using AlgoDistill.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AlgoDistill.Models.Rl;

/// <summary>Predicts a value of a space: a categorical distribution for each component of a discrete one, a normal one for a box.</summary>
sealed class SpaceHead : Module<Tensor, Tensor>
{
    const double LeastLogDeviation = -4, GreatestLogDeviation = 2;
    readonly Linear project;

    public SpaceHead(Space space, int width, Rng rng) : base(nameof(SpaceHead))
    {
        Space = space;
        project = Initial.Linear(width, Outputs(space), rng, gain: 0.5);
        RegisterComponents();
    }

    public Space Space { get; }

    /// <summary>Outputs a row.</summary>
    public int Width => Outputs(Space);

    /// <summary>Whether there is anything to predict: a component that can take one value alone says nothing.</summary>
    public bool Says => Space is not Space.Discrete { Count: 1 };

    /// <summary>(N, C) to (N, size × count) logits, or (N, 2 × size): means, then logarithms of deviations.</summary>
    public override Tensor forward(Tensor input) => Operators.Linear(input, project);

    /// <summary>Room for <paramref name="rows"/> values to predict: classes, int64 (rows × size), or numbers (rows, size).</summary>
    /// <param name="rows">Values N.</param>
    /// <param name="like">A parameter of the model.</param>
    public Input CreateTargets(int rows, Tensor like) =>
        Space is Space.Discrete ? new Input(ScalarType.Int64, like, (long)rows * Space.Width) : new Input(ScalarType.Float32, like, rows, Space.Width);

    /// <summary>Fills what <see cref="CreateTargets"/> made from values, flattened: (N × size).</summary>
    public void FillTargets(Input targets, ReadOnlySpan<float> values)
    {
        if (Space is Space.Box)
        {
            values.CopyTo(targets.Values<float>());
            return;
        }

        var classes = targets.Values<long>();
        for (var i = 0; i < values.Length; i++) classes[i] = (long)values[i];
    }

    /// <summary>Weighted mean negative log-likelihood a component.</summary>
    /// <param name="input">(N, C).</param>
    /// <param name="targets">As <see cref="CreateTargets"/> made them.</param>
    /// <param name="weights">(N).</param>
    /// <param name="labelSmoothing">For discrete spaces.</param>
    public Tensor Loss(Tensor input, Tensor targets, Tensor weights, double labelSmoothing)
    {
        var output = forward(input);
        if (Space is Space.Discrete { Count: var count, Size: var size })
        {
            var each = size == 1 ? weights : weights.unsqueeze(1).expand(-1, size).reshape(-1);
            return Operators.CrossEntropy(output.view(-1, count), targets, each, labelSmoothing);
        }

        var parts = output.chunk(2, -1);                                            // each (N, size)
        var logDeviation = parts[1].clamp(LeastLogDeviation, GreatestLogDeviation);
        var z = (targets - parts[0]) * exp(-logDeviation);
        var losses = (0.5 * z * z + logDeviation + 0.5 * Math.Log(2 * Math.PI)).mean([1L]);
        return (losses * weights).sum() / weights.sum();
    }

    /// <summary>Draws a value from one row of outputs.</summary>
    /// <returns>Natural logarithm of its probability or density.</returns>
    public float Draw(ReadOnlySpan<float> output, Span<float> value, double temperature, Rng rng)
    {
        float logProbability = 0;
        for (var i = 0; i < Space.Width; i++)
        {
            float part;
            if (Space is Space.Box box)
            {
                var logDeviation = Math.Clamp(output[box.Size + i], (float)LeastLogDeviation, (float)GreatestLogDeviation);
                (value[i], part) = Sampling.DrawNormal(output[i], logDeviation, temperature, rng);
                value[i] = Math.Clamp(value[i], box.Low, box.High);
            }
            else
            {
                var count = ((Space.Discrete)Space).Count;
                (var drawn, part) = Sampling.Draw(output.Slice(i * count, count), temperature, rng);
                value[i] = drawn;
            }

            logProbability += part;
        }

        return logProbability;
    }

    static int Outputs(Space space) => space is Space.Discrete discrete ? discrete.Count * discrete.Size : 2 * space.Width;
}
