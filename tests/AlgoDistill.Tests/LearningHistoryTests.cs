namespace AlgoDistill.Tests;

public class LearningHistoryTests
{
    // Episodes of 2, 3, 1 and an unfinished one of 2 rows; the observation of a row is its number.
    static readonly EpisodeEnd[] Ends = [0, EpisodeEnd.Terminated, 0, 0, EpisodeEnd.Truncated, EpisodeEnd.Terminated, 0, 0];

    static LearningHistory History() => new(3, 1, new TaskInstance(0, [7]), 1, 1, new HistoryColumns
    {
        Observations = [0, 1, 2, 3, 4, 5, 6, 7],
        Actions = [0, 1, 0, 1, 0, 1, 0, 1],
        Rewards = [1, 2, 4, 8, 16, 32, 64, 128],
        LogProbabilities = [-1, -2, -3, -4, -5, -6, -7, -8],
        Updates = [0, 1, 2, 3, 4, 5, 6, 7],
        Ends = Ends,
        FinalObservations = [10, 11, 12, 13],
    });

    [Fact]
    public void Episodes_are_cut_at_their_ends()
    {
        var history = History();
        Assert.Equal((8, 4), (history.Length, history.Episodes));
        Assert.Equal([(0, 2), (2, 3), (5, 1), (6, 2)], Enumerable.Range(0, 4).Select(history.Episode));
        Assert.Equal([3, 28, 32, 192], history.EpisodeReturns());
    }

    [Fact]
    public void What_followed_a_row_is_the_next_observation_or_the_final_one()
    {
        var history = History();
        Assert.Equal([1, 10, 3, 4, 11, 12, 7, 13], Enumerable.Range(0, 8).Select(row => history.NextObservation(row)[0]));
        Assert.Equal(new Outcome(16, EpisodeEnd.Truncated), history.Outcome(4));
        Assert.Equal((4f, 1f), (history.Observation(4)[0], history.Action(5)[0]));
    }

    [Fact]
    public void Every_kth_episode_is_kept_whole()
    {
        var kept = History().EveryEpisode(2);
        Assert.Equal([0, 1, 5], kept.Columns.Observations);
        Assert.Equal([0, 1, 5], kept.Columns.Updates);
        Assert.Equal([10, 12], kept.Columns.FinalObservations);
        Assert.Equal((3, 1, 7.0), (kept.Run, kept.Stream, kept.Task.Parameters[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => History().EveryEpisode(0));
    }

    [Fact]
    public void An_unfinished_episode_keeps_what_followed_it()
    {
        var kept = History().EveryEpisode(3);
        Assert.Equal([0, 1, 6, 7], kept.Columns.Observations);
        Assert.Equal([10, 13], kept.Columns.FinalObservations);
        Assert.Equal(13, kept.NextObservation(3)[0]);
    }

    [Fact]
    public void The_last_episodes_are_all_there_are_when_fewer()
    {
        Assert.Equal([5, 6, 7], History().LastEpisodes(2).Columns.Observations);
        Assert.Equal(History().Columns.Observations, History().LastEpisodes(9).Columns.Observations);
    }

    [Fact]
    public void Columns_of_different_length_are_refused()
    {
        var whole = History().Columns;
        HistoryColumns With(float[]? actions = null, float[]? finals = null) => new()
        {
            Observations = whole.Observations,
            Actions = actions ?? whole.Actions,
            Rewards = whole.Rewards,
            LogProbabilities = whole.LogProbabilities,
            Updates = whole.Updates,
            Ends = whole.Ends,
            FinalObservations = finals ?? whole.FinalObservations,
        };
        LearningHistory Make(HistoryColumns columns) => new(0, 0, new TaskInstance(0, []), 1, 1, columns);
        Assert.Contains("7 action numbers", Assert.Throws<ArgumentException>(() => Make(With(actions: new float[7]))).Message, StringComparison.Ordinal);
        Assert.Contains("has 4 episode ends and 3 final observations", Assert.Throws<ArgumentException>(() => Make(With(finals: [1, 2, 3]))).Message, StringComparison.Ordinal);
    }
}
