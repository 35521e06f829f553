using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

public class FrozenLakeTests
{
    static readonly string[] Map = ["SFFF", "FHFH", "FFFH", "HFFG"];
    static readonly FrozenLake Lake = new();

    [Fact]
    public void The_classic_lake_has_Gymnasium_s_transition_table()
    {
        // Gymnasium: 0 left, 1 down, 2 right, 3 up; each action slips to its neighbours in that order, as often as it succeeds.
        const double success = 1.0 / 3, slips = (1 - success) / 2;
        (int Row, int Column)[] moves = [(0, -1), (1, 0), (0, 1), (-1, 0)];
        var model = Lake.Model(FrozenLake.Classic);
        Assert.Equal((16, 4, 1.0), (model.States, model.Actions, model.Start[0]));
        for (var state = 0; state < 16; state++)
            for (var action = 0; action < 4; action++)
                Assert.Equal(Row(state, action), model.Follow(state, action).ToArray());

        FiniteModel.Branch[] Row(int state, int action)
        {
            if (Map[state / 4][state % 4] is 'H' or 'G') return [new(1, state, 0, true)];
            return [.. ((int[])[action - 1, action, action + 1]).Select(slip =>
            {
                var (row, column) = moves[(slip + 4) % 4];
                (row, column) = (Math.Clamp(state / 4 + row, 0, 3), Math.Clamp(state % 4 + column, 0, 3));
                return new FiniteModel.Branch(slip == action ? success : slips, row * 4 + column, Map[row][column] == 'G' ? 1 : 0, Map[row][column] is 'H' or 'G');
            })];
        }
    }

    [Fact]
    public void Some_rows_of_that_table_as_text()
    {
        var model = Lake.Model(FrozenLake.Classic);
        Assert.Equal("0.333 0 0 False, 0.333 0 0 False, 0.333 4 0 False", Text(0, 0));
        Assert.Equal("0.333 5 0 True, 0.333 10 0 False, 0.333 7 0 True", Text(6, 1));
        Assert.Equal("0.333 14 0 False, 0.333 15 1 True, 0.333 10 0 False", Text(14, 2));
        Assert.Equal("1 12 0 True", Text(12, 3));

        string Text(int state, int action) => string.Join(", ", model.Follow(state, action).ToArray()
            .Select(branch => FormattableString.Invariant($"{branch.Probability:0.###} {branch.Next} {branch.Reward} {branch.Terminal}")));
    }

    [Fact]
    public void Returns_of_the_classic_lake_agree_with_dynamic_programming_over_cells()
    {
        var references = Lake.References(FrozenLake.Classic);
        Assert.Equal(Value(Enumerable.Max), references.Optimal, 12);
        Assert.Equal(Value(Enumerable.Average), references.Random, 12);
        Assert.Equal(0.74, references.Optimal, 2); // Gymnasium's registration says so
        Assert.Equal(0.0139, references.Random, 4);

        static double Value(Func<IEnumerable<double>, double> choose)
        {
            var later = new double[4, 4];
            for (var step = 0; step < 100; step++)
            {
                var now = new double[4, 4];
                for (var i = 0; i < 16; i++)
                {
                    var (row, column) = (i / 4, i % 4);
                    double[] after = [Enter(row, column - 1), Enter(row + 1, column), Enter(row, column + 1), Enter(row - 1, column)];
                    now[row, column] = choose(Enumerable.Range(0, 4).Select(action => (after[(action + 3) % 4] + after[action] + after[(action + 1) % 4]) / 3));
                }

                later = now;
            }

            return later[0, 0];

            double Enter(int row, int column)
            {
                (row, column) = (Math.Clamp(row, 0, 3), Math.Clamp(column, 0, 3));
                return Map[row][column] switch { 'G' => 1, 'H' => 0, _ => later[row, column] };
            }
        }
    }

    [Fact]
    public void Without_slipping_every_map_can_be_crossed()
    {
        var ice = new FrozenLake { SuccessRate = 1 };
        var split = ice.Split(3);
        Assert.All(Enumerable.Range(0, 160).Select(i => split.Train[i]), task => Assert.Equal(1, ice.References(task).Optimal));
        Assert.Equal([1.0], Interaction.Run(ice, FrozenLake.Classic, new PolicyAlgorithm((_, _, at) => at[0] switch { 0 or 4 => 1, 8 or 13 or 14 => 2, _ => 1 }), 6, new Rng(0)).EpisodeReturns());
    }

    [Fact]
    public void Maps_are_all_different_a_fifth_of_them_holes_and_the_classic_one_is_held_out()
    {
        var split = Lake.Split(0);
        Assert.Equal((160, 41), (split.Train.Count, split.Test.Count));
        Assert.Equal(FrozenLake.Classic, split.Test[0]);
        TaskInstance[] all = [.. Enumerable.Range(0, 160).Select(i => split.Train[i]), .. Enumerable.Range(0, 41).Select(i => split.Test[i])];
        Assert.Equal(201, all.DistinctBy(task => task.ToString()).Count());
        Assert.InRange(all.Average(task => task.Parameters[1..15].Average()), 0.12, 0.25); // maps that cannot be crossed, and copies of sparse ones, are left out
    }

    [Fact]
    public void As_many_maps_as_there_are_is_enough()
    {
        // 3828 sets of holes of 2¹⁴ leave a way across; those with many are seldom drawn
        var split = new FrozenLake { Maps = 5000 }.Split(0);
        Assert.InRange(split.Train.Count!.Value + split.Test.Count!.Value, 3000, 3828);
    }

    [Theory]
    [InlineData("1000000000000000")]
    [InlineData("0000000000000001")]
    [InlineData("0100100000000000")]
    [InlineData("000")]
    public void A_map_that_cannot_be_crossed_is_refused(string holes) =>
        Assert.Contains("a frozen-lake/v1 task are 16 numbers, 1 for a hole and 0 for ice, with a way from the first to the last; got (", Assert.Throws<ArgumentException>(() =>
            Lake.Create(new TaskInstance(0, [.. holes.Select(hole => (double)(hole - '0'))]), new Rng(0))).Message, StringComparison.Ordinal);
}
