namespace AlgoDistill.Tests;

public class FiniteModelTests
{
    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    public void Values_over_a_horizon_are_those_of_the_best_and_the_mean_of_all_plans(ulong seed, int horizon)
    {
        var model = Processes.Draw(seed, states: 4, actions: 2);
        var (optimal, random) = (0.0, 0.0);
        for (var state = 0; state < model.States; state++)
        {
            Assert.Equal(Value(model, state, horizon, Enumerable.Max), model.OptimalValues(horizon)[horizon][state], 12);
            optimal += model.Start[state] * Value(model, state, horizon, Enumerable.Max);
            random += model.Start[state] * Value(model, state, horizon, Enumerable.Average);
        }

        Assert.Equal(optimal, model.References(horizon).Optimal, 12);
        Assert.Equal(random, model.References(horizon).Random, 12);
        Assert.All(model.OptimalValues(horizon)[0], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Discounted_values_solve_Bellman_s_equation()
    {
        var model = Processes.Draw(4, states: 6, actions: 3);
        var q = model.OptimalActionValues(0.8);
        for (var pair = 0; pair < q.Length; pair++)
        {
            var expected = 0.0;
            foreach (var branch in model.Follow(pair / 3, pair % 3))
                expected += branch.Probability * (branch.Reward + (branch.Terminal ? 0 : 0.8 * q[(branch.Next * 3)..(branch.Next * 3 + 3)].Max()));
            Assert.Equal(expected, q[pair], 10);
        }
    }

    [Fact]
    public void A_way_that_always_ends_needs_no_discount()
    {
        // Two steps to the end, 1 each; the other action ends at once with 1.5.
        var model = new FiniteModel(2, 2, [1, 0], (state, action) => action == 0 ? [new(1, 1, 1, state == 1)] : [new(1, 0, 1.5f, true)], (_, _) => { });
        Assert.Equal([2.5, 1.5, 1, 1.5], model.OptimalActionValues(discount: 1));
    }

    [Fact]
    public void What_is_no_process_is_refused()
    {
        static FiniteModel Model(double[] start, params FiniteModel.Branch[] branches) => new(2, 1, start, (_, _) => branches, (_, _) => { });
        Assert.Contains("the probabilities of the start sum to 0.5; they must sum to 1", Refusal(() => Model([0.5, 0], new FiniteModel.Branch(1, 0, 0))), StringComparison.Ordinal);
        Assert.Contains("the start has 3 probabilities; there are 2 states", Refusal(() => Model([1, 0, 0], new FiniteModel.Branch(1, 0, 0))), StringComparison.Ordinal);
        Assert.Contains("the probabilities of state 0, action 0 sum to 0.75", Refusal(() => Model([1, 0], new(0.25, 0, 0), new(0.5, 1, 0))), StringComparison.Ordinal);
        Assert.Contains("the probabilities of state 0, action 0 sum to 0;", Refusal(() => Model([1, 0])), StringComparison.Ordinal);
        Assert.Contains("state 0, action 0 leads to state 2; there are 2", Refusal(() => Model([1, 0], new FiniteModel.Branch(1, 2, 0))), StringComparison.Ordinal);
    }

    static string Refusal(Func<FiniteModel> create) => Assert.Throws<ArgumentException>(create).Message;

    /// <summary>Sums over every way in which the rest of an episode may go; <paramref name="choose"/> joins the actions.</summary>
    static double Value(FiniteModel model, int state, int left, Func<IEnumerable<double>, double> choose) => left == 0 ? 0
        : choose(Enumerable.Range(0, model.Actions).Select(action => model.Follow(state, action).ToArray()
            .Sum(branch => branch.Probability * (branch.Reward + (branch.Terminal ? 0 : Value(model, branch.Next, left - 1, choose))))));
}
