using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

public class CliffWalkingTests
{
    const int Up = 0, Right = 1, Down = 2, Left = 3;
    static readonly CliffWalking Cliff = new();

    [Fact]
    public void The_classic_field_has_Gymnasium_s_transition_table()
    {
        (int Row, int Column)[] moves = [(-1, 0), (0, 1), (1, 0), (0, -1)];
        var model = Cliff.Model(CliffWalking.Classic);
        Assert.Equal((48, 4, 1.0), (model.States, model.Actions, model.Start[36]));
        for (var state = 0; state < 48; state++)
            for (var action = 0; action < 4; action++)
            {
                var (row, column) = (Math.Clamp(state / 12 + moves[action].Row, 0, 3), Math.Clamp(state % 12 + moves[action].Column, 0, 11));
                FiniteModel.Branch expected = row == 3 && column is >= 1 and <= 10 ? new(1, 36, -100) : new(1, row * 12 + column, -1, (row, column) == (3, 11));
                Assert.Equal([expected], model.Follow(state, action).ToArray());
            }
    }

    [Fact]
    public void The_edge_is_the_shortest_way_and_a_fall_costs_a_hundred()
    {
        int[] edge = [Up, .. Enumerable.Repeat(Right, 11), Down];
        var history = Interaction.Run(Cliff, CliffWalking.Classic, new PolicyAlgorithm((_, step, _) => edge[step]), 13, new Rng(0));
        Assert.Equal([-13.0], history.EpisodeReturns());
        Assert.Equal((EpisodeEnd.Terminated, 47), (history.Columns.Ends[12], history.NextObservation(12)[0]));
        var fall = Interaction.Run(Cliff, CliffWalking.Classic, new PolicyAlgorithm((_, _, _) => Right), 100, new Rng(0));
        Assert.Equal([-10_000.0], fall.EpisodeReturns());
        Assert.Equal((EpisodeEnd.Truncated, 36), (fall.Columns.Ends[99], fall.NextObservation(99)[0]));
    }

    [Fact]
    public void Every_task_takes_thirteen_steps_and_random_steps_what_propagation_says()
    {
        var split = Cliff.Split(0);
        Assert.Equal((175, 45), (split.Train.Count, split.Test.Count));
        Assert.Equal(CliffWalking.Classic, split.Test[0]);
        TaskInstance[] all = [.. Enumerable.Range(0, 175).Select(i => split.Train[i]), .. Enumerable.Range(0, 45).Select(i => split.Test[i])];
        Assert.Equal(220, all.DistinctBy(task => task.ToString()).Count());
        Assert.All(all, task => Assert.Equal(-13, Cliff.References(task).Optimal));
        Assert.All(all.Where((_, i) => i % 20 == 0), task => Assert.Equal(RandomReturn(task), Cliff.References(task).Random, 9));
    }

    [Fact]
    public void The_other_sides_are_mirror_images()
    {
        // Cliff along the top, start at its right end, two cells of cliff that begin three steps from the start
        var task = new TaskInstance(0, [1, 1, 3, 4]);
        int[] way = [Left, Left, Down, .. Enumerable.Repeat(Left, 9), Up];
        var history = Interaction.Run(Cliff, task, new PolicyAlgorithm((_, step, _) => way[step]), 13, new Rng(0));
        Assert.Equal((11, 0, -13.0), (history.Observation(0)[0], history.NextObservation(12)[0], history.EpisodeReturns()[0]));
        var fall = Interaction.Run(Cliff, task, new PolicyAlgorithm((_, _, _) => Left), 3, new Rng(0));
        Assert.Equal((-102, 11), (fall.Columns.Rewards.Sum(), fall.NextObservation(2)[0]));
    }

    [Theory]
    [InlineData(2.0, 0.0, 1.0, 10.0)]
    [InlineData(0.0, 0.5, 1.0, 10.0)]
    [InlineData(0.0, 0.0, 0.0, 10.0)]
    [InlineData(0.0, 0.0, 1.0, 11.0)]
    [InlineData(0.0, 0.0, 5.0, 4.0)]
    [InlineData(0.0, 0.0, 1.5, 4.0)]
    public void Parameters_of_no_task_are_refused(params double[] parameters) => Assert.Contains("two whole numbers from 1 to 10, the first at most the second; got (",
        Assert.Throws<ArgumentException>(() => Cliff.Create(new TaskInstance(0, [.. parameters]), new Rng(0))).Message, StringComparison.Ordinal);

    /// <summary>The reward of a hundred random steps, from where they may lead; columns are counted from the start, rows from the cliff.</summary>
    static double RandomReturn(TaskInstance task)
    {
        var (now, total) = (new double[12, 4], 0.0);
        now[0, 0] = 1;
        for (var step = 0; step < 100; step++)
        {
            var next = new double[12, 4];
            for (var i = 0; i < 48; i++)
                foreach (var (dx, dy) in ((int, int)[])[(1, 0), (-1, 0), (0, 1), (0, -1)])
                {
                    var (x, y, share) = (Math.Clamp(i / 4 + dx, 0, 11), Math.Clamp(i % 4 + dy, 0, 3), now[i / 4, i % 4] / 4);
                    var falls = y == 0 && x >= task.Parameters[2] && x <= task.Parameters[3];
                    total -= share * (falls ? 100 : 1);
                    if (falls) next[0, 0] += share;
                    else if ((x, y) != (11, 0)) next[x, y] += share;
                }

            now = next;
        }

        return total;
    }
}
