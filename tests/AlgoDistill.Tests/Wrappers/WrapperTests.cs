using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

/// <summary>What each wrapper changes, and that it changes nothing else.</summary>
public class WrapperTests
{
    static readonly DarkRoom Room = new();

    [Fact]
    public void Permuted_actions_do_what_the_permutation_says()
    {
        var tasks = new PermutedActions { Inner = Room };
        var task = tasks.Split(1).Train[3];
        var order = task.Parameters.Take(5).Select(x => (int)x).ToArray();
        Assert.Equal(Room.Split(1).Train[3].Parameters, task.Parameters.Skip(5));
        for (var action = 0; action < 5; action++)
        {
            var (plain, permuted) = (Start(Room, Room.Split(1).Train[3]), Start(tasks, task));
            var (expected, actual) = (Step(plain, order[action]), Step(permuted, action));
            Assert.Equal(expected.Outcome, actual.Outcome);
            Assert.Equal(expected.Observation, actual.Observation);
        }
    }

    [Fact]
    public void Permutations_differ_between_tasks_and_name_no_action()
    {
        var tasks = new PermutedActions { Inner = Room };
        Assert.InRange(Enumerable.Range(0, 60).Select(i => string.Join(',', tasks.Split(0).Train[i].Parameters.Take(5))).Distinct().Count(), 30, 60);
        Assert.Equal("action", Assert.Single(tasks.ActionWords.Components));
        Assert.Contains("a permutation of 0 to 4", Assert.Throws<ArgumentException>(() => tasks.Create(new TaskInstance(0, [0, 1, 2, 3, 3, 4, 4]), new Rng(0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Masked_components_read_zero_and_the_others_are_untouched()
    {
        var task = Room.Split(0).Train[0];
        var (plain, masked) = (Start(Room, task), Start(new MaskedObservations { Inner = Room, Hidden = 0b10 }, task));
        foreach (var action in (int[])[0, 0, 2, 3, 1])
        {
            var (seen, half) = (Step(plain, action), Step(masked, action));
            Assert.Equal((seen.Outcome, seen.Observation[0], 0f), (half.Outcome, half.Observation[0], half.Observation[1]));
        }
    }

    [Fact]
    public void Reward_noise_has_the_mean_and_deviation_that_it_says()
    {
        var (tasks, task) = (new RewardNoise { Inner = Room, Deviation = 0.5 }, Room.Split(0).Train[0]);
        var noisy = Interaction.Run(tasks, task, new UniformRandom(), 40_000, new Rng(1));
        var noise = Enumerable.Range(0, noisy.Length)
            .Select(row => noisy.Outcome(row).Reward - (noisy.NextObservation(row)[0] == task.Parameters[0] && noisy.NextObservation(row)[1] == task.Parameters[1] ? 1 : 0)).ToArray();
        Assert.InRange(noise.Average(), -4 * 0.5 / 200, 4 * 0.5 / 200);
        Assert.Equal(0.25, noise.Average(x => x * x), 4 * 0.25 * Math.Sqrt(2.0 / 40_000)); // standard error of a variance
    }

    [Fact]
    public void Action_noise_replaces_as_many_actions_as_it_says()
    {
        var tasks = new ActionNoise { Inner = new BernoulliBandit { Arms = 2, Horizon = 1 }, Probability = 0.4 };
        var task = new TaskInstance(0, [1, 0]); // arm 0 always pays: a reward of 0 betrays a replaced action
        var environment = tasks.Create(task, new Rng(1));
        var observation = new float[1];
        environment.Reset(observation);
        var losses = Enumerable.Range(0, 20_000).Count(_ => environment.Step([0], observation).Reward == 0);
        Assert.Equal(0.2, losses / 20_000.0, 4 * Math.Sqrt(0.2 * 0.8 / 20_000)); // half of the replacements are arm 0 again
        Assert.Equal((0.8, 0.5), (tasks.References(task).Optimal, tasks.References(task).Random));
    }

    [Fact]
    public void A_time_limit_truncates_and_shortens_the_references()
    {
        var tasks = new TimeLimit { Inner = new BernoulliBandit { Arms = 2 }, Limit = 7 };
        var task = new TaskInstance(0, [0.5, 0.25]);
        var history = Interaction.Run(tasks, task, new UniformRandom(), 21, new Rng(1));
        Assert.Equal([6, 13, 20], Enumerable.Range(0, 21).Where(row => history.Outcome(row).End == EpisodeEnd.Truncated));
        Assert.Equal(3.5, tasks.References(task).Optimal, 12);
        Assert.Equal(7 * 0.375, tasks.References(task).Random, 12);
        Assert.Equal(Room.Horizon, new TimeLimit { Inner = Room, Limit = 1000 }.Horizon);
    }

    [Fact]
    public void A_terminal_state_comes_before_the_time_limit()
    {
        var tasks = new TimeLimit { Inner = new Examples.HiddenDoor(), Limit = 2 };
        var environment = Start(tasks, new TaskInstance(0, [0]));
        Step(environment, 0);
        Assert.Equal(new Outcome(1, EpisodeEnd.Terminated), Step(environment, 0).Outcome);
    }

    [Fact]
    public void The_previous_step_is_shown_and_forgotten_at_a_new_episode()
    {
        var environment = Start(new PreviousStep { Inner = Room }, new TaskInstance(0, [5, 4]));
        Assert.Equal([5f, 4, 1, 1, 1], Step(environment, 1).Observation);
        Assert.Equal([5f, 5, 3, 0, 1], Step(environment, 3).Observation);
        var observation = new float[5];
        environment.Reset(observation);
        Assert.Equal([4f, 4, 0, 0, 0], observation);
    }

    [Fact]
    public void Wrappers_wrap_each_other_by_name_and_survive_json()
    {
        var tasks = TaskWrappers.Find([Room], "dark-room+permuted-actions+time-limit/v1");
        Assert.Equal("dark-room/v1+permuted-actions/v1+time-limit/v1", tasks.Id);
        tasks = Settings.With(tasks, ["Limit=5", "Size=7"]);
        Assert.Equal(new TimeLimit { Limit = 5, Inner = new PermutedActions { Inner = Room with { Size = 7 } } }, tasks);
        Assert.Equal(tasks, Settings.FromJson(TaskWrappers.Find([Room], tasks.Id), Settings.ToJson(tasks)));
        Assert.True(Settings.Has(tasks, "Size"));
        Assert.Contains("Limit=5", Settings.Names(tasks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("light-room", "unknown task \"light-room\"; known are dark-room/v1")]
    [InlineData("dark-room+x", "unknown wrapper \"x\"; known are permuted-actions/v1")]
    [InlineData("dark-room+previous-step+permuted-actions+permuted-actions", null)]
    public void Unknown_names_are_refused_with_the_known_ones(string id, string? says)
    {
        if (says is null) Assert.Equal(5, TaskWrappers.Find([Room], id).Actions.Width * 5);
        else Assert.Contains(says, Assert.Throws<ArgumentException>(() => TaskWrappers.Find([Room], id)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrapper_that_does_not_fit_says_why()
    {
        var error = Assert.Throws<ArgumentException>(() => new PermutedActions { Inner = new Pushes() });
        Assert.Contains("permuted-actions/v1 does not fit pushes/v1: it permutes discrete actions of one component, and these are box(1, -1, 1)", error.Message, StringComparison.Ordinal);
        Assert.Contains("set Inner", Assert.Throws<InvalidOperationException>(() => new TimeLimit().Id).Message, StringComparison.Ordinal);
    }

    static IEnvironment Start(ITaskDistribution tasks, TaskInstance task)
    {
        var environment = tasks.Create(task, new Rng(0));
        environment.Reset(new float[tasks.Observations.Width]);
        return new Sized(environment, tasks.Observations.Width);
    }

    static (Outcome Outcome, float[] Observation) Step(IEnvironment environment, int action)
    {
        var observation = new float[((Sized)environment).Width];
        return (environment.Step([action], observation), observation);
    }

    sealed class Sized(IEnvironment inner, int width) : IEnvironment
    {
        public int Width => width;

        public void Reset(Span<float> observation) => inner.Reset(observation);

        public Outcome Step(ReadOnlySpan<float> action, Span<float> observation) => inner.Step(action, observation);
    }

    /// <summary>Real-valued actions, for the refusal alone.</summary>
    sealed record Pushes : ITaskDistribution
    {
        public string Id => "pushes/v1";

        public Space Observations => new Space.Discrete(1);

        public Space Actions => new Space.Box(1, -1, 1);

        public int Horizon => 1;

        public TaskSplit Split(ulong seed) => TaskSplit.Cut([[0.0], [1.0]], 1, seed);

        public IEnvironment Create(TaskInstance task, Rng rng) => throw new InvalidOperationException("is never played");

        public References References(TaskInstance task) => new(0, 0, "nothing is earned");
    }
}
