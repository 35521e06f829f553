namespace AlgoDistill.Tests;

public class FiniteExpertTests
{
    [Fact]
    public void Its_return_is_the_optimum_within_chance()
    {
        const int horizon = 6, episodes = 20_000;
        var model = Processes.Draw(11, states: 5, actions: 3);
        Assert.True(model.References(horizon).Optimal > model.References(horizon).Random + 0.3);
        var returns = Play(new FiniteExpert(model, horizon), model, horizon, episodes);
        var error = Math.Sqrt(returns.Average(r => Math.Pow(r - returns.Average(), 2)) / episodes);
        Assert.InRange(returns.Average(), model.References(horizon).Optimal - 4 * error, model.References(horizon).Optimal + 4 * error);
    }

    [Fact]
    public void It_counts_the_steps_left()
    {
        // Waiting pays 1 and stays; leaving pays 3 and ends: best done in the last step only.
        var model = new FiniteModel(1, 2, [1], (_, action) => [action == 0 ? new(1, 0, 1) : new(1, 0, 3, true)], (_, observation) => observation[0] = 0);
        Assert.Equal([5.0, 5], Play(new FiniteExpert(model, horizon: 3), model, horizon: 3, episodes: 2));
    }

    [Theory]
    [InlineData(0.6, 3)] // 3 now beats 1 / (1 − 0.6) = 2.5
    [InlineData(0.7, 4)] // 1 / (1 − 0.7) = 3.3 beats it
    public void Discounted_it_plays_every_step_alike(double discount, double expected)
    {
        var model = new FiniteModel(1, 2, [1], (_, action) => [action == 0 ? new(1, 0, 1) : new(1, 0, 3, true)], (_, observation) => observation[0] = 0);
        Assert.Equal([expected], Play(FiniteExpert.Discounted(model, discount), model, horizon: 4, episodes: 1));
    }

    [Fact]
    public void It_remembers_what_observations_hide()
    {
        // The first observation says which action will pay in the second state; there, all look alike.
        var model = new FiniteModel(4, 2, [0.5, 0.5, 0, 0], (state, action) => state < 2 ? [new(1, state + 2, 0)] : [new(1, state, action == state - 2 ? 1 : 0, true)],
            (state, observation) => observation[0] = Math.Min(state, 2));
        Assert.All(Play(new FiniteExpert(model, horizon: 2), model, horizon: 2, episodes: 50), episode => Assert.Equal(1, episode));
    }

    [Fact]
    public void What_the_model_cannot_show_is_refused()
    {
        var model = new FiniteModel(2, 1, [1, 0], (_, _) => [new(1, 0, 0)], (state, observation) => observation[0] = state);
        using IAgent expert = new FiniteExpert(model, horizon: 2);
        Assert.Contains("no episode of this model starts with what was observed", Assert.Throws<ArgumentException>(() => Agents.Choose(expert, [1])).Message, StringComparison.Ordinal);
        Agents.Choose(expert, [0]);
        Assert.Contains("state 0 and action 0 cannot be followed by what was observed", Assert.Throws<ArgumentException>(() => Agents.Feed(expert, [0], [0], 0, next: [1])).Message, StringComparison.Ordinal);
    }

    static double[] Play(FiniteExpert expert, FiniteModel model, int horizon, int episodes)
    {
        var environment = new FiniteEnvironment(model, new Space.Discrete(model.Actions), horizon, new Rng(5));
        var (observation, next, returns) = (new float[1], new float[1], new double[episodes]);
        for (var episode = 0; episode < episodes; episode++)
        {
            environment.Reset(observation);
            for (var end = EpisodeEnd.None; end == EpisodeEnd.None;)
            {
                var (action, logProbability) = Agents.Choose(expert, observation);
                Assert.Equal(0, logProbability);
                (var reward, end) = environment.Step(action, next);
                Agents.Feed(expert, observation, action, reward, end, next);
                (observation, next) = (next, observation);
                returns[episode] += reward;
            }
        }

        return returns;
    }
}
