using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

/// <summary>What holds for all learners that keep a table, and what tells them apart.</summary>
public class TabularLearnerTests
{
    public static TheoryData<string> Ids { get; } = new(SourceAlgorithms.Tabular.Select(learner => learner.Id));

    /// <summary>Values fall with every step away from the goal; 0.95 leaves the start 0.18 of 0.72 beside the goal.</summary>
    const double Discount = 0.95;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Q_learning_reaches_the_optimal_values_of_FrozenLake(ulong seed) => AssertOptimal(
        new QLearning { Discount = Discount, LearningRate = 1, RateDecay = 0.7, FinalEpsilon = 0.2, EpsilonSteps = 1_000_000 }, 1_000_000, seed);

    /// <summary>On-policy values are optimal only as ε vanishes; optimism makes every action be tried while it does.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Sarsa_reaches_the_optimal_values_of_FrozenLake_as_epsilon_vanishes(ulong seed) => AssertOptimal(
        new Sarsa { Discount = Discount, LearningRate = 1, RateDecay = 0.6, InitialValue = 1, Epsilon = 0.1, FinalEpsilon = 0.02, EpsilonSteps = 4_000_000 }, 4_000_000, seed);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void On_the_cliff_Q_learning_walks_the_edge_and_Sarsa_keeps_away(ulong seed)
    {
        var settings = new QLearning { Discount = 1, RateDecay = 0.5, Epsilon = 0.1, FinalEpsilon = 0.1 }; // example 6.6 but for the rate's decay
        var edge = Walk(settings);
        Assert.Equal(13, edge.Count);
        Assert.Equal(10, edge.Count(NextToCliff));
        var safe = Walk(new Sarsa { Discount = 1, RateDecay = 0.5, Epsilon = 0.1, FinalEpsilon = 0.1 });
        Assert.InRange(safe.Count, 15, 17);
        Assert.DoesNotContain(safe, NextToCliff);

        static bool NextToCliff(int cell) => cell / 12 == 2 && cell % 12 is >= 1 and <= 10;

        List<int> Walk(TabularLearner learner)
        {
            var (cliff, cells) = (new CliffWalking(), new List<int> { 36 });
            var values = Tables.Learn(cliff, CliffWalking.Classic, learner, 100_000, seed);
            while (cells[^1] != 47 && cells.Count < 30)
            {
                var row = values[(4 * cells[^1])..(4 * cells[^1] + 4)];
                cells.Add(cliff.Model(CliffWalking.Classic).Follow(cells[^1], Array.IndexOf(row, row.Max()))[0].Next);
            }

            return cells[1..];
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_rate_that_decays_as_1_over_n_gives_the_mean_of_all_rewards(string id)
    {
        var agent = Tables.Agent((TabularLearner)Catalogue.Algorithm(id) with { LearningRate = 1, RateDecay = 1, InitialValue = -7 });
        foreach (var reward in (float[])[3, 5, 1, 7]) Agents.Feed(agent, [1], [0], reward, EpisodeEnd.Terminated);
        Agents.Feed(agent, [0], [0], 2, EpisodeEnd.Terminated);
        var values = Tables.Of(agent);
        Assert.Equal([2, -7, 4, -7], values.Select(value => Math.Round(value, 12)));
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_rate_that_stays_weighs_the_last_reward_most(string id)
    {
        var agent = Tables.Agent((TabularLearner)Catalogue.Algorithm(id) with { LearningRate = 0.25 });
        foreach (var reward in (float[])[8, 4]) Agents.Feed(agent, [0], [1], reward, EpisodeEnd.Terminated);
        Assert.Equal([0, 2 + 0.25 * (4 - 2), 0, 0], Tables.Of(agent));
        Assert.Equal(2, agent.Updates);
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_step_allocates_nothing(string id)
    {
        const int streams = 3;
        using var agent = Catalogue.Algorithm(id).CreateAgent(new Space.Discrete(4), new Space.Discrete(2), streams, new Rng(0));
        float[] observations = [0, 1, 2], actions = new float[streams], logProbabilities = new float[streams], rewards = [1, 0, 2], next = [1, 2, 3];
        EpisodeEnd[] ends = [EpisodeEnd.None, EpisodeEnd.None, EpisodeEnd.None];
        Play(200);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Play(2000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Play(int steps)
        {
            for (var step = 1; step <= steps; step++)
            {
                Array.Fill(ends, step % 20 == 0 ? EpisodeEnd.Truncated : EpisodeEnd.None);
                agent.SelectActions(observations, actions, logProbabilities);
                agent.Update(new TransitionBatch { Streams = streams, Observations = observations, Actions = actions, Rewards = rewards, Ends = ends, NextObservations = next });
            }
        }
    }

    static void AssertOptimal(TabularLearner learner, int steps, ulong seed)
    {
        var (lake, classic) = (new FrozenLake(), FrozenLake.Classic);
        var optimal = lake.Model(classic).OptimalActionValues(learner.Discount);
        var learned = Tables.Learn(lake, classic, learner, steps, seed);
        var played = Enumerable.Range(0, 64).Where(entry => entry / 4 != 15 && classic.Parameters[entry / 4] == 0).ToArray(); // not the cells that end an episode
        Assert.InRange(played.Max(entry => Math.Abs(learned[entry] - optimal[entry])), 0, 0.05);
        Assert.InRange(played.Max(entry => optimal[entry]), 0.7, 0.75);
    }
}
