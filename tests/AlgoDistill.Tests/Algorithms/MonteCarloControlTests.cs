using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

public class MonteCarloControlTests
{
    static readonly MonteCarloControl Means = new() { LearningRate = 1, RateDecay = 1, Discount = 0.5 };

    [Theory]
    [InlineData(EpisodeEnd.Terminated)]
    [InlineData(EpisodeEnd.Truncated)]
    public void The_return_after_the_first_visit_is_what_counts(EpisodeEnd end)
    {
        var agent = Tables.Agent(Means);
        Agents.Feed(agent, [0], [1], 4, next: [1]);
        Agents.Feed(agent, [1], [0], 2, next: [0]);
        Agents.Feed(agent, [0], [1], 8, next: [0]);                                   // second visit
        Assert.Equal([0.0, 0, 0, 0], Tables.Of(agent));
        Agents.Feed(agent, [0], [0], 16, end, next: [1]);
        Assert.Equal([16, 4 + 0.5 * (2 + 0.5 * (8 + 0.5 * 16)), 2 + 0.5 * (8 + 0.5 * 16), 0], Tables.Of(agent));
    }

    [Fact]
    public void Episodes_are_averaged()
    {
        var agent = Tables.Agent(Means);
        foreach (var (first, last) in ((float, float)[])[(1, 2), (3, 4)])
        {
            Agents.Feed(agent, [0], [0], first, next: [1]);
            Agents.Feed(agent, [1], [1], last, EpisodeEnd.Terminated);
        }

        Assert.Equal([(2 + 5) / 2.0, 0, 0, 3], Tables.Of(agent));
    }

    [Fact]
    public void Its_values_are_those_of_the_policy()
    {
        // Uniformly random in a process whose every episode ends: Q(s, a) is then the mean over all that may follow.
        var (model, states) = (Processes.Draw(5, states: 3, actions: 2), 3);
        var agent = new MonteCarloControl { LearningRate = 1, RateDecay = 1, Discount = 0.9, FinalEpsilon = 1 }.CreateAgent(new Space.Discrete(states), new Space.Discrete(2), 1, new Rng(1));
        var environment = new FiniteEnvironment(model, new Space.Discrete(2), horizon: 1000, new Rng(2));
        var (observation, next) = (new float[1], new float[1]);
        for (var episode = 0; episode < 40_000; episode++)
        {
            environment.Reset(observation);
            for (var end = EpisodeEnd.None; end == EpisodeEnd.None;)
            {
                var action = Agents.Choose(agent, observation).Action;
                (var reward, end) = environment.Step(action, next);
                Agents.Feed(agent, observation, action, reward, end, next);
                (observation, next) = (next, observation);
            }
        }

        var values = new double[states];
        for (var sweep = 0; sweep < 500; sweep++)
            values = [.. Enumerable.Range(0, states).Select(state => Enumerable.Range(0, 2).Average(action => model.ActionValue(state, action, values, 0.9)))];
        Assert.All(Tables.Of(agent).Select((value, entry) => value - model.ActionValue(entry / 2, entry % 2, values, 0.9)), error => Assert.InRange(error, -0.05, 0.05));
    }
}
