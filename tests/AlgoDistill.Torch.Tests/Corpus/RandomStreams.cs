using TorchSharp;
using static TorchSharp.torch;

namespace Corpus;

public class RandomStreams
{
    [Fact]
    public void A_seed_is_a_stream_and_a_state_is_a_place_in_it()
    {
        using var _ = NewDisposeScope();
        manual_seed(42);
        var first = rand(3);
        var place = get_rng_state();
        var second = rand(3);
        random.set_rng_state(place);
        Assert.True(rand(3).Equals(second));
        manual_seed(42);
        Assert.True(rand(3).Equals(first));

        using var generator = new Generator(7);
        var state = generator.get_state();
        var a = randn(5, generator: generator);
        generator.set_state(state);
        Assert.True(a.Equals(randn(5, generator: generator)));
        Assert.Equal(7, generator.initial_seed());
    }

    [Fact]
    public void Draws_have_the_moments_of_their_distributions()
    {
        using var _ = NewDisposeScope();
        using var generator = new Generator(1);
        var normal = empty(20000, dtype: float64).normal_(2, 3, generator);
        Assert.Equal(2, normal.mean().item<double>(), 0.1);
        Assert.Equal(3, normal.std().item<double>(), 0.1);
        var dice = randint(1, 7, new long[] { 20000 }, generator: generator);
        Assert.Equal(3.5, dice.to(float64).mean().item<double>(), 0.1);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), randperm(50, generator: generator).data<long>().OrderBy(i => i));
        var draws = multinomial(tensor(new float[] { 1, 0, 3 }), 4000, replacement: true, generator: generator);
        Assert.Equal(0, draws.eq(1).sum().item<long>());
        Assert.Equal(3000, draws.eq(2).sum().item<long>(), 150.0);
    }
}
