using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public sealed class FusedAdamWTests
{
    static readonly AdamWOptions Options = new() { WeightDecay = 0.05, MaxGradientNorm = 1.5, Beta2 = 0.95 };
    static readonly Device Here = cuda.is_available() ? CUDA : CPU;

    [Fact]
    public void UpdatesAreThoseOfTheEquations()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        double[] decays = [0.05, 0, 0.05];
        var values = new[] { 3, 2, 5 }.Select(size => randn(size, device: Here)).ToArray();
        var (first, second) = (values.Select(x => zeros_like(x)).ToArray(), values.Select(x => zeros_like(x)).ToArray());
        var (x, m, v) = (values.Select(Doubles).ToArray(), first.Select(Doubles).ToArray(), second.Select(Doubles).ToArray());
        using var optimizer = new FusedAdamW(Options, Here);
        for (var step = 1; step <= 4; step++)
        {
            var gradients = values.Select(value => randn_like(value)).ToArray();
            var given = gradients.Select(Doubles).ToArray();
            var rate = 0.1 / step;
            optimizer.Set(rate, step);
            var norm = Math.Sqrt(given.Sum(gradient => gradient.Sum(g => g * g)));
            Assert.Equal(norm, optimizer.Update(values, gradients, first, second, decays).item<float>(), 1e-4);
            for (var k = 0; k < 3; k++)
                for (var i = 0; i < x[k].Length; i++)
                {
                    var gradient = given[k][i] * Math.Min(1, 1.5 / norm);
                    m[k][i] = 0.9 * m[k][i] + 0.1 * gradient;
                    v[k][i] = 0.95 * v[k][i] + 0.05 * gradient * gradient;
                    x[k][i] = x[k][i] * (1 - rate * decays[k]) - rate * (m[k][i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v[k][i] / (1 - Math.Pow(0.95, step))) + 1e-8);
                    Assert.Equal(x[k][i], Doubles(values[k])[i], 1e-4);
                }
        }
    }

    static double[] Doubles(Tensor x) => x.cpu().to(ScalarType.Float64).data<double>().ToArray();
}
