using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

public class ReplayBufferTests
{
    [Fact]
    public void The_latest_transitions_are_kept_and_drawn_alike()
    {
        var replay = Filled(steps: 25, streams: 2, capacity: 21); // 10 slots a stream
        Assert.Equal(20, replay.Count);
        var rng = new Rng(1);
        var draws = Enumerable.Range(0, 20_000).Select(_ => replay.Draw(rng)).CountBy(row => row).ToDictionary();
        Assert.Equal(20, draws.Count);
        Assert.All(draws.Values, count => Assert.InRange(count, 1000 - 160, 1000 + 160)); // 5 deviations
        var kept = draws.Keys.Select(row => replay.Observation(row)[0]).Order();
        Assert.Equal(Enumerable.Range(15, 10).SelectMany(step => (float[])[step, 1000 + step]).Order(), kept);
        Assert.All(draws.Keys, row => Assert.Equal(replay.Observation(row)[0] + 0.5f, replay.NextObservation(row)[0]));
        Assert.All(draws.Keys, row => Assert.Equal(replay.Observation(row)[0] % 3, replay.Action(row)[0]));
    }

    [Fact]
    public void A_buffer_that_grows_keeps_what_it_has()
    {
        var replay = Filled(steps: 3000, streams: 1, capacity: 10_000);
        Assert.Equal(Enumerable.Range(0, 3000).Select(step => (float)step), Enumerable.Range(0, replay.Count).Select(row => replay.Observation(row)[0]));
    }

    [Theory]
    [InlineData(0, 3, 10 + 0.5 * 11 + 0.25 * 12, 0.125, 2)] // three rewards and the value after them
    [InlineData(2, 3, 12 + 0.5 * 13, 0.25, 3)]              // step 3 is truncated
    [InlineData(5, 3, 15 + 0.5 * 16, 0, 5)]                 // step 6 is terminal: no value
    [InlineData(8, 3, 18 + 0.5 * 19, 0.25, 9)]              // step 9 is the newest
    [InlineData(0, 1, 10, 0.5, 0)]
    public void N_step_returns_by_hand(int row, int steps, double rewards, double weight, int successor)
    {
        var (successors, weights) = (new int[1], new float[1]);
        Assert.Equal(rewards, Ends(10).Return(row, steps, 0.5, 1, successors, weights), 1e-5);
        Assert.Equal((weight, successor), (weights[0], successors[0]));
    }

    [Theory, InlineData(0), InlineData(0.3), InlineData(0.9)]
    public void Lambda_returns_are_their_recursion(double lambda)
    {
        const double discount = 0.9;
        const int steps = 4;
        var replay = Ends(10);
        var rng = new Rng(3);
        var values = Enumerable.Range(0, 10).Select(_ => rng.NextDouble()).ToArray(); // of each row's next observation
        for (var row = 0; row < 10; row++)
        {
            var (successors, weights) = (new int[steps], new float[steps]);
            var total = (double)replay.Return(row, steps, discount, lambda, successors, weights);
            for (var k = 0; k < steps; k++) total += weights[k] * values[successors[k]];
            Assert.Equal(Recursion(row, steps), total, 1e-5);
        }

        double Recursion(int row, int left)
        {
            if (row == 6) return 10 + row;
            var last = left == 1 || row is 3 or 9;
            return 10 + row + discount * (last ? values[row] : (1 - lambda) * values[row] + lambda * Recursion(row + 1, left - 1));
        }
    }

    /// <summary>Rewards 10 + step; truncated at step 3, terminal at step 6.</summary>
    static ReplayBuffer Ends(int steps)
    {
        var replay = new ReplayBuffer(100, 1, 1, 1);
        for (var step = 0; step < steps; step++)
            replay.Add(Batch([step], [10 + step], [step == 3 ? EpisodeEnd.Truncated : step == 6 ? EpisodeEnd.Terminated : EpisodeEnd.None]));
        return replay;
    }

    /// <summary>Step t of stream s observes 1000 s + t.</summary>
    static ReplayBuffer Filled(int steps, int streams, int capacity)
    {
        var replay = new ReplayBuffer(capacity, streams, 1, 1);
        for (var step = 0; step < steps; step++)
            replay.Add(Batch([.. Enumerable.Range(0, streams).Select(stream => 1000f * stream + step)], new float[streams], new EpisodeEnd[streams]));
        return replay;
    }

    static TransitionBatch Batch(float[] observations, float[] rewards, EpisodeEnd[] ends) => new()
    {
        Streams = observations.Length,
        Observations = observations,
        Actions = observations.Select(x => x % 3).ToArray(),
        Rewards = rewards,
        Ends = ends,
        NextObservations = observations.Select(x => x + 0.5f).ToArray(),
    };
}
