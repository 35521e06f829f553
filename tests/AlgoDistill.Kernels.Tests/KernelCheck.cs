using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Tests;

/// <summary>Compares a kernel with the plain composition in float64, and its gradient with finite differences.</summary>
static class KernelCheck
{
    /// <summary>‖value − reference‖ / ‖reference‖ in float64.</summary>
    public static double RelativeError(Tensor value, Tensor reference)
    {
        using var scope = NewDisposeScope();
        var expected = reference.to(ScalarType.Float64);
        var size = expected.norm().item<double>();
        return (value.to(ScalarType.Float64) - expected).norm().item<double>() / Math.Max(size, 1e-30);
    }

    /// <summary>
    /// Holds value and gradients of <paramref name="fused"/> in float32 to those of <paramref name="plain"/> in float64,
    /// 1e-5 and 1e-4, and of the float64 kernel to rounding.
    /// </summary>
    public static void AssertEqual(Func<Tensor[], Tensor> fused, Func<Tensor[], Tensor> plain, params Tensor[] inputs)
    {
        using var scope = NewDisposeScope();
        var (expected, expectedGradients) = Differentiate(plain, inputs, ScalarType.Float64);
        foreach (var (type, forward, backward) in new[] { (ScalarType.Float32, 1e-5, 1e-4), (ScalarType.Float64, 1e-12, 1e-11) })
        {
            var (value, gradients) = Differentiate(fused, inputs, type);
            Assert.Equal(expected.shape, value.shape);
            Assert.InRange(RelativeError(value, expected), 0, forward);
            for (var i = 0; i < inputs.Length; i++)
                Assert.InRange(RelativeError(gradients[i], expectedGradients[i]), 0, backward);
        }
    }

    /// <summary>Holds the gradient of <paramref name="function"/> in float64 to central differences along random directions.</summary>
    public static void AssertGradient(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        using var scope = NewDisposeScope();
        const double step = 1e-5;
        var (value, gradients) = Differentiate(function, inputs, ScalarType.Float64);
        var weights = Weights(value);
        for (var trial = 0; trial < 3; trial++)
        {
            var directions = inputs.Select(input => randn_like(input, dtype: ScalarType.Float64)).ToArray();
            double At(double distance)
            {
                var moved = inputs.Zip(directions, (input, direction) => input.to(ScalarType.Float64) + direction * distance).ToArray();
                return (function(moved) * weights).sum().item<double>();
            }
            var slope = gradients.Zip(directions, (gradient, direction) => (gradient * direction).sum().item<double>()).Sum();
            Assert.Equal((At(step) - At(-step)) / (2 * step), slope, 1e-6 * (1 + Math.Abs(slope)));
        }
    }

    static (Tensor Value, Tensor[] Gradients) Differentiate(Func<Tensor[], Tensor> function, Tensor[] inputs, ScalarType type)
    {
        var leaves = inputs.Select(input => input.detach().to(type, copy: true).requires_grad_()).ToArray();
        var value = function(leaves);
        (value * Weights(value)).sum().backward();
        return (value.detach(), [.. leaves.Select(leaf => leaf.grad!)]);
    }

    // A fixed, uneven gradient for every element of the value.
    static Tensor Weights(Tensor value) =>
        (arange(value.numel(), dtype: ScalarType.Float64) * 0.7).sin().reshape(value.shape).to(value.dtype);

    /// <summary>The given numbers, each while libtorch uses that many threads.</summary>
    public static IEnumerable<int> WithThreads(params int[] counts)
    {
        var before = get_num_threads();
        try
        {
            foreach (var count in counts)
            {
                set_num_threads(count);
                yield return count;
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
