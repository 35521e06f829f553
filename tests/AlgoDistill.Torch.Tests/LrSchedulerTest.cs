using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace AlgoDistill.Torch.Tests;

public sealed class LrSchedulerTest : IDisposable
{
    private readonly IDisposable scope = NewDisposeScope();
    private readonly optim.Optimizer optimizer = optim.SGD([new Parameter(zeros(1))], 2.0);

    public void Dispose()
    {
        optimizer.Dispose();
        scope.Dispose();
    }

    private static double[] Rates(LRScheduler scheduler, int count)
    {
        var rates = new double[count];
        for (var i = 0; i < count; i++)
        {
            rates[i] = Math.Round(scheduler.get_last_lr().Single(), 12);
            scheduler.step();
        }
        return rates;
    }

    [Fact]
    public void LambdaScalesTheInitialRate() => Assert.Equal([2, 1, 2.0 / 3], Rates(LambdaLR(optimizer, epoch => 1.0 / (epoch + 1)), 3), (a, b) => Math.Abs(a - b) < 1e-9);

    [Fact]
    public void LinearRisesAndThenStays() => Assert.Equal([1, 1.25, 1.5, 1.75, 2, 2], Rates(LinearLR(optimizer, 0.5, 1, 4), 6));

    [Fact]
    public void CosineFallsFromTheInitialRateToTheLowest() => Assert.Equal([2, 1.75, 1.25, 1], Rates(CosineAnnealingLR(optimizer, 3, 1), 4));

    [Fact]
    public void StepsDivideTheRate()
    {
        Assert.Equal([2, 2, 1, 1, 0.5], Rates(StepLR(optimizer, 2, 0.5), 5));
        optimizer.ParamGroups.Single().LearningRate = 2;
        Assert.Equal([2, 1, 1, 0.5], Rates(MultiStepLR(optimizer, [1, 3], 0.5), 4));
    }

    [Fact]
    public void ASequenceStartsEachSchedulerAtItsMilestone()
    {
        var warmup = LinearLR(optimizer, 0.5, 1, 2);
        optimizer.ParamGroups.Single().LearningRate = 2;
        var cosine = CosineAnnealingLR(optimizer, 2);
        Assert.Equal([1, 1.5, 2, 1, 0], Rates(SequentialLR(optimizer, [warmup, cosine], [2]), 5));
    }
}
