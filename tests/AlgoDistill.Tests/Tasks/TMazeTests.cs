using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

public class TMazeTests
{
    const int Up = 0, Right = 1, Down = 2, Left = 3;
    static readonly TMaze Maze = new();

    [Theory]
    [InlineData(0, 4, -0.1)]
    [InlineData(1, -0.1, 4)]
    public void The_turn_that_the_cue_stands_for_is_rewarded(int reversed, double asShown, double other)
    {
        foreach (var (follows, expected) in ((bool, double)[])[(true, asShown), (false, other)])
        {
            var cue = 0f;
            var walk = new PolicyAlgorithm((_, _, at) =>
            {
                if (at[0] < 2) cue = at[0];
                return at[0] < 3 ? Right : (cue == 0) == follows ? Up : Down;
            });
            var history = Interaction.Run(Maze, new TaskInstance(0, [3, reversed]), walk, 40, new Rng(1));
            Assert.All(history.EpisodeReturns(), episode => Assert.Equal(expected, episode, 6));
            Assert.All(Enumerable.Range(0, 10), episode => Assert.Equal((4, EpisodeEnd.Terminated), (history.Episode(episode).Length, history.Columns.Ends[4 * episode + 3])));
            Assert.Equal([2, 2, 3], Enumerable.Range(1, 3).Select(row => history.Observation(row)[0]));
            Assert.Equal([0, 1], history.Columns.Observations.Where((_, row) => row % 4 == 0).Distinct().Order());
        }
    }

    [Fact]
    public void Walls_cost_a_tenth_and_the_cue_is_seen_again_on_return()
    {
        int[] way = [Left, Up, Right, Down, Left, Right, Right, Right];
        var history = Interaction.Run(Maze, new TaskInstance(0, [2, 0]), new PolicyAlgorithm((_, step, _) => way[step]), 8, new Rng(0));
        Assert.Equal([-0.1f, -0.1f, 0, -0.1f, 0, 0, 0, -0.1f], history.Columns.Rewards);
        var cue = history.Observation(0)[0];
        Assert.Equal([cue, cue, cue, 2, 2, cue, 2, 3], Enumerable.Range(0, 8).Select(row => history.Observation(row)[0]));
    }

    [Fact]
    public void The_optimum_is_4_and_random_steps_earn_what_propagation_says()
    {
        var split = Maze.Split(0);
        Assert.Equal((16, 4), (split.Train.Count, split.Test.Count));
        foreach (var task in Enumerable.Range(0, 16).Select(i => split.Train[i]))
        {
            Assert.Equal(4, Maze.References(task).Optimal, 12);
            Assert.Equal(RandomReturn((int)task.Parameters[0]), Maze.References(task).Random, 6); // -0.1 is a float there
        }
    }

    [Fact]
    public void Without_memory_no_more_than_half_is_earned()
    {
        // Optimism and no exploration: the best that a function of the observation can do is to turn the same way always.
        var task = new TaskInstance(0, [4, 0]);
        var returns = Interaction.Run(Maze, task, new Sarsa { LearningRate = 0.1, FinalEpsilon = 0, EpsilonSteps = 20_000 }, 60_000, new Rng(2)).EpisodeReturns()[^2000..^1];
        Assert.Equal(1.95, returns.Average(), 0.2);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(11, 0)]
    [InlineData(2.5, 0)]
    [InlineData(3, 2)]
    public void Parameters_of_no_task_are_refused(double length, double reversed) => Assert.Contains("a whole number from 1 to 10, and 0 or 1; got (",
        Assert.Throws<ArgumentException>(() => Maze.Create(new TaskInstance(0, [length, reversed]), new Rng(0))).Message, StringComparison.Ordinal);

    static double RandomReturn(int length)
    {
        var (now, total) = (new double[length + 1], 0.0);
        now[0] = 1;
        for (var step = 0; step < 50; step++)
        {
            var next = new double[length + 1];
            for (var cell = 0; cell <= length; cell++)
            {
                var quarter = now[cell] / 4;
                next[Math.Max(cell - 1, 0)] += quarter;                                             // left
                if (cell == 0) total -= 0.1 * quarter;
                next[Math.Min(cell + 1, length)] += quarter;                                        // right
                if (cell == length) total += (-0.1 + 4 - 0.1) * quarter;                            // right, and both turns
                else (next[cell], total) = (next[cell] + 2 * quarter, total - 0.2 * quarter);       // up and down
            }

            now = next;
        }

        return total;
    }
}
