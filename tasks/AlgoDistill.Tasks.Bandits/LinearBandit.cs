using System.Collections.Immutable;
using System.Globalization;

namespace AlgoDistill.Tasks.Bandits;

/// <summary>
/// The linear bandit of the decision-pretrained transformer (Lee et al., 2023): arms with known features, the same in every task, that pay
/// by one hidden vector of weights.
/// <para>Observation: the features of all arms, (arms × dimension) row by row, the same in every trial. Actions: the arms, counted from 0.
/// Reward: N(⟨θ, features of the arm⟩, <see cref="Variance"/>). End: truncated at the horizon, 200 trials; a new episode plays the same θ.</para>
/// <para>Tasks: parameters are θ, from N(0, I / dimension), as the arms' features are, once for the family. Streams of tasks are endless,
/// and train and test ones have nothing in common.</para>
/// </summary>
public sealed record LinearBandit : ITaskDistribution
{
    const ulong FeatureSeed = 1234; // frozen: another would be another family

    /// <inheritdoc/>
    public string Id => "linear-bandit/v1";

    /// <summary>Arms.</summary>
    public int Arms { get; init => field = Require.InRange(value, 2, 10_000); } = 10; // the paper's

    /// <summary>Features an arm.</summary>
    public int Dimension { get; init => field = Require.InRange(value, 1, 1000); } = 2; // the paper's

    /// <summary>Trials an episode.</summary>
    public int Horizon { get; init => field = Require.InRange(value, 1, 1_000_000); } = 200; // the paper's

    /// <summary>Variance of a reward.</summary>
    public double Variance { get; init => field = Require.InRange(value, 0, 1e6); } = 0.3; // what the authors' program calls it; it draws with deviation 0.3, which is 0.09 here

    /// <inheritdoc/>
    public Space Observations => new Space.Box(Arms * Dimension, float.NegativeInfinity, float.PositiveInfinity);

    /// <inheritdoc/>
    public Space Actions => new Space.Discrete(Arms);

    double Deviation => Math.Sqrt(1.0 / Dimension);

    /// <inheritdoc/>
    public TaskSplit Split(ulong seed) => BanditParameters.Split(seed, rng => BanditParameters.Gaussians(rng, Dimension, Deviation));

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng)
    {
        var (means, deviation) = (Means(task), Math.Sqrt(Variance));
        float[] features = [.. Features().Select(value => (float)value)];
        return new BanditEnvironment(this, observation => features.CopyTo(observation), (_, arm) => means[arm] + deviation * rng.NextGaussian());
    }

    /// <inheritdoc/>
    public References References(TaskInstance task) => BanditParameters.References(Horizon, Means(task));

    /// <inheritdoc/>
    public IAgent CreateExpert(TaskInstance task) => new BanditExpert(Means(task));

    /// <inheritdoc/>
    public SpaceWords ObservationWords => SpaceWords.OfComponents([.. Enumerable.Range(0, Arms * Dimension)
        .Select(i => string.Create(CultureInfo.InvariantCulture, $"arm {i / Dimension} feature {i % Dimension}"))]);

    /// <inheritdoc/>
    public SpaceWords ActionWords => SpaceWords.OfComponents("arm");

    ImmutableArray<double> Features() => BanditParameters.Gaussians(new Rng(FeatureSeed), Arms * Dimension, Deviation);

    /// <summary>(arms): ⟨θ, features of each arm⟩.</summary>
    double[] Means(TaskInstance task)
    {
        var (theta, features) = (BanditParameters.Require(this, task, Dimension, "weights"), Features());
        return [.. Enumerable.Range(0, Arms).Select(arm => theta.Select((weight, i) => weight * features[arm * Dimension + i]).Sum())];
    }
}
