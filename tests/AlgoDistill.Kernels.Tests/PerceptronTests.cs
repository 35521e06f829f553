using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Tests;

public sealed class PerceptronTests
{
    static Tensor Fused(Tensor[] of, PerceptronActivation activation, bool activateLast) =>
        Perceptron.Apply(of[0], [.. Layers(of)], activation, activateLast);

    // of: input (B, inputs), then weight and bias of each layer
    static Tensor Plain(Tensor[] of, PerceptronActivation activation, bool activateLast)
    {
        var (x, count) = (of[0], of.Length / 2);
        foreach (var (weight, bias) in Layers(of))
        {
            x = nn.functional.linear(x, weight, bias);
            if (--count > 0 || activateLast) x = activation == PerceptronActivation.Tanh ? x.tanh() : x.relu();
        }

        return x;
    }

    static IEnumerable<(Tensor Weight, Tensor Bias)> Layers(Tensor[] of) => Enumerable.Range(0, of.Length / 2).Select(l => (of[1 + 2 * l], of[2 + 2 * l]));

    static Tensor[] Random(int rows, params int[] sizes) =>
        [randn(rows, sizes[0]), .. sizes.Zip(sizes.Skip(1)).SelectMany(layer => new[] { randn(layer.Second, layer.First) / Math.Sqrt(layer.First), randn(layer.Second) })];

    [Theory]
    [InlineData(1, PerceptronActivation.Tanh, false, 4, 64, 64, 2)]
    [InlineData(256, PerceptronActivation.Relu, false, 3, 128, 1)]
    [InlineData(37, PerceptronActivation.Tanh, true, 9, 17, 33)]
    [InlineData(5, PerceptronActivation.Relu, true, 1, 1)]
    [InlineData(300, PerceptronActivation.Tanh, false, 25, 130, 70, 5)]
    public void Value_and_gradients_are_those_of_the_layers_one_by_one(int rows, PerceptronActivation activation, bool activateLast, params int[] sizes)
    {
        using var scope = NewDisposeScope();
        manual_seed(rows);
        KernelCheck.AssertEqual(x => Fused(x, activation, activateLast), x => Plain(x, activation, activateLast), Random(rows, sizes));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_gradient_is_the_slope(bool activateLast)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        KernelCheck.AssertGradient(x => Fused(x, PerceptronActivation.Tanh, activateLast), Random(7, 3, 6, 5, 2));
    }

    [Fact]
    public void The_hyperbolic_tangent_keeps_its_digits_near_zero_and_its_bounds_far_off()
    {
        using var scope = NewDisposeScope();
        var x = tensor([-1e30f, -30, -5, -0.7f, -0.624f, -1e-3f, -1e-20f, 0, 1e-20f, 1e-6f, 0.3f, 0.626f, 2, 9, 100, float.PositiveInfinity, float.NaN]).view(-1, 1);
        var given = Perceptron.Apply(x, [(ones(1, 1), zeros(1))], PerceptronActivation.Tanh, activateLast: true).data<float>().ToArray();
        foreach (var (value, from) in given.Zip(x.data<float>().ToArray()))
        {
            var expected = MathF.Tanh(from);
            if (float.IsNaN(expected)) Assert.True(float.IsNaN(value));
            else Assert.InRange(value, expected - 4e-7f * MathF.Abs(expected), expected + 4e-7f * MathF.Abs(expected));
        }
    }

    [Fact]
    public void A_layer_that_does_not_fit_is_named_before_anything_is_computed()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ArgumentException>(() => Perceptron.Apply(zeros(2, 3), [(zeros(4, 3), zeros(4)), (zeros(2, 5), zeros(2))], PerceptronActivation.Relu, false));
        Assert.Contains("layer 1 must have a weight (outputs, 4)", error.Message, StringComparison.Ordinal);
    }
}
