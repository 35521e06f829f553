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

    /// <summary>
    /// A linear layer with orthogonal weights (Saxe, McClelland and Ganguli 2014), biases zero: the rows are orthogonal to each other and of
    /// norm <paramref name="gain"/>, or the columns where there are fewer of them.
    /// </summary>
    public static Linear OrthogonalLinear(int inputs, int outputs, Rng rng, double gain = 1)
    {
        var layer = nn.Linear(inputs, outputs);
        var (count, length) = (Math.Min(inputs, outputs), Math.Max(inputs, outputs));
        var basis = OrthonormalRows(count, length, rng);
        var values = new float[outputs * inputs];
        for (var output = 0; output < outputs; output++)
            for (var input = 0; input < inputs; input++)
                values[output * inputs + input] = (float)(gain * (outputs <= inputs ? basis[output][input] : basis[input][output]));
        Set(layer.weight, values);
        Fill(layer.bias!, 0, rng);
        return layer;
    }

    /// <summary>An embedding table (<paramref name="count"/>, <paramref name="width"/>), normal with the given deviation.</summary>
    public static Parameter Table(int count, int width, Rng rng, double deviation = 0.5)
    {
        var table = new Parameter(zeros(count, width));
        table.DetachFromDisposeScope();     // as the parameters of TorchSharp's own layers
        Fill(table, deviation, rng);
        return table;
    }

    static void Fill(Tensor weights, double deviation, Rng rng)
    {
        var values = new float[weights.numel()];
        if (deviation > 0)
            for (var i = 0; i < values.Length; i++) values[i] = (float)(deviation * rng.NextGaussian());
        Set(weights, values);
    }

    /// <summary>Normal draws made orthogonal and of length 1, one after the other (Gram and Schmidt, in double precision).</summary>
    static double[][] OrthonormalRows(int count, int length, Rng rng)
    {
        var rows = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var row = rows[i] = new double[length];
            for (var k = 0; k < length; k++) row[k] = rng.NextGaussian();
            for (var pass = 0; pass < 2; pass++) // the second takes away what rounding left
                for (var j = 0; j < i; j++) AddScaled(row, rows[j], -Dot(row, rows[j]));
            AddScaled(row, row, 1 / Math.Sqrt(Dot(row, row)) - 1);
        }

        return rows;
    }

    static double Dot(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++) sum += x[k] * y[k];
        return sum;
    }

    static void AddScaled(double[] target, double[] source, double scale)
    {
        for (var k = 0; k < target.Length; k++) target[k] += scale * source[k];
    }

    static void Set(Tensor weights, float[] values)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        weights.copy_(tensor(values).reshape(weights.shape));
    }
}
