using static TorchSharp.torch;

namespace AlgoDistill.Torch.Tests;

public sealed class RandomTest : IDisposable
{
    private readonly IDisposable scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void TheSameSeedGivesTheSameNumbers()
    {
        manual_seed(7);
        var first = randn(5);
        manual_seed(7);
        Assert.True(first.Equals(randn(5)));
        Assert.False(first.Equals(randn(5)));
    }

    [Fact]
    public void AGeneratorOfOnesOwnIsIndependentOfTheProcess()
    {
        using var generator = new Generator(3);
        var first = rand(4, generator: generator);
        randn(100);
        generator.manual_seed(3);
        Assert.True(first.Equals(rand(4, generator: generator)));
        Assert.Equal(3, generator.initial_seed());
    }

    [Fact]
    public void AStateContinuesWhereItWasTaken()
    {
        using var generator = new Generator(3);
        randperm(10, generator: generator);
        var state = generator.get_state();
        var expected = randint(0, 100, [20], generator: generator);
        using var other = new Generator();
        other.set_state(state);
        Assert.True(expected.Equals(randint(0, 100, [20], generator: other)));

        var process = get_rng_state();
        var next = randn(3);
        set_rng_state(process);
        Assert.True(next.Equals(randn(3)));
    }

    [Fact]
    public void MultinomialFollowsItsProbabilities()
    {
        using var generator = new Generator(1);
        var counts = tensor(new[] { 1.0, 0.0, 3.0 }).multinomial(8000, true, generator).bincount(null, minlength: 3).data<long>().ToArray();
        Assert.Equal(0, counts[1]);
        Assert.InRange(counts[0], 1850, 2150);
    }
}
