using System.Collections.Immutable;

namespace AlgoDistill.Tasks.Bandits;

/// <summary>
/// The contextual bandit of Headless-AD (Sinii et al., 2023, "In-Context Reinforcement Learning for Variable Action Spaces"): every trial
/// shows a new point of the plane, and every arm pays by weights of its own.
/// <para>Observation: the context x, from N(0, I / 2), new in every trial. Actions: the arms, counted from 0.
/// Reward: N(⟨x, weights of the arm⟩, <see cref="Variance"/>). End: truncated at the horizon, 300 trials; a new episode plays the same arms.</para>
/// <para>Tasks: parameters are the weights, (arms × 2) row by row, from N(0, I / 2); shifted: twice as large. Streams of tasks are
/// endless, and train, test and shifted ones have nothing in common.</para>
/// </summary>
public sealed record ContextualBandit : ITaskDistribution
{
    const int Dimension = 2;
    static readonly double Deviation = Math.Sqrt(1.0 / Dimension);

    /// <inheritdoc/>
    public string Id => "contextual-bandit/v1";

    /// <summary>Arms.</summary>
    public int Arms { get; init => field = Require.InRange(value, 2, 10_000); } = 10; // the paper's families have 4 to 20

    /// <summary>Trials an episode.</summary>
    public int Horizon { get; init => field = Require.InRange(value, 1, 1_000_000); } = 300; // the paper's

    /// <summary>Variance of a reward.</summary>
    public double Variance { get; init => field = Require.InRange(value, 0, 1e6); } = 1; // the paper's

    /// <inheritdoc/>
    public Space Observations { get; } = new Space.Box(Dimension, float.NegativeInfinity, float.PositiveInfinity);

    /// <inheritdoc/>
    public Space Actions => new Space.Discrete(Arms);

    /// <inheritdoc/>
    public TaskSplit Split(ulong seed) => BanditParameters.Split(seed,
        rng => BanditParameters.Gaussians(rng, Arms * Dimension, Deviation),
        rng => BanditParameters.Gaussians(rng, Arms * Dimension, 2 * Deviation));

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng)
    {
        var (weights, deviation) = (Weights(task), Math.Sqrt(Variance));
        return new BanditEnvironment(this,
            context =>
            {
                for (var i = 0; i < Dimension; i++) context[i] = (float)(Deviation * rng.NextGaussian());
            },
            (context, arm) => Mean(weights, context, arm) + deviation * rng.NextGaussian());
    }

    /// <summary>
    /// E max ⟨x, w⟩ = E|x| · (mean over the angle of the support function of the arms' weights), and the integral of a support function over
    /// the angle is the perimeter of the convex hull (Cauchy); E|x| = σ √(π/2). A random arm pays 0 on average, as contexts do.
    /// </summary>
    public References References(TaskInstance task)
    {
        var perimeter = ConvexHull.Perimeter(Weights(task).Chunk(Dimension).Select(weights => (weights[0], weights[1])));
        var meanGreatest = Deviation * Math.Sqrt(Math.PI / 2) * perimeter / (2 * Math.PI);
        return new References(Horizon * meanGreatest, 0, "horizon × mean greatest ⟨x, w⟩, by the perimeter of the weights' hull; symmetry of the contexts");
    }

    /// <inheritdoc/>
    public IAgent CreateExpert(TaskInstance task)
    {
        var weights = Weights(task);
        return new BanditExpert(Arms, (context, arm) => Mean(weights, context, arm));
    }

    /// <inheritdoc/>
    public SpaceWords ObservationWords => SpaceWords.OfComponents("x", "y");

    /// <inheritdoc/>
    public SpaceWords ActionWords => SpaceWords.OfComponents("arm");

    ImmutableArray<double> Weights(TaskInstance task) => BanditParameters.Require(this, task, Arms * Dimension, "weights");

    static double Mean(ImmutableArray<double> weights, ReadOnlySpan<float> context, int arm) =>
        context[0] * weights[arm * Dimension] + context[1] * weights[arm * Dimension + 1];
}
