using System.Collections.Immutable;

namespace AlgoDistill.Tasks.Bandits;

/// <summary>
/// The Gaussian bandit of the decision-pretrained transformer (Lee et al., 2023, "Supervised Pretraining Can Learn In-Context
/// Reinforcement Learning"): arms whose rewards are normal around means of their own.
/// <para>Observation: nothing (always 0). Actions: the arms, counted from 0. Reward: N(mean of the arm, <see cref="Variance"/>).
/// End: truncated at the horizon, 500 trials; a new episode plays the same arms.</para>
/// <para>Tasks: parameters are the arms' means, each uniform in [0, 1). Streams of tasks are endless, and train and test ones have
/// nothing in common.</para>
/// </summary>
public sealed record GaussianBandit : ITaskDistribution
{
    /// <inheritdoc/>
    public string Id => "gaussian-bandit/v1";

    /// <summary>Arms.</summary>
    public int Arms { get; init => field = Require.InRange(value, 2, 10_000); } = 5; // the paper's

    /// <summary>Trials an episode.</summary>
    public int Horizon { get; init => field = Require.InRange(value, 1, 1_000_000); } = 500; // the paper's

    /// <summary>Variance of a reward.</summary>
    public double Variance { get; init => field = Require.InRange(value, 0, 1e6); } = 0.3; // what the authors' program calls it; it draws with deviation 0.3, which is 0.09 here

    /// <inheritdoc/>
    public Space Observations { get; } = new Space.Discrete(1);

    /// <inheritdoc/>
    public Space Actions => new Space.Discrete(Arms);

    /// <inheritdoc/>
    public TaskSplit Split(ulong seed) => BanditParameters.Split(seed, rng => [.. Enumerable.Range(0, Arms).Select(_ => rng.NextDouble())]);

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng)
    {
        var (means, deviation) = (Means(task), Math.Sqrt(Variance));
        return new BanditEnvironment(this, observation => observation[0] = 0, (_, arm) => means[arm] + deviation * rng.NextGaussian());
    }

    /// <inheritdoc/>
    public References References(TaskInstance task) => BanditParameters.References(Horizon, Means(task));

    /// <inheritdoc/>
    public IAgent CreateExpert(TaskInstance task) => new BanditExpert(Means(task));

    /// <inheritdoc/>
    public SpaceWords ActionWords => SpaceWords.OfComponents("arm");

    ImmutableArray<double> Means(TaskInstance task) => BanditParameters.Require(this, task, Arms, "means");
}
