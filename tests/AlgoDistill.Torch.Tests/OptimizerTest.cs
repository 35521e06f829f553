using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Torch.Tests;

public sealed class OptimizerTest : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("algodistill-").FullName;
    private readonly IDisposable scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static Parameter Start() => new(tensor(new[] { 1.0, -2.0, 3.0 }));

    // The loss is half the squared distance to zero, whose gradient is the parameter itself.
    private static void Steps(optim.Optimizer optimizer, Parameter parameter, int count)
    {
        for (var i = 0; i < count; i++)
        {
            optimizer.zero_grad();
            (parameter.square().sum() / 2).backward();
            optimizer.step();
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void AdamWFollowsThePaper(double decay)
    {
        var parameter = Start();
        using var optimizer = optim.AdamW([parameter], lr: 0.01, weight_decay: decay);
        Steps(optimizer, parameter, 5);

        double[] expected = [1, -2, 3];
        for (var k = 0; k < 3; k++)
        {
            double m = 0, v = 0, x = expected[k];
            for (var step = 1; step <= 5; step++)
            {
                m = 0.9 * m + 0.1 * x;
                v = 0.999 * v + 0.001 * x * x;
                x = x * (1 - 0.01 * decay) - 0.01 * (m / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, step))) + 1e-8);
            }
            expected[k] = x;
        }
        Assert.True(parameter.allclose(tensor(expected), 1e-12, 1e-12));
    }

    [Fact]
    public void SgdWithMomentumFollowsItsRecurrence()
    {
        var parameter = Start();
        using var optimizer = optim.SGD([parameter], 0.1, momentum: 0.9);
        Steps(optimizer, parameter, 4);

        double[] expected = [1, -2, 3];
        for (var k = 0; k < 3; k++)
        {
            double average = 0, x = expected[k];
            for (var step = 0; step < 4; step++) x -= 0.1 * (average = 0.9 * average + x);
            expected[k] = x;
        }
        Assert.True(parameter.allclose(tensor(expected), 1e-12, 1e-12));
    }

    [Fact]
    public void AnOptimizerContinuesFromItsSavedState()
    {
        var (first, second) = (Start(), Start());
        using var whole = optim.Adam([first], lr: 0.01);
        using var half = optim.Adam([second], lr: 0.01);
        var path = Path.Combine(folder, "adam.dat");

        Steps(whole, first, 6);
        Steps(half, second, 3);
        half.save_state_dict(path);
        using var resumed = optim.Adam([second], lr: 0.5);
        resumed.load_state_dict(path);
        Steps(resumed, second, 3);

        Assert.True(first.Equals(second));
    }

    [Fact]
    public void AParameterWithoutGradientStaysAsItIs()
    {
        var (used, unused) = (Start(), Start());
        using var optimizer = optim.AdamW([used, unused], lr: 0.1, weight_decay: 0.5);
        Steps(optimizer, used, 2);

        Assert.True(unused.Equals(Start()));
        Assert.False(used.Equals(Start()));
    }

    [Fact]
    public void AClosureRecomputesTheLossAndItsValueIsReturned()
    {
        var parameter = Start();
        using var optimizer = optim.SGD([parameter], 0.1);
        var loss = optimizer.step(() =>
        {
            var value = parameter.square().sum() / 2;
            value.backward();
            return value;
        });
        Assert.Equal(7, loss.item<double>());
    }

    [Fact]
    public void ClippingScalesAllGradientsTogether()
    {
        var (a, b) = (Start(), Start());
        ((a * 3).sum() + (b * 4).sum()).backward();

        var norm = nn.utils.clip_grad_norm_([a, b], 1.0);

        Assert.Equal(Math.Sqrt(3 * 9 + 3 * 16), norm, 12);
        Assert.Equal(1.0, Math.Sqrt((a.grad!.square().sum() + b.grad!.square().sum()).item<double>()), 6);
        Assert.Equal(0.75, (a.grad![0] / b.grad![0]).item<double>(), 12);
    }
}
