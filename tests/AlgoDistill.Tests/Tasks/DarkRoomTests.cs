using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

public class DarkRoomTests
{
    static readonly DarkRoom Paper = new();

    [Fact]
    public void The_paper_s_room_has_the_known_mean_returns()
    {
        var references = AllGoals(Paper).Select(Paper.References).ToArray();
        Assert.Equal(81, references.Length);
        Assert.Equal(16.543, references.Average(r => r.Optimal), 3);
        Assert.Equal(20 / 81.0, references.Average(r => r.Random), 12);
    }

    [Theory]
    [InlineData(9, 20)]
    [InlineData(4, 3)]
    [InlineData(2, 1)]
    public void References_agree_with_backward_dynamic_programming(int size, int horizon)
    {
        var room = new DarkRoom { Size = size, Horizon = horizon };
        foreach (var task in AllGoals(room))
        {
            Assert.Equal(Value(room, task, Enumerable.Max), room.References(task).Optimal, 9);
            Assert.Equal(Value(room, task, Enumerable.Average), room.References(task).Random, 9);
        }
    }

    [Fact]
    public void The_shortest_path_reaches_the_optimum()
    {
        foreach (var task in AllGoals(Paper))
        {
            var (x, y) = ((float)task.Parameters[0], (float)task.Parameters[1]);
            var shortest = new PolicyAlgorithm((_, _, at) => at[0] > x ? 0 : at[0] < x ? 1 : at[1] > y ? 2 : at[1] < y ? 3 : 4);
            Assert.Equal([Paper.References(task).Optimal], Interaction.Run(Paper, task, shortest, 20, new Rng(0)).EpisodeReturns());
        }
    }

    [Fact]
    public void Walls_stop_the_agent_and_the_horizon_cuts_the_episode()
    {
        var left = Interaction.Run(Paper, new TaskInstance(0, [0, 4]), new PolicyAlgorithm((_, _, _) => 0), 21, new Rng(0));
        Assert.Equal([4, 3, 2, 1, 0, 0], Enumerable.Range(0, 6).Select(row => left.Observation(row)[0]));
        Assert.Equal([0, 0, 0, 1, 1], left.Columns.Rewards[..5]);
        Assert.Equal(EpisodeEnd.Truncated, left.Columns.Ends[19]);
        Assert.Equal([4, 4], left.Observation(20).ToArray());
        var down = Interaction.Run(Paper, new TaskInstance(0, [0, 4]), new PolicyAlgorithm((_, _, _) => 3), 6, new Rng(0));
        Assert.Equal([4, 5, 6, 7, 8, 8], Enumerable.Range(0, 6).Select(row => down.Observation(row)[1]));
    }

    [Fact]
    public void Sixty_five_of_eighty_one_goals_are_trained_on()
    {
        var split = Paper.Split(0);
        Assert.Equal((65, 16), (split.Train.Count, split.Test.Count));
        Assert.Null(split.Shifted);
        split = new DarkRoom { TrainShare = 0.9 }.Split(0);
        Assert.Equal((73, 8), (split.Train.Count, split.Test.Count));
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(0, -1)]
    [InlineData(0.5, 0)]
    public void A_goal_outside_the_room_is_refused(double x, double y) =>
        Assert.Contains("goal x and y, whole numbers from 0 to 8; got (",
            Assert.Throws<ArgumentException>(() => Paper.Create(new TaskInstance(0, [x, y]), new Rng(0))).Message, StringComparison.Ordinal);

    static IEnumerable<TaskInstance> AllGoals(DarkRoom room)
    {
        var split = room.Split(1);
        return Enumerable.Range(0, split.Train.Count!.Value).Select(i => split.Train[i]).Concat(Enumerable.Range(0, split.Test.Count!.Value).Select(i => split.Test[i]));
    }

    /// <summary>The start's value by dynamic programming from the horizon back, where <paramref name="choose"/> sums up the five actions.</summary>
    static double Value(DarkRoom room, TaskInstance task, Func<IEnumerable<double>, double> choose)
    {
        (int X, int Y)[] moves = [(-1, 0), (1, 0), (0, -1), (0, 1), (0, 0)];
        var (size, values) = (room.Size, new double[room.Size, room.Size]);
        for (var step = 0; step < room.Horizon; step++)
        {
            var later = (double[,])values.Clone();
            double After(int x, int y) => later[x, y] + (x == task.Parameters[0] && y == task.Parameters[1] ? 1 : 0);
            for (var x = 0; x < size; x++)
                for (var y = 0; y < size; y++)
                    values[x, y] = choose(moves.Select(move => After(Math.Clamp(x + move.X, 0, size - 1), Math.Clamp(y + move.Y, 0, size - 1))));
        }

        return values[size / 2, size / 2];
    }
}
