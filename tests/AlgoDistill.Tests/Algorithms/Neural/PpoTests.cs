using AlgoDistill.Algorithms;
using static TorchSharp.torch;

namespace AlgoDistill.Tests;

public class PpoTests
{
    [Theory]
    [InlineData(0.1, 2, -2)]    // inside: the gradient of r is r
    [InlineData(0.3, 2, 0)]     // good and likely enough: clipped
    [InlineData(-0.3, 2, -2)]   // good and too unlikely: pulled back
    [InlineData(0.3, -2, 2)]    // bad and too likely: pulled back
    [InlineData(-0.3, -2, 0)]   // bad and unlikely enough: clipped
    public void The_gradient_of_the_clipped_objective_by_hand(double change, double advantage, double perRatio)
    {
        using var scope = NewDisposeScope();
        var logProbability = tensor([-1 + change], ScalarType.Float64, requires_grad: true);
        var loss = Ppo.SurrogateLoss(logProbability, tensor([-1.0]), tensor([advantage]), clip: 0.2);
        loss.backward();
        var ratio = Math.Exp(change);
        Assert.Equal(-Math.Min(ratio * advantage, Math.Clamp(ratio, 0.8, 1.2) * advantage), loss.item<double>(), 1e-12);
        Assert.Equal(perRatio * ratio, logProbability.grad!.item<double>(), 1e-12);
    }

    [Fact]
    public void The_surrogate_is_a_mean_over_the_minibatch()
    {
        using var scope = NewDisposeScope();
        var zero = zeros([4], ScalarType.Float64);
        Assert.Equal(-2.5, Ppo.SurrogateLoss(zero, zero, tensor([1.0, 2, 3, 4]), clip: 0.2).item<double>(), 1e-12);
    }
}
