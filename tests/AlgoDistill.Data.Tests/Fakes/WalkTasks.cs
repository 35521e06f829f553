using System.Collections.Immutable;

namespace AlgoDistill.Data.Tests;

/// <summary>A random walk in the plane whose steps the action bends: real-valued observations and actions, episodes of chance length.</summary>
sealed record WalkTasks : ITaskDistribution
{
    public string Id => "walk/v1";
    public double Noise { get; init; } = 0.5;
    public Space Observations => new Space.Box(2, float.NegativeInfinity, float.PositiveInfinity);
    public Space Actions => new Space.Box(1, -1, 1);
    public int Horizon => 9;

    public TaskSplit Split(ulong seed) =>
        new(TaskSet.Of([[0.5], [0.25], [0.125]]), TaskSet.Stream(new Rng(seed), rng => ImmutableArray.Create(rng.NextDouble())));

    public IEnvironment Create(TaskInstance task, Rng rng) => new Walk((float)task.Parameters[0], (float)Noise, rng);
    public References References(TaskInstance task) => new(task.Parameters[0], -task.Parameters[0], "made up");

    sealed class Walk(float drift, float noise, Rng rng) : IEnvironment
    {
        int step;

        public void Reset(Span<float> observation)
        {
            step = 0;
            observation.Clear();
        }

        public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            for (var i = 0; i < observation.Length; i++) observation[i] = drift * action[0] + noise * (float)rng.NextGaussian();
            return new Outcome(observation[0], rng.NextInt(10) == 0 ? EpisodeEnd.Terminated : ++step == 9 ? EpisodeEnd.Truncated : EpisodeEnd.None);
        }
    }
}
