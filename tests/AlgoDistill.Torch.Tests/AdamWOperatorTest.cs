using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AlgoDistill.Torch.Tests;

public sealed class AdamWOperatorTest
{
    private static readonly long[][] Shapes = [[100, 37], [5], [1], [300, 100]];
    private static readonly double[] Decays = [0.1, 0.1, 0, 0.5];

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1e9)]
    public void FiveStepsFollowTheRecurrenceInFloat64(double maxNorm)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var parameters = Shapes.Select(shape => randn(shape)).ToArray();
        var (first, second) = (parameters.Select(x => zeros_like(x)).ToArray(), parameters.Select(x => zeros_like(x)).ToArray());
        var expected = parameters.Select(x => x.to(ScalarType.Float64)).ToArray();
        var (m, v) = (expected.Select(x => zeros_like(x)).ToArray(), expected.Select(x => zeros_like(x)).ToArray());

        for (var step = 1; step <= 5; step++)
        {
            var gradients = Shapes.Select(shape => randn(shape)).ToArray();
            var norm = Operators.Call("algodistill::adamw_", parameters, gradients, first, second, 1e-2, 0.9, 0.95, 1e-8, Decays, step, maxNorm);

            var exact = Math.Sqrt(gradients.Sum(x => x.to(ScalarType.Float64).square().sum().item<double>()));
            Assert.Equal(exact, norm.item<double>(), 1e-5 * exact);
            var factor = maxNorm > 0 ? Math.Min(1, maxNorm / (exact + 1e-6)) : 1;
            for (var i = 0; i < parameters.Length; i++)
                expected[i] = Recurrence(expected[i], gradients[i].to(ScalarType.Float64) * factor, ref m[i], ref v[i], Decays[i], step);
        }
        for (var i = 0; i < parameters.Length; i++)
            Assert.InRange(OperatorCheck.RelativeError(parameters[i], expected[i]), 0, 1e-5);
    }

    private static Tensor Recurrence(Tensor parameter, Tensor gradient, ref Tensor m, ref Tensor v, double decay, int step)
    {
        m = m * 0.9 + gradient * 0.1;
        v = v * 0.95 + gradient * gradient * 0.05;
        var (mean, square) = (m / (1 - Math.Pow(0.9, step)), v / (1 - Math.Pow(0.95, step)));
        return parameter * (1 - 1e-2 * decay) - mean / (square.sqrt() + 1e-8) * 1e-2;
    }

    [Fact]
    public void AGradientThatIsNoNumberShows()
    {
        using var scope = NewDisposeScope();
        var parameter = zeros(3);
        Operators.Call("algodistill::adamw_", new[] { parameter }, new[] { full([3], double.NaN) }, new[] { zeros(3) }, new[] { zeros(3) },
            1e-2, 0.9, 0.95, 1e-8, new[] { 0.0 }, 1, 1.0);
        Assert.True(parameter.isnan().all().item<bool>());
    }

    [Fact]
    public void ListsOfDifferentLengthsAreNamed()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => Operators.Call("algodistill::adamw_", new[] { zeros(3) }, Array.Empty<Tensor>(),
            new[] { zeros(3) }, new[] { zeros(3) }, 1e-2, 0.9, 0.95, 1e-8, new[] { 0.0 }, 1, 1.0));
        Assert.Contains("1 parameters need as many gradients", error.Message);
    }
}
