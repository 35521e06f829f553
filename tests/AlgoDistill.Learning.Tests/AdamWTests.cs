using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public sealed class AdamWTests
{
    static readonly AdamWOptions Options = new() { LearningRate = 0.1, WeightDecay = 0.05, MaxGradientNorm = 1.5, Beta2 = 0.95 };

    [Fact]
    public void UpdatesAreThoseOfTheEquations()
    {
        using var scope = NewDisposeScope();
        float[] start = [1, -2, 3, 0.5f];
        var parameter = new Parameter(tensor(start).view(2, 2).clone());
        using var optimizer = new AdamW([("p", parameter)], Options);
        var (x, m, v) = (start.Select(value => (double)value).ToArray(), new double[4], new double[4]);
        for (var step = 1; step <= 5; step++)
        {
            (parameter * parameter).sum().backward();
            var norm = Math.Sqrt(x.Sum(value => 4 * value * value));
            optimizer.Set(0.1, step);
            Assert.Equal(norm, optimizer.Step().ToDouble(), 1e-4);
            Assert.Null(parameter.grad);
            for (var i = 0; i < 4; i++)
            {
                var gradient = 2 * x[i] * Math.Min(1, 1.5 / norm);
                m[i] = 0.9 * m[i] + 0.1 * gradient;
                v[i] = 0.95 * v[i] + 0.05 * gradient * gradient;
                x[i] = x[i] * (1 - 0.1 * 0.05) - 0.1 * (m[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.95, step))) + 1e-8);
            }

            Assert.Equal(x, parameter.data<float>().ToArray().Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-4);
        }
    }

    [Fact]
    public void VectorsDoNotDecay()
    {
        using var scope = NewDisposeScope();
        var (vector, matrix) = (new Parameter(ones(3)), new Parameter(ones(1, 3)));
        using var optimizer = new AdamW([("vector", vector), ("matrix", matrix)], Options);
        ((vector * 0).sum() + (matrix * 0).sum()).backward();
        optimizer.Set(0.1, 1);
        optimizer.Step();
        Assert.Equal(1, vector.data<float>().ToArray()[0]);
        Assert.Equal(1 - 0.1 * 0.05, matrix.data<float>().ToArray()[0], 1e-6);
    }

    [Fact]
    public void WithoutGradientsAStepChangesNothing()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(1, 3));
        using var optimizer = new AdamW([("p", parameter)], Options);
        optimizer.Set(0.1, 1);
        Assert.Equal(0, optimizer.Step().ToDouble());
        Assert.Equal([1f, 1, 1], parameter.data<float>().ToArray());
    }

    [Fact]
    public void TheRateRisesLinearlyAndFallsAsACosine()
    {
        var options = new AdamWOptions { LearningRate = 1, WarmUp = 10, FinalFraction = 0.1 };
        Assert.Equal(0.1, options.RateAt(0, 110), 1e-12);
        Assert.Equal(1, options.RateAt(9, 110), 1e-12);
        Assert.Equal(1, options.RateAt(10, 110), 1e-12);
        Assert.Equal(0.55, options.RateAt(60, 110), 1e-12);
        Assert.Equal(0.1, options.RateAt(110, 110), 1e-12);
    }

    [Fact]
    public void AValueOutOfRangeNamesTheSettingAndTheRange()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Options with { Beta1 = 2 });
        Assert.Contains("Beta1 is 2; allowed is 0 to 0.9999", error.Message, StringComparison.Ordinal);
    }
}
