using AlgoDistill.Algorithms;
using static TorchSharp.torch;

namespace AlgoDistill.Tests;

public class SquashedGaussianActionsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, -1)]
    [InlineData(-2, -0.5)]
    public void The_density_integrates_to_1_over_the_box(double mean, double logDeviation)
    {
        var actions = new SquashedGaussianActions(new Space.Box(1, -2, 6));
        var total = 0.0;
        const int cells = 200_000;
        for (var i = 0; i < cells; i++) total += Math.Exp(actions.LogDensity((float)(-2 + 8 * (i + 0.5) / cells), mean, logDeviation)) * 8 / cells;
        Assert.Equal(1, total, 1e-3);
    }

    [Fact]
    public void Recorded_and_evaluated_density_agree_and_actions_stay_in_the_box()
    {
        var (space, rng) = (new Space.Box(2, -2, 6), new Rng(1));
        var actions = new SquashedGaussianActions(space);
        using var scope = NewDisposeScope();
        foreach (var mean in (float[])[0, 1, -3, 20, -1000]) // far outside, every action is at a bound
        {
            float[] outputs = [mean, -mean, 0.3f, -1];
            var (action, prepared) = (new float[2], new float[2]);
            var recorded = actions.Sample(outputs, action, rng);
            Assert.True(space.Contains(action) && float.IsFinite(recorded));
            actions.Prepare(action, prepared);
            var evaluated = actions.Evaluate(tensor(outputs).reshape(1, 4), tensor(prepared).reshape(1, 2)).LogProbability.item<float>();
            Assert.Equal(recorded, evaluated, 1e-3 + 1e-5 * Math.Abs(recorded));
        }
    }

    [Fact]
    public void Draws_have_the_density_that_is_said()
    {
        // The mean of 1 / density over draws is the size of the box.
        var (actions, rng) = (new SquashedGaussianActions(new Space.Box(1, -2, 6)), new Rng(2));
        var (action, inverse) = (new float[1], new double[20_000]);
        for (var i = 0; i < inverse.Length; i++) inverse[i] = Math.Exp(-actions.Sample([0.2f, 0.2f], action, rng));
        var error = Math.Sqrt(inverse.Average(x => (x - 8) * (x - 8)) / inverse.Length);
        Assert.InRange(inverse.Average(), 8 - 5 * error, 8 + 5 * error);
    }

    [Fact]
    public void A_draw_with_gradient_has_the_density_of_the_same_action()
    {
        var actions = new SquashedGaussianActions(new Space.Box(1, -2, 6));
        using var scope = NewDisposeScope();
        var outputs = tensor((float[])[0.4f, -0.2f]).reshape(1, 2);
        var (squashed, logDensity) = actions.Reparameterise(outputs, tensor((float[])[0.7f]).reshape(1, 1));
        var expected = Math.Tanh(0.4 + Math.Exp(-0.2f) * 0.7);
        Assert.Equal(expected, squashed.item<float>(), 1e-5);
        Assert.Equal(actions.LogDensity((float)(2 + 4 * expected), 0.4f, -0.2f), logDensity.item<float>(), 1e-4);
        var scaled = new float[1];
        actions.Scale([(float)(2 + 4 * expected)], scaled);
        Assert.Equal(expected, scaled[0], 1e-5);
    }

    [Theory, InlineData(float.NegativeInfinity, 1), InlineData(0, float.PositiveInfinity), InlineData(1, 1)]
    public void A_box_without_finite_bounds_is_refused(float low, float high)
    {
        var space = new Space.Box(1, low, high);
        Assert.Contains($"{space}", Assert.Throws<ArgumentException>(() => ActionDistribution.Of("some", space)).Message, StringComparison.Ordinal);
    }
}
