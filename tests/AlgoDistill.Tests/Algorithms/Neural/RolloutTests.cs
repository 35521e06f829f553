using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

public class RolloutTests
{
    [Fact]
    public void Advantages_of_two_streams_by_hand()
    {
        // stream 0 goes on, is truncated, goes on; stream 1 terminates, goes on, goes on. Discount 0.5, λ 0.5.
        var rollout = Rollout([[1, 2], [3, 4], [5, 6]],
            [[EpisodeEnd.None, EpisodeEnd.Terminated], [EpisodeEnd.Truncated, EpisodeEnd.None], [EpisodeEnd.None, EpisodeEnd.None]]);
        Assert.Equal([101, 102, 112], rollout.Successors.ToArray()); // after the truncation, and after both last rows
        rollout.Estimate([1, 2, 3, 4, 5, 6], [10, 20, 30], discount: 0.5, lambda: 0.5);
        var last0 = 5 + 0.5 * 20 - 5;
        var last1 = 6 + 0.5 * 30 - 6;
        var middle0 = 3 + 0.5 * 10 - 3;
        var middle1 = 4 + 0.5 * 6 - 4 + 0.25 * last1;
        var first0 = 1 + 0.5 * 3 - 1 + 0.25 * middle0;
        double first1 = 2 + 0 - 2;
        double[] expected = [first0, first1, middle0, middle1, last0, last1];
        Assert.Equal(expected, rollout.Advantages.Select(x => (double)x));
        Assert.Equal(expected.Zip((double[])[1, 2, 3, 4, 5, 6], (advantage, value) => advantage + value), rollout.Returns.Select(x => (double)x));
    }

    [Fact]
    public void With_lambda_1_the_returns_are_sums_of_discounted_rewards()
    {
        var rng = new Rng(1);
        var rewards = Enumerable.Range(0, 30).Select(_ => new[] { rng.NextSingle() }).ToArray();
        var ends = Enumerable.Range(0, 30).Select(row => new[] { row == 29 ? EpisodeEnd.Terminated : EpisodeEnd.None }).ToArray();
        var rollout = Rollout(rewards, ends);
        rollout.Estimate([.. Enumerable.Range(0, 30).Select(_ => rng.NextSingle())], [], discount: 0.9, lambda: 1);
        for (var row = 0; row < 30; row++)
            Assert.Equal(rewards.Skip(row).Select((reward, k) => reward[0] * Math.Pow(0.9, k)).Sum(), rollout.Returns[row], 1e-5);
    }

    [Fact]
    public void Appended_rollouts_are_estimated_as_each_alone()
    {
        var first = Rollout([[1], [2]], [[EpisodeEnd.None], [EpisodeEnd.Truncated]]);
        var second = Rollout([[3]], [[EpisodeEnd.Terminated]]);
        var both = new Rollout(1);
        both.Append(first);
        both.Append(second);
        both.Estimate([1, 2, 3], [7], discount: 0.5, lambda: 1);
        first.Estimate([1, 2], [7], discount: 0.5, lambda: 1);
        second.Estimate([3], [], discount: 0.5, lambda: 1);
        Assert.Equal([.. first.Advantages, .. second.Advantages], both.Advantages);
        both.Clear();
        Assert.Equal(0, both.Count + both.Observations.Length + both.Actions.Length + both.Successors.Length);
    }

    /// <summary>Streams in lock step; step t of stream s observes 10 s + t and then 100 + 10 s + t.</summary>
    static Rollout Rollout(float[][] rewards, EpisodeEnd[][] ends)
    {
        var streams = rewards[0].Length;
        var rollout = new Rollout(streams);
        for (var step = 0; step < rewards.Length; step++)
        {
            rollout.Add(new TransitionBatch
            {
                Streams = streams,
                Observations = [.. Enumerable.Range(0, streams).Select(stream => 10f * stream + step)],
                Actions = new float[streams],
                Rewards = rewards[step],
                Ends = ends[step],
                NextObservations = [.. Enumerable.Range(0, streams).Select(stream => 100f + 10 * stream + step)],
            }, last: step == rewards.Length - 1);
        }

        return rollout;
    }
}
