using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>Layers with their starting weights, drawn from an <see cref="Rng"/> so that a seed names a model.</summary>
public static class Initial
{
    // GPT-2's 0.02 at width 768, kept at other widths: the deviation shrinks with the square root of the inputs.
    const double LinearGain = 0.55;

    /// <summary>A linear layer: weights normal with deviation 0.55 / √inputs × <paramref name="gain"/>, biases zero.</summary>
    public static Linear Linear(int inputs, int outputs, Rng rng, double gain = 1, bool bias = true)
    {
        var layer = nn.Linear(inputs, outputs, hasBias: bias);
        Fill(layer.weight, LinearGain * gain / Math.Sqrt(inputs), rng);
        if (bias) Fill(layer.bias!, 0, rng);
        return layer;
    }

    /// <summary>An embedding table (<paramref name="count"/>, <paramref name="width"/>), normal with the given deviation.</summary>
    public static Parameter Table(int count, int width, Rng rng, double deviation = 0.5)
    {
        var table = new Parameter(zeros(count, width));
        Fill(table, deviation, rng);
        return table;
    }

    static void Fill(Tensor weights, double deviation, Rng rng)
    {
        var values = new float[weights.numel()];
        if (deviation > 0)
            for (var i = 0; i < values.Length; i++) values[i] = (float)(deviation * rng.NextGaussian());
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        weights.copy_(tensor(values).reshape(weights.shape));
    }
}
