using System.Collections.Immutable;

namespace AlgoDistill.Reports.Tests;

/// <summary>Histories whose rewards are given by a formula.</summary>
static class Synthetic
{
    public static LearningHistory History(int task, int episodes, int horizon, Func<int, int, float> reward, bool finished = true, int width = 1, int size = 3)
    {
        var columns = new HistoryColumns.Builder(width, 1, episodes * horizon);
        for (var episode = 0; episode < episodes; episode++)
            for (var step = 0; step < horizon; step++)
            {
                var last = step == horizon - 1;
                var end = last && (finished || episode < episodes - 1) ? EpisodeEnd.Truncated : EpisodeEnd.None;
                columns.Add(Observation(width, size, step), [0], 0, 0, new Outcome(reward(episode, step), end));
                if (last) columns.AddFinal(Observation(width, size, step + 1));
            }

        return new LearningHistory(task, 0, new TaskInstance(task, [task]), width, 1, columns.Build());
    }

    /// <summary>Two bandit sets of three streams and six trials: the source learns, expert distillation does not.</summary>
    public static LearningReport Bandit() => new()
    {
        Title = "Synthetic <bandit>",
        Introduction = "One & only.",
        Tasks = new Family(new Space.Discrete(1), Horizon: 6),
        Sets = [Set("in distribution", 0.5f), Set("shifted", 0.25f)],
        Losses = [new LossCurve("RL model", [.. Enumerable.Range(1, 4).Select(step =>
            new LossPoint(10 * step, new Dictionary<string, double> { ["action"] = 2.0 / step, ["reward"] = 0.1 }))])],
        Provenance = new Provenance { Commands = ["algodistill report a b"], Configurations = [("Source", Settings.ToJson(new Seeded(7, new Bootstrap())))] },
    };

    /// <summary>Two streams of ten episodes of four steps on a grid of 3 × 3 cells.</summary>
    public static LearningReport Grid() => new()
    {
        Title = "Synthetic grid",
        Tasks = new Family(new Space.Discrete(3, 2), Horizon: 4),
        Sets =
        [
            new EvaluationSet("held out",
            [
                new AlgorithmRun("Source", AlgorithmRole.Source, [Steps(0, 40), Steps(1, 40)]),
                new AlgorithmRun("Model", AlgorithmRole.Distilled, [Steps(0, 10), Steps(1, 10)]),
            ]),
        ],
    };

    /// <summary>All figures of both reports.</summary>
    public static IReadOnlyList<Figure> Figures() => [.. new[] { Bandit(), Grid() }.SelectMany(report => report.Build().Sections).SelectMany(section => section.Figures)];

    sealed record Seeded(ulong Seed, Bootstrap Bootstrap);

    static EvaluationSet Set(string name, float gain) => new(name,
    [
        new AlgorithmRun("UCB", AlgorithmRole.Source, Trials(gain)),
        new AlgorithmRun("Model", AlgorithmRole.Distilled, Trials(0.9f * gain)),
        new AlgorithmRun("Expert", AlgorithmRole.ExpertDistilled, Trials(0)),
    ]);

    static LearningHistory[] Trials(float gain) =>
        [.. Enumerable.Range(0, 3).Select(task => History(task, 1, 6, (_, trial) => 0.25f * task + gain * trial / 5))];

    static LearningHistory Steps(int task, int episodes) =>
        History(task, episodes, 4, (episode, step) => step == 3 && episode >= task ? 1 : 0, width: 2);

    static float[] Observation(int width, int size, int step) => width == 1 ? [0] : [step % size, step / size];

    /// <summary>A family of which only the description is asked.</summary>
    public sealed record Family(Space Observations, int Horizon) : ITaskDistribution
    {
        public string Id => "synthetic/v1";

        public Space Actions => new Space.Discrete(2);

        public TaskSplit Split(ulong seed) => TaskSplit.Cut([ImmutableArray.Create(0.0), ImmutableArray.Create(1.0)], 1, seed);

        public IEnvironment Create(TaskInstance task, Rng rng) => throw new NotSupportedException("nothing is played here");

        public References References(TaskInstance task) => new(Horizon, 0.125 * Horizon, "by definition");
    }
}
