using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

public class SarsaTests
{
    static readonly Sarsa Learner = new() { LearningRate = 0.5, Discount = 0.8, Epsilon = 0.4, FinalEpsilon = 0.4 };

    [Fact]
    public void A_step_is_learned_from_when_the_next_action_is_known()
    {
        var agent = Tables.Agent(Learner);
        Agents.Feed(agent, [1], [1], 6, EpisodeEnd.Terminated);                       // Q(1, 1) = 3
        Agents.Feed(agent, [0], [0], 2, next: [1]);
        Assert.Equal([0, 0, 0, 3], Tables.Of(agent));
        Agents.Feed(agent, [1], [1], 0, next: [0]);                                   // Q(0, 0) = ½ (2 + 0.8 · 3)
        Assert.Equal([2.2, 0, 0, 3], Tables.Of(agent).Select(value => Math.Round(value, 12)));
        Agents.Feed(agent, [0], [1], 4, EpisodeEnd.Terminated);                       // Q(1, 1) = 3 + ½ (0.8 · 0 − 3), then Q(0, 1) = ½ · 4
        Assert.Equal([2.2, 2, 0, 1.5], Tables.Of(agent).Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void After_a_truncated_end_the_policy_s_mean_stands_for_the_next_action()
    {
        var agent = Tables.Agent(Learner);
        Agents.Feed(agent, [1], [1], 6, EpisodeEnd.Terminated);
        Agents.Feed(agent, [0], [0], 2, EpisodeEnd.Truncated, next: [1]);             // ½ (2 + 0.8 (0.4 · 1.5 + 0.6 · 3))
        Assert.Equal(0.5 * (2 + 0.8 * 2.4), Tables.Of(agent)[0], 12);
        Agents.Feed(agent, [0], [1], 10, next: [1]);                                  // a new episode: the old one learns nothing from it
        Assert.Equal(0.5 * (2 + 0.8 * 2.4), Tables.Of(agent)[0], 12);
    }
}
