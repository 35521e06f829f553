namespace AlgoDistill.Tests;

public class InteractionTests
{
    static readonly CountingTasks Tasks = new();
    static readonly TaskInstance One = new(0, [1]), Two = new(1, [2]);

    [Fact]
    public void Every_row_holds_what_the_environment_and_the_agent_said()
    {
        // Stream 0 always plays 0 (episodes of 5), stream 1 plays 2 at its second step (episodes of 2).
        var policy = new PolicyAlgorithm((stream, _, observation) => stream == 1 && observation[1] == 1 ? 2 : 0);
        var histories = Interaction.Run(Tasks, [One, Two], policy, 7, new Rng(0), firstRun: 4);

        Assert.Equal([(4, 0), (5, 0)], histories.Select(history => (history.Run, history.Stream)));
        Assert.Equal([One, Two], histories.Select(history => history.Task));
        var columns = histories[0].Columns;
        Assert.Equal([0, 0, 0, 1, 0, 2, 0, 3, 0, 4, 1, 0, 1, 1], columns.Observations);
        Assert.Equal([11, 12, 13, 14, 15, 11, 12], columns.Rewards);
        Assert.Equal([0, 2, 4, 6, 8, 10, 12], columns.Updates);
        Assert.Equal([0, -2, -4, -6, -8, -10, -12], columns.LogProbabilities);
        Assert.Equal([EpisodeEnd.None, 0, 0, 0, EpisodeEnd.Truncated, 0, 0], columns.Ends);
        Assert.Equal([0, 5, 1, 2], columns.FinalObservations);
        columns = histories[1].Columns;
        Assert.Equal([0, 2, 0, 2, 0, 2, 0], columns.Actions);
        Assert.Equal([0, 0, 0, 1, 1, 0, 1, 1, 2, 0, 2, 1, 3, 0], columns.Observations);
        Assert.Equal([EpisodeEnd.None, EpisodeEnd.Terminated, 0, EpisodeEnd.Terminated, 0, EpisodeEnd.Terminated, 0], columns.Ends);
        Assert.Equal([0, 2, 1, 2, 2, 2, 3, 1], columns.FinalObservations);
        Assert.True(policy.Disposed);
    }

    [Fact]
    public void The_agent_learns_from_the_last_observation_of_an_episode_not_from_the_first_of_the_next()
    {
        var policy = new PolicyAlgorithm((_, _, observation) => observation[1] == 1 ? 2 : 0);
        Interaction.Run(Tasks, One, policy, 3, new Rng(0));
        Assert.Equal([0, 2], policy.Seen[1].Next);
        Assert.Equal([EpisodeEnd.Terminated], policy.Seen[1].Ends);
        Assert.Equal([1, 0], policy.Seen[2].Observations);
    }

    [Fact]
    public void Streams_that_share_a_learner_are_one_run_of_one_task()
    {
        var shared = new PolicyAlgorithm((_, _, _) => 0) { StreamsShareLearner = true };
        var histories = Interaction.Run(Tasks, [One, One], shared, 2, new Rng(0), firstRun: 9);
        Assert.Equal([(9, 0), (9, 1)], histories.Select(history => (history.Run, history.Stream)));
        var error = Assert.Throws<ArgumentException>(() => Interaction.Run(Tasks, [One, Two], shared, 2, new Rng(0)));
        Assert.Contains("the streams of policy share one learner and must share one task", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_do_is_refused()
    {
        var policy = new PolicyAlgorithm((_, _, _) => 0);
        Assert.Throws<ArgumentException>(() => Interaction.Run(Tasks, [], policy, 2, new Rng(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Interaction.Run(Tasks, One, policy, 0, new Rng(0)));
    }

    [Fact]
    public void Progress_is_told_after_each_step_and_the_generator_is_left_alone()
    {
        var rng = new Rng(1);
        var before = rng.State;
        var told = new List<int>();
        Interaction.Run(Tasks, [One], new PolicyAlgorithm((_, _, _) => 0), 4, rng, afterStep: told.Add);
        Assert.Equal([1, 2, 3, 4], told);
        Assert.Equal(before, rng.State);
    }
}
