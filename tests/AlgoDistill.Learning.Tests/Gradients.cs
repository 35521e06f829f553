using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

/// <summary>Compares gradients with central differences, in float64.</summary>
static class Gradients
{
    public static void Check(nn.Module model, Func<Tensor> loss, int perParameter, double step = 1e-5, double tolerance = 1e-6)
    {
        model.zero_grad();
        loss().backward();
        var chance = new Rng(77);
        foreach (var (name, parameter) in model.named_parameters())
        {
            var gradient = parameter.grad is { } grad ? grad.data<double>().ToArray() : new double[parameter.numel()];
            for (var sample = 0; sample < perParameter; sample++)
            {
                var i = chance.NextInt((int)parameter.numel());
                var difference = (Shifted(parameter, i, step, loss) - Shifted(parameter, i, -step, loss)) / (2 * step);
                Assert.True(Math.Abs(difference - gradient[i]) <= tolerance * Math.Max(1, Math.Abs(difference)), $"{name}[{i}]: {gradient[i]}, differences say {difference}");
            }
        }
    }

    static double Shifted(Tensor parameter, int index, double by, Func<Tensor> loss)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var flat = parameter.detach().view(-1);
        flat[index] = flat[index] + by;
        var value = loss().item<double>();
        flat[index] = flat[index] - by;
        return value;
    }
}
