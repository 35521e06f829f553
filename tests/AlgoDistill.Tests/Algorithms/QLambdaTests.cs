using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

public class QLambdaTests
{
    static readonly QLambda Learner = new() { LearningRate = 0.5, Discount = 0.8, Lambda = 0.5 };

    [Theory]
    [InlineData(TraceKind.Accumulating)]
    [InlineData(TraceKind.Replacing)]
    public void Without_traces_it_is_Q_learning_step_by_step(TraceKind kind)
    {
        foreach (var tasks in (ITaskDistribution[])[new DarkRoom(), new FrozenLake()])
        {
            var task = tasks.Split(0).Train[3];
            var learner = new QLearning { EpsilonSteps = 4000, RateDecay = 0.6, InitialValue = 0.1 };
            Histories.AssertEqual(Interaction.Run(tasks, task, learner, 8000, new Rng(1)), Interaction.Run(tasks, task,
                new QLambda { Lambda = 0, Traces = kind, EpsilonSteps = 4000, RateDecay = 0.6, InitialValue = 0.1 }, 8000, new Rng(1)));
        }
    }

    [Fact]
    public void An_error_teaches_earlier_steps_as_far_as_their_trace()
    {
        // States 0, 1, 2 by action 0 each; untried actions are worth 0 too, so that every step is greedy.
        var agent = Tables.Agent(Learner, states: 3);
        Agents.Feed(agent, [0], [0], 0, next: [1]);
        Agents.Feed(agent, [1], [0], 0, next: [2]);
        Agents.Feed(agent, [2], [0], 8, EpisodeEnd.Terminated);
        Assert.Equal([4 * 0.16, 0, 4 * 0.4, 0, 4, 0], Tables.Of(agent).Select(value => Math.Round(value, 12)));
        Agents.Feed(agent, [1], [0], 0, EpisodeEnd.Truncated, next: [0]);             // a new episode: state 0 learns nothing
        Assert.Equal(4 * 0.16, Tables.Of(agent)[0], 12);
    }

    [Theory]
    [InlineData(TraceKind.Accumulating, 1.4)]
    [InlineData(TraceKind.Replacing, 1)]
    public void A_second_visit_adds_to_the_trace_or_replaces_it(TraceKind kind, double trace)
    {
        var agent = Tables.Agent(Learner with { Traces = kind });
        Agents.Feed(agent, [0], [0], 0, next: [0]);
        Agents.Feed(agent, [0], [0], 8, EpisodeEnd.Terminated);
        Assert.Equal(0.5 * 8 * trace, Tables.Of(agent)[0], 12);
    }

    [Fact]
    public void An_action_that_is_not_greedy_cuts_the_traces()
    {
        var agent = Tables.Agent(Learner, states: 3);
        Agents.Feed(agent, [1], [1], 2, EpisodeEnd.Terminated);                       // Q(1, 1) = 1
        Agents.Feed(agent, [0], [0], 0, next: [1]);                                   // Q(0, 0) = ½ · 0.8
        Agents.Feed(agent, [1], [0], 8, EpisodeEnd.Terminated);                       // not greedy in state 1
        Assert.Equal([0.4, 0, 4, 1], Tables.Of(agent)[..4].Select(value => Math.Round(value, 12)));
    }
}
