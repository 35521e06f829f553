using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Tests;

public sealed class AdamWStepTests
{
    static readonly long[][] Shapes = [[100, 37], [5], [1], [300, 100]];
    static readonly double[] Decays = [0.1, 0.1, 0, 0.5];

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
            var norm = AdamWStep.Apply(parameters, gradients, first, second, Decays, 1e-2, 0.9, 0.95, 1e-8, step, maxNorm);

            var exact = Math.Sqrt(gradients.Sum(x => x.to(ScalarType.Float64).square().sum().item<double>()));
            Assert.Equal(exact, norm, 1e-5 * exact);
            var factor = maxNorm > 0 ? Math.Min(1, maxNorm / (exact + 1e-6)) : 1;
            for (var i = 0; i < parameters.Length; i++)
                expected[i] = Recurrence(expected[i], gradients[i].to(ScalarType.Float64) * factor, ref m[i], ref v[i], Decays[i], step);
        }
        for (var i = 0; i < parameters.Length; i++)
            Assert.InRange(KernelCheck.RelativeError(parameters[i], expected[i]), 0, 1e-5);
    }

    static Tensor Recurrence(Tensor parameter, Tensor gradient, ref Tensor m, ref Tensor v, double decay, int step)
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
        var norm = AdamWStep.Apply([parameter], [full([3], double.NaN, dtype: ScalarType.Float32)], [zeros(3)], [zeros(3)], [0], 1e-2, 0.9, 0.95, 1e-8, 1, 1);
        Assert.True(double.IsNaN(norm));
        Assert.True(parameter.isnan().all().item<bool>());
    }

    [Fact]
    public void TheNumberOfThreadsChangesNoBit()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (start, gradient) = (randn(200, 1000), randn(200, 1000));
        var runs = KernelCheck.WithThreads(1, 2).Select(_ =>
        {
            var parameter = start.clone();
            return (Parameter: parameter, Norm: AdamWStep.Apply([parameter], [gradient], [zeros_like(start)], [zeros_like(start)], [0.1], 1e-2, 0.9, 0.95, 1e-8, 1, 1));
        }).ToArray();
        Assert.Equal(runs[0].Norm, runs[1].Norm);
        Assert.True(runs[0].Parameter.eq(runs[1].Parameter).all().item<bool>());
    }

    [Fact]
    public void AGradientMayLieInAnyOrder()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var gradient = randn(7, 5);
        Tensor Stepped(Tensor given)
        {
            var parameter = ones(7, 5);
            AdamWStep.Apply([parameter], [given], [zeros(7, 5)], [zeros(7, 5)], [0], 1e-2, 0.9, 0.95, 1e-8, 1, 0);
            return parameter;
        }

        Assert.True(Stepped(gradient).eq(Stepped(gradient.t().contiguous().t())).all().item<bool>());
    }

    [Fact]
    public void WithoutParametersThereIsNothingToDo() => Assert.Equal(0, AdamWStep.Apply([], [], [], [], [], 1e-2, 0.9, 0.95, 1e-8, 1, 1));

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        using var scope = NewDisposeScope();
        Refused("1 parameters need as many gradients, moments and decays; got 0, 1, 1 and 1", () => AdamWStep.Apply([zeros(3)], [], [zeros(3)], [zeros(3)], [0], 1e-2, 0.9, 0.95, 1e-8, 1, 1));
        Refused("steps count from 1; got 0", () => AdamWStep.Apply([zeros(3)], [zeros(3)], [zeros(3)], [zeros(3)], [0], 1e-2, 0.9, 0.95, 1e-8, 0, 1));
        Refused("dense numbers of one type", () => AdamWStep.Apply([zeros(4, 2).t()], [zeros(2, 4)], [zeros(2, 4)], [zeros(2, 4)], [0], 1e-2, 0.9, 0.95, 1e-8, 1, 1));
        Refused("parameter 0 is (3) of Float32, its gradient or moment (4)", () => AdamWStep.Apply([zeros(3)], [zeros(3)], [zeros(4)], [zeros(3)], [0], 1e-2, 0.9, 0.95, 1e-8, 1, 1));
        Refused("its gradient or moment (3) of Float64", () => AdamWStep.Apply([zeros(3)], [zeros(3, dtype: ScalarType.Float64)], [zeros(3)], [zeros(3)], [0], 1e-2, 0.9, 0.95, 1e-8, 1, 1));

        static void Refused(string message, Action call) => Assert.Contains(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }
}
