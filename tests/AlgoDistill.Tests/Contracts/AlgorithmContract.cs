using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

/// <summary>Laws of every source algorithm in the catalogue, on every task whose spaces it takes.</summary>
public class AlgorithmContract
{
    [Theory, MemberData(nameof(Catalogue.Algorithms), MemberType = typeof(Catalogue))]
    public void It_plays_some_task_and_refuses_other_spaces_by_name(string id)
    {
        Assert.Contains(Catalogue.Pairs, pair => (string)pair[0] == id);
        foreach (var (observations, actions) in Catalogue.Spaces) Catalogue.Plays(Catalogue.Algorithm(id), observations, actions);
    }

    [Theory, MemberData(nameof(Catalogue.Algorithms), MemberType = typeof(Catalogue))]
    public void Its_settings_survive_json(string id)
    {
        var algorithm = Catalogue.Algorithm(id);
        Assert.Equal(algorithm, Settings.FromJson(algorithm, Settings.ToJson(algorithm)));
    }

    [SkippableTheory, MemberData(nameof(Catalogue.Pairs), MemberType = typeof(Catalogue))]
    public void The_same_seed_gives_the_same_history(string id, string task)
    {
        LearningHistory Run(ulong seed) => Play(id, task, streams: 1, steps: 300, seed)[0];
        Histories.AssertEqual(Run(1), Run(1));
        if (!Catalogue.Certain.Contains(id)) Assert.NotEqual(Run(1).Columns.Actions, Run(2).Columns.Actions);
    }

    [SkippableTheory, MemberData(nameof(Catalogue.Pairs), MemberType = typeof(Catalogue))]
    public void A_stream_that_learns_for_itself_does_not_notice_the_others(string id, string task)
    {
        if (Catalogue.Algorithm(id).StreamsShareLearner) return;
        Histories.AssertEqual(Play(id, task, streams: 1, steps: 300, 1)[0], Play(id, task, streams: 4, steps: 300, 1)[0]);
    }

    [SkippableTheory, MemberData(nameof(Catalogue.Pairs), MemberType = typeof(Catalogue))]
    public void Actions_are_legal_and_updates_are_counted_from_zero(string id, string task)
    {
        foreach (var history in Play(id, task, streams: 3, steps: 200, 1))
        {
            Assert.All(Enumerable.Range(0, history.Length), row => Assert.True(Catalogue.Task(task).Actions.Contains(history.Action(row))));
            Assert.All(history.Columns.LogProbabilities, value => Assert.True(float.IsFinite(value) && (value <= 0 || Catalogue.Task(task).Actions is Space.Box)));
            Assert.Equal(0, history.Columns.Updates[0]);
            Assert.Equal(history.Columns.Updates.Order(), history.Columns.Updates);
            if (Catalogue.Frozen.Contains(id)) Assert.Equal(0, history.Columns.Updates[^1]);
        }
    }

    [SkippableTheory, MemberData(nameof(Catalogue.Pairs), MemberType = typeof(Catalogue))]
    public void Discrete_actions_are_chosen_as_often_as_their_log_probability_says(string id, string task)
    {
        // Streams that are fed the same transitions hold the same policy, so that their choices are draws from it.
        var streams = Catalogue.Certain.Contains(id) ? 1 : 4000;
        var (algorithm, tasks) = (Catalogue.Algorithm(id), Catalogue.Task(task).OrSkip());
        if (tasks.Actions is not Space.Discrete actions || algorithm is Mixture) return; // a mixture's streams hold different policies
        var task0 = tasks.Split(0).Train[0];
        using var agent = algorithm.CreateAgent(tasks, [.. Enumerable.Repeat(task0, streams)], new Rng(3));
        var (fed, environment) = (new Rng(4), tasks.Create(task0, new Rng(5)));
        var (observation, next) = (new float[tasks.Observations.Width], new float[tasks.Observations.Width]);
        environment.Reset(observation);
        for (var step = 0; step < 60; step++)
        {
            var (chosen, logProbabilities) = (new float[streams * actions.Width], new float[streams]);
            agent.SelectActions(Repeat(observation, streams), chosen, logProbabilities);
            if (step % 15 is 0 or 14) Compare(actions, chosen, logProbabilities);
            var action = Catalogue.Draw(actions, fed);
            var outcome = environment.Step(action, next);
            agent.Update(new TransitionBatch
            {
                Streams = streams,
                Observations = Repeat(observation, streams),
                Actions = Repeat(action, streams),
                Rewards = Repeat([outcome.Reward], streams),
                Ends = Repeat([outcome.End], streams),
                NextObservations = Repeat(next, streams),
            });
            if (outcome.End == EpisodeEnd.None) next.CopyTo(observation, 0);
            else environment.Reset(observation);
        }
    }

    [Theory, MemberData(nameof(Claims.Numbers), MemberType = typeof(Claims))]
    public void The_last_tenth_of_the_episodes_beats_the_first(int claim, string algorithm, string task)
    {
        var (learner, tasks, steps, streams) = Claims.All[claim];
        Assert.Equal((algorithm, task), (learner.Id, tasks.Id));
        var train = tasks.Split(0).Train;
        // What a neural learner does by one seed is another processor's luck; the median of three is not
        var gains = Enumerable.Range(1, learner.UsesEngine ? 3 : 1).Select(Gain).OrderBy(gain => gain.Mean / gain.Error).ToArray();
        Assert.True(gains[gains.Length / 2].Mean > 3 * gains[gains.Length / 2].Error, string.Join("; ", gains.Select(gain => $"gain {gain.Mean} ± {gain.Error}")));

        (double Mean, double Error) Gain(int seed)
        {
            var histories = Interaction.Run(tasks, [.. Enumerable.Range(0, streams).Select(stream => train.Cycle(learner.StreamsShareLearner ? 0 : stream))], learner, steps, new Rng((ulong)seed));
            var gains = histories.Select(Histories.WholeReturns).Select(r => r[^Tenth(r)..].Average() - r[..Tenth(r)].Average()).ToArray();
            return (gains.Average(), Math.Sqrt(gains.Average(gain => (gain - gains.Average()) * (gain - gains.Average())) / gains.Length));
        }

        static int Tenth(double[] returns) => Math.Max(1, returns.Length / 10);
    }

    [Theory, MemberData(nameof(Catalogue.Algorithms), MemberType = typeof(Catalogue))]
    public void It_claims_to_learn_some_task_unless_it_never_learns(string id) =>
        Assert.Equal(!Catalogue.Frozen.Contains(id), Claims.All.Any(claim => claim.Algorithm.Id == id));

    static IReadOnlyList<LearningHistory> Play(string id, string task, int streams, int steps, ulong seed)
    {
        var (algorithm, tasks) = (Catalogue.Algorithm(id), Catalogue.Task(task).OrSkip());
        var train = tasks.Split(0).Train;
        return Interaction.Run(tasks, [.. Enumerable.Range(0, streams).Select(stream => train.Cycle(algorithm.StreamsShareLearner ? 0 : stream))], algorithm, steps, new Rng(seed));
    }

    static void Compare(Space.Discrete actions, float[] chosen, float[] logProbabilities)
    {
        var groups = Enumerable.Range(0, logProbabilities.Length).GroupBy(stream => actions.IndexOf(chosen.AsSpan(stream * actions.Size, actions.Size))).ToArray();
        var total = 0.0;
        foreach (var group in groups)
        {
            var all = group.Select(stream => Math.Exp(logProbabilities[stream])).ToArray(); // of one policy, but from different rows of a matrix product
            var said = all.Average();
            Assert.InRange(all.Max() - all.Min(), 0, 1e-4);
            var (share, error) = (group.Count() / (double)logProbabilities.Length, Math.Sqrt(said * (1 - said) / logProbabilities.Length));
            Assert.InRange(share, said - 5 * error - 1e-6, said + 5 * error + 1e-6);
            total += said;
        }

        Assert.InRange(total, 0.95, 1 + 1e-5); // an action too rare to have been chosen may be missing
    }

    static T[] Repeat<T>(T[] value, int times) => [.. Enumerable.Range(0, times).SelectMany(_ => value)];
}
