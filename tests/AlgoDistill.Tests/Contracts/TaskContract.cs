using System.Globalization;
using System.Text.RegularExpressions;
using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

/// <summary>Laws of every task in the catalogues.</summary>
public class TaskContract
{
    static readonly UniformRandom Uniform = new();

    [Theory, MemberData(nameof(Catalogue.Tasks), MemberType = typeof(Catalogue))]
    public void The_id_is_lower_case_words_and_a_version(string id) => Assert.Matches(@"^([a-z0-9]+(-[a-z0-9]+)*/v[1-9][0-9]*)(\+([a-z0-9]+(-[a-z0-9]+)*/v[1-9][0-9]*))*$", id);

    [Theory, MemberData(nameof(Catalogue.Tasks), MemberType = typeof(Catalogue))]
    public void The_same_seed_gives_the_same_tasks_and_another_seed_others(string id)
    {
        var tasks = Catalogue.Task(id);
        foreach (var name in TaskSplit.Names.Where(name => name != "shifted" || tasks.Split(0).Shifted is not null))
        {
            Assert.Equal(Some(tasks.Split(5).Named(name)), Some(tasks.Split(5).Named(name)));
            Assert.NotEqual(Some(tasks.Split(5).Named(name)), Some(tasks.Split(6).Named(name)));
        }
    }

    [Theory, MemberData(nameof(Catalogue.Tasks), MemberType = typeof(Catalogue))]
    public void Train_and_held_out_tasks_have_nothing_in_common(string id)
    {
        var split = Catalogue.Task(id).Split(3);
        var train = Some(split.Train, 10_000).Select(task => task.ToString()).ToHashSet();
        Assert.DoesNotContain(Some(split.Test, 10_000), task => train.Contains(task.ToString()));
        if (split.Shifted is not null) Assert.DoesNotContain(Some(split.Shifted, 10_000), task => train.Contains(task.ToString()));
    }

    [SkippableTheory, MemberData(nameof(Catalogue.Tasks), MemberType = typeof(Catalogue))]
    public void The_same_seed_gives_the_same_history(string id)
    {
        var tasks = Catalogue.Task(id).OrSkip();
        var task = tasks.Split(0).Train.Cycle(1);
        Histories.AssertEqual(Interaction.Run(tasks, task, Uniform, 3 * tasks.Horizon, new Rng(4)), Interaction.Run(tasks, task, Uniform, 3 * tasks.Horizon, new Rng(4)));
        Assert.NotEqual(Interaction.Run(tasks, task, Uniform, 3 * tasks.Horizon, new Rng(4)).Columns.Actions, Interaction.Run(tasks, task, Uniform, 3 * tasks.Horizon, new Rng(5)).Columns.Actions);
    }

    [SkippableTheory, MemberData(nameof(Catalogue.Tasks), MemberType = typeof(Catalogue))]
    public void Observations_lie_inside_their_space_and_episodes_inside_the_horizon(string id)
    {
        var tasks = Catalogue.Task(id).OrSkip();
        foreach (var task in Some(tasks.Split(1).Test))
        {
            var history = Interaction.Run(tasks, task, Uniform, 10 * tasks.Horizon, new Rng(6));
            for (var row = 0; row < history.Length; row++)
            {
                Assert.True(tasks.Observations.Contains(history.Observation(row)) && tasks.Observations.Contains(history.NextObservation(row)));
                Assert.True(tasks.Actions.Contains(history.Action(row)) && float.IsFinite(history.Outcome(row).Reward));
            }

            Assert.InRange(Enumerable.Range(0, history.Episodes).Max(episode => history.Episode(episode).Length), 1, tasks.Horizon);
        }
    }

    [SkippableTheory, MemberData(nameof(Catalogue.Tasks), MemberType = typeof(Catalogue))]
    public void An_illegal_action_is_refused_with_the_range(string id)
    {
        var tasks = Catalogue.Task(id).OrSkip();
        var environment = tasks.Create(tasks.Split(0).Train[0], new Rng(0));
        var observation = new float[tasks.Observations.Width];
        environment.Reset(observation);
        float[] illegal = tasks.Actions switch
        {
            Space.Discrete discrete => [-1, discrete.Count, 0.5f, float.NaN],
            Space.Box box => [MathF.BitDecrement(box.Low), MathF.BitIncrement(box.High), float.NaN],
            _ => [],
        };
        foreach (var value in illegal)
        {
            var action = Enumerable.Repeat(value, tasks.Actions.Width).ToArray();
            Assert.Contains($"{tasks.Actions}", Assert.Throws<ArgumentOutOfRangeException>(() => environment.Step(action, observation)).Message, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Catalogue.Tasks), MemberType = typeof(Catalogue))]
    public void Parameters_of_another_family_are_refused(string id)
    {
        var tasks = Catalogue.Task(id);
        foreach (var stranger in (TaskInstance[])[new(0, []), new(0, [.. Enumerable.Repeat(-1e6, 1000)])])
        {
            Assert.Contains(id, Assert.Throws<ArgumentException>(() => tasks.Create(stranger, new Rng(0))).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => tasks.References(stranger));
        }
    }

    [SkippableTheory, MemberData(nameof(Catalogue.Tasks), MemberType = typeof(Catalogue))]
    public void Random_play_earns_the_random_return_and_no_learner_more_than_the_optimum(string id)
    {
        var tasks = Catalogue.Task(id).OrSkip();
        const int episodes = 400;
        foreach (var task in Some(tasks.Split(2).Train))
        {
            var references = tasks.References(task);
            Assert.True(references.Random <= references.Optimal && references.Method.Length > 0);
            var (mean, error) = Episodes(Uniform, episodes);
            Assert.Equal(references.Random, mean, 5 * Math.Sqrt(error * error + Stated(references) * Stated(references)) + 1e-9);
            foreach (var algorithm in Catalogue.Cheap.Where(algorithm => Catalogue.Plays(algorithm, tasks)))
                Assert.True(Episodes(algorithm, 100) is var learner && learner.Mean <= references.Optimal + 5 * learner.Error, algorithm.Id);

            (double Mean, double Error) Episodes(IAlgorithm algorithm, int count)
            {
                var returns = Returns(tasks, task, algorithm, count);
                count = returns.Length;
                var average = returns.Average();
                // Where no episode in `count` differs, a rare return of up to the optimum may still exist: 3/count bounds its probability.
                var rare = returns.Distinct().Count() == 1 ? Math.Max(references.Optimal, 1) : 1;
                return (average, Math.Sqrt(returns.Average(r => (r - average) * (r - average)) / count) + rare / count);
            }
        }
    }

    [Theory, MemberData(nameof(Catalogue.Tasks), MemberType = typeof(Catalogue))]
    public void A_family_survives_json(string id)
    {
        var tasks = Catalogue.Task(id);
        Assert.Equal(tasks, Settings.FromJson(tasks, Settings.ToJson(tasks)));
        Assert.Equal(tasks.Split(0).Train[0], Settings.FromJson(tasks, Settings.ToJson(tasks)).Split(0).Train[0]);
    }

    [SkippableTheory, MemberData(nameof(Catalogue.Tasks), MemberType = typeof(Catalogue))]
    public void The_expert_of_a_finite_task_earns_the_optimum_and_no_expert_more(string id)
    {
        var tasks = Catalogue.Task(id).OrSkip();
        foreach (var task in Some(tasks.Split(2).Train, 3))
        {
            if (tasks.CreateExpert(task) is null) continue;
            var returns = Returns(tasks, task, new Expert(), 200);
            var (mean, optimal) = (returns.Average(), tasks.References(task).Optimal);
            var error = Math.Sqrt(returns.Average(r => (r - mean) * (r - mean)) / returns.Length) + 1e-6;
            Assert.InRange(mean, tasks.Model(task) is null ? double.NegativeInfinity : optimal - 5 * error, optimal + 5 * error);
        }
    }

    [Theory, MemberData(nameof(Catalogue.Tasks), MemberType = typeof(Catalogue))]
    public void Words_fit_their_spaces(string id)
    {
        var tasks = Catalogue.Task(id);
        foreach (var (space, words) in ((Space, SpaceWords)[])[(tasks.Observations, tasks.ObservationWords), (tasks.Actions, tasks.ActionWords)])
        {
            string[] names = [.. words.Components, .. words.Values];
            Assert.Equal(words.Values.Length > 0 ? ((Space.Discrete)space).Count : space.Width, names.Length);
            Assert.True(words.Values.IsEmpty || space.Width == 1);
            Assert.Distinct(names);
            Assert.All(names, name => Assert.Matches("^[a-z][a-z0-9 -]*$", name));
        }
    }

    /// <summary>The standard error that a random return found by Monte Carlo says of itself; 0 where it is exact.</summary>
    static double Stated(References references) => Regex.Match(references.Method, "standard error ([0-9.]+)") is { Success: true } error
        ? double.Parse(error.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    /// <summary>Returns of up to <paramref name="most"/> whole episodes, fewer where they are long.</summary>
    static double[] Returns(ITaskDistribution tasks, TaskInstance task, IAlgorithm algorithm, int most)
    {
        var history = Interaction.Run(tasks, task, algorithm, Math.Min(most * tasks.Horizon, Math.Max(40_000, 20 * tasks.Horizon)), new Rng(8));
        return [.. Histories.WholeReturns(history).Take(most)];
    }

    static TaskInstance[] Some(TaskSet set, int most = 5) => [.. Enumerable.Range(0, Math.Min(set.Count ?? most, most)).Select(i => set[i])];
}
